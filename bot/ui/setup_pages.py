"""The pages of the set-up panel: what each shows, drawn from the settings alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.guild import Pressers, Veil
from bot.core.limits import Scope
from bot.core.report import Style
from bot.core.request import Speed
from bot.ui import admin_notes, admin_quotas, setting_words
from bot.ui.card import Address, Key, Menu, Verb
from bot.ui.panel import Panel, Pick, Picker, Toggle
from bot.ui.setup_forms import CAPS, OF_ONE_SPEED, Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import discord

    from bot.core.guild import GuildSettings
    from bot.ui.panel import Part
    from bot.ui.texts import Texts

ACCENT = 0x5865F2
PAGES = ("who", "look", "posts", "quotas")
SETTINGS = {
    "who": ("channels", "roles", "pressers", "age_restricted_only"),
    "look": ("locale", "speed", "veil", "translate"),
    "posts": ("moderation", "audit"),
    "quotas": ("limits", "most_running", "most_waiting", "weights"),
}
"""Which settings are on which page."""
NOTHING = "none"
"""What a menu brings where nothing is chosen of what there is."""
MOST_LISTED = 12
MOST_IN_MENU = 25


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page is drawn from; `names` are of members with quotas of their own."""

    number: int
    settings: GuildSettings
    guild: discord.Guild | None
    texts: Texts
    locale: str
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The page's name."""
        return PAGES[self.number]

    def say(self, key: str, **values: str | int) -> str:
        """Words of the panel."""
        return self.texts.say(self.locale, f"setup.{key}", **values)

    def address(self, word: str) -> Address:
        """Where a click on this page goes."""
        return Address(Verb.SETUP, 0, self.number, word)


def draw(scene: Scene) -> Panel:
    """The panel at one of its pages."""
    pages = {"who": _who, "look": _look, "posts": _posts, "quotas": _quotas}
    body = pages[scene.page](scene)
    return Panel((_title(scene), *_wrong(scene), *body, _pages(scene)), ACCENT)


def _title(scene: Scene) -> str:
    return scene.say("title", page=scene.number + 1, of=len(PAGES), name=scene.say(scene.page))


def _pages(scene: Scene) -> tuple[Key, ...]:
    """A button for each page; the one that is shown is off."""
    return tuple(
        Key(
            f"{number + 1} {scene.say(name)}",
            Address(Verb.SETUP, 0, number, "page"),
            style=Style.PRIMARY if number == scene.number else Style.SECONDARY,
            disabled=number == scene.number,
        )
        for number, name in enumerate(PAGES)
    )


def _wrong(scene: Scene) -> Sequence[Part]:
    """What is wrong with the settings of this page, and a way out."""
    names = SETTINGS[scene.page]
    notes = admin_notes.of(scene.guild, scene.settings, scene.texts, scene.locale, only=names)
    if not notes:
        return ()
    said = "\n".join(notes)
    if not set(names) & set(admin_notes.gone(scene.guild, scene.settings)):
        return (said,)
    return (said, (Key(scene.say("forget"), scene.address("forget")),))


# -- the pages -------------------------------------------------------------------------------------
def _who(scene: Scene) -> Sequence[Part]:
    settings = scene.settings
    return (
        scene.say("channels"),
        _picker(scene, "channels", Pick.PLACES, settings.channels),
        scene.say("roles"),
        _picker(scene, "roles", Pick.ROLES, settings.roles),
        scene.say("pressers"),
        _choice(scene, "pressers", settings.pressers, _named(scene, "pressers", Pressers)),
        _toggle(scene, "age_restricted_only"),
    )


def _look(scene: Scene) -> Sequence[Part]:
    settings, texts = scene.settings, scene.texts
    own = sorted(texts.locales)
    languages = [(one, setting_words.language(one, texts)) for one in own]
    speeds = [(str(one), texts.say(scene.locale, f"choices.{one}")) for one in Speed]
    return (
        scene.say("locale"),
        _choice(scene, "locale", settings.locale, [_unset(scene, "locale"), *languages]),
        scene.say("speed"),
        _choice(scene, "speed", settings.speed, [_unset(scene, "speed"), *speeds]),
        scene.say("veil"),
        _choice(scene, "veil", settings.veil, _named(scene, "veil", Veil)),
        _toggle(scene, "translate"),
    )


