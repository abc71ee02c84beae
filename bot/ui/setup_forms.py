"""The forms of the set-up panel: quotas of a member, a role or the server, and caps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core import money, settling
from bot.core.errors import BadField, BadInput, Gone
from bot.core.guild import MOST_CAP, MOST_WEIGHT
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.request import Speed
from bot.ui.forms import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.guild import GuildSettings
    from bot.ui.forms import Submitted
    from bot.ui.texts import Texts

CAPS = "caps"
TURNS = "turns"
LONGEST = 20
FORMS = frozenset({CAPS, *Scope})
"""What a form can be about."""
QUOTAS = tuple((unit, period) for unit in Unit for period in Period)
"""The quotas of one form, in order."""
OF_ONE_SPEED = tuple(
    f"{scope}-{speed}" for scope in (Scope.EVERYONE, Scope.SERVER) for speed in Speed
)
"""The forms with quotas of one speed only; a role's or a member's are set by a command."""
CAP_NAMES = ("most_running", "most_waiting")
REASONS = {"number_wrong": frozenset({"typed", "most"})}
"""Every reason a form is refused for here, and the values its sentence takes."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is about: caps, or the quotas of a scope and its role or member; of one speed
    only, or of all together (None)."""

    word: str
    subject: int | None = None
    speed: Speed | None = None

    @classmethod
    def of(cls, key: str, number: int) -> Form:
        """The form of an address. Raises `Gone` for one of another version."""
        word, _, speed = key.partition("-")
        if word not in FORMS or (word in {Scope.ROLE, Scope.MEMBER}) != bool(number):
            raise Gone
        if speed and key not in OF_ONE_SPEED:
            raise Gone
        return cls(word, number or None, Speed(speed) if speed else None)

    @property
    def key(self) -> str:
        """What an address names it by, beside the number of its role or member."""
        return self.word if self.speed is None else f"{self.word}-{self.speed}"

    def name(self, texts: Texts, locale: str) -> str:
        """Its title."""
        title = texts.say(locale, f"setup.form_{self.word}")
        if self.speed is None:
            return title
        speed = texts.say(locale, f"quotas.speeds.{self.speed}")
        return texts.say(locale, "setup.form_in_mode", title=title, speed=speed)


def fields(form: Form, settings: GuildSettings, texts: Texts, locale: str) -> list[TextField]:
    """The fields with what is settled now in them."""
    if form.word == CAPS:
        return [_cap(name, settings, texts, locale) for name in CAP_NAMES]
    known = {(one.unit, one.period): one for one in _limits(form, settings)}
    shown = [
        _field(f"{unit}_{period}", _written(known.get((unit, period))), texts, locale)
        for unit, period in QUOTAS
    ]
    if form.word == Scope.ROLE:
        turns = dict(settings.weights).get(form.subject or 0)
        shown.append(_field(TURNS, str(turns or ""), texts, locale))
    return shown


def filled_in(form: Form, settings: GuildSettings, filled: Submitted) -> GuildSettings:
    """The settings with what was filled in; an empty field takes away what was there.

    Raises `BadInput` with nothing changed.
    """
    if form.word == CAPS:
        running, waiting = (_number(filled, name, MOST_CAP) for name in CAP_NAMES)
        return replace(settings, most_running=running, most_waiting=waiting)
    mine = set(_limits(form, settings))
    after = replace(settings, limits=tuple(one for one in settings.limits if one not in mine))
    for unit, period in QUOTAS:
        if filled.text(f"{unit}_{period}").strip():
            after = settling.with_limit(after, _limit(form, unit, period, filled))
    if form.word != Scope.ROLE:
        return after
    turns = _number(filled, TURNS, MOST_WEIGHT)
    return settling.with_weight(after, form.subject or 0, turns or 1)


def _limits(form: Form, settings: GuildSettings) -> Sequence[Limit]:
    """The quotas that the form is about."""
    return [
        one
        for one in settings.limits
        if (one.scope, one.subject, one.speed) == (form.word, form.subject, form.speed)
    ]


def typed(filled: Submitted, texts: Texts, locale: str) -> list[str]:
    """What was filled in, each with the name of its field."""
    return [
        f"{texts.say(locale, label(name))}: {text}" for name, text in filled.texts.items() if text
    ]


def label(name: str) -> str:
    """The key of a field's name."""
    return f"setup.field_{name}"


def _limit(form: Form, unit: Unit, period: Period, filled: Submitted) -> Limit:
    name = f"{unit}_{period}"
    try:
        amount = settling.amount(filled.text(name).strip(), unit)
    except BadInput as error:
        raise BadField(label(name), error) from error
    return Limit(
        scope=Scope(form.word),
        subject=form.subject,
        period=period,
        unit=unit,
        amount=amount,
        speed=form.speed,
    )


def _written(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return money.written(limit.amount) if limit.unit is Unit.MONEY else str(limit.amount)


def _number(filled: Submitted, name: str, most: int) -> int | None:
    """A whole number from 1 to `most`; None where nothing was typed. Raises `BadField`."""
    text = filled.text(name).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < LONGEST and 1 <= int(text) <= most):
        raise BadField(label(name), BadInput("number_wrong", typed=text, most=most))
    return int(text)


def _cap(name: str, settings: GuildSettings, texts: Texts, locale: str) -> TextField:
    return _field(name, str(getattr(settings, name) or ""), texts, locale)


def _field(name: str, value: str, texts: Texts, locale: str) -> TextField:
    return TextField(
        name=name,
        label=texts.say(locale, label(name)),
        hint=texts.say(locale, f"setup.hint_{name}"),
        value=value,
        long=False,
        required=False,
        longest=LONGEST,
    )