def _posts(scene: Scene) -> Sequence[Part]:
    parts: list[Part] = []
    for name in ("moderation", "audit"):
        chosen = getattr(scene.settings, name)
        places = frozenset() if chosen is None else frozenset({chosen})
        parts += [scene.say(name), _picker(scene, name, Pick.POSTS, places, most=1)]
    return parts


def _quotas(scene: Scene) -> Sequence[Part]:
    settings = scene.settings
    lines = [
        f"- {setting_words.limit(one, scene.texts, scene.locale)}"
        for one in settings.limits[:MOST_LISTED]
    ]
    more = len(settings.limits) - len(lines)
    if more > 0:
        lines.append(scene.say("more", count=more))
    rest = [_line(scene, name) for name in ("most_running", "most_waiting", "weights")]
    buttons = tuple(
        Key(scene.say(f"button_{word}"), scene.address(f"form-{word}"))
        for word in (Scope.EVERYONE, Scope.SERVER, CAPS)
    )
    return (
        scene.say("limits", listed="\n".join(lines) or _unset(scene, "limits")[1]),
        "\n".join(rest),
        buttons,
        _picker(scene, "form-role", Pick.ROLES, frozenset(), most=1),
        _picker(scene, "form-member", Pick.MEMBERS, frozenset(), most=1),
        _of_one_speed(scene),
        *_removing(scene),
        scene.say("speeds"),
    )


def _of_one_speed(scene: Scene) -> Menu:
    """A menu of which each opens the form with the quotas of one speed."""
    names = [Form.of(key, 0).name(scene.texts, scene.locale) for key in OF_ONE_SPEED]
    prompt = scene.say("pick_form_speed")
    return Menu(scene.address("form-speed"), prompt, tuple(names), values=OF_ONE_SPEED, most=1)


def _removing(scene: Scene) -> Sequence[Part]:
    """A menu that removes what is chosen in it."""
    limits = scene.settings.limits[:MOST_IN_MENU]
    if not limits:
        return ()
    names = [
        admin_quotas.named(one, scene.guild, scene.texts, scene.locale, names=scene.names)
        for one in limits
    ]
    values = tuple(one.word for one in limits)
    return (Menu(scene.address("remove"), scene.say("remove"), tuple(names), values=values),)


# -- the parts of a page ---------------------------------------------------------------------------
def _picker(
    scene: Scene, word: str, pick: Pick, chosen: frozenset[int], *, most: int = 25
) -> Picker:
    gone = {one for ids in admin_notes.gone(scene.guild, scene.settings).values() for one in ids}
    return Picker(
        pick=pick,
        target=scene.address(word),
        prompt=scene.say(f"pick_{word.replace('-', '_')}"),
        chosen=tuple(sorted(chosen - gone)),
        most=most,
    )


def _choice(scene: Scene, word: str, now: object, offered: Sequence[tuple[str, str]]) -> Menu:
    """A menu of which one is chosen: pairs of a value and its name."""
    chosen = NOTHING if now is None else str(now)
    return Menu(
        scene.address(word),
        "",
        tuple(name for _, name in offered),
        frozenset(place for place, (value, _) in enumerate(offered) if value == chosen),
        tuple(value for value, _ in offered),
        least=1,
        most=1,
    )


def _named(scene: Scene, name: str, kinds: type[Pressers | Veil]) -> list[tuple[str, str]]:
    return [(str(one), scene.texts.say(scene.locale, f"admin.{name}.{one}")) for one in kinds]


def _unset(scene: Scene, name: str) -> tuple[str, str]:
    return NOTHING, scene.texts.say(scene.locale, f"admin.unset.{name}")


def _toggle(scene: Scene, name: str) -> Toggle:
    """What is settled, with a button that settles the opposite: it says what it does."""
    on = getattr(scene.settings, name)
    key = Key(
        scene.say("turn_off" if on else "turn_on"),
        scene.address(f"{name}-{'off' if on else 'on'}"),
        style=Style.SECONDARY if on else Style.PRIMARY,
    )
    return Toggle(scene.say(f"{name}_{'on' if on else 'off'}"), key)


def _line(scene: Scene, name: str) -> str:
    return scene.texts.say(
        scene.locale,
        "admin.now",
        name=scene.texts.say(scene.locale, f"admin.names.{name}"),
        value=setting_words.value(name, scene.settings, scene.texts, scene.locale),
    )
