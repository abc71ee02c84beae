"""A server's settings as a JSON file, and back: what is exported, imported and stored."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic import ValidationError as PydanticError

from bot.core.blocklist import ENTRIES_LIMIT, ENTRY_LIMIT, Blocklist, Entry, Kind, Level
from bot.core.errors import BadInput
from bot.core.guild import MOST_CAP, MOST_CHOSEN, MOST_WEIGHT, GuildSettings, Pressers, Veil
from bot.core.limits import MOST_LIMITS, MOST_TASKS, Limit, Scope, Unit
from bot.core.money import LARGEST
from bot.core.periods import Period
from bot.core.presets import MOST_SERVER, NAME_LIMIT, TEXT_LIMIT, Preset
from bot.core.request import Speed

VERSION: Literal[1] = 1
"""The format of the file; a file of another version is refused whole."""
REASONS = {
    "file_broken": frozenset[str](),
    "file_version": frozenset({"version", "known"}),
    "file_field": frozenset({"field"}),
}
"""Every reason a file is refused for, and the values its sentence takes."""

# Ids are text in the file: JavaScript, which many editors of JSON are written in, rounds them.
Id = Annotated[int, Field(ge=1, lt=2**63), PlainSerializer(str, return_type=str)]
Ids = Annotated[list[Id], Field(max_length=MOST_CHOSEN)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=ENTRY_LIMIT)]
Locale = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Limit(_Part):
    scope: Scope
    subject: Id | None = None
    period: Period
    unit: Unit
    amount: int = Field(ge=0, le=LARGEST)
    speed: Speed | None = None

    def limit(self) -> Limit:
        personal = self.scope in {Scope.ROLE, Scope.MEMBER}
        fits = self.unit is Unit.MONEY or self.amount <= MOST_TASKS
        if personal != (self.subject is not None) or not fits:
            raise BadInput("file_field", field="limits")
        return Limit(**dict(self))


class _Word(_Part):
    pattern: Phrase
    kind: Kind = Kind.WORD
    level: Level = Level.BLOCKED


class _Preset(_Part):
    name: Annotated[str, StringConstraints(min_length=1, max_length=NAME_LIMIT)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT)]


class _Settings(_Part):
    channels: Ids = []
    roles: Ids = []
    locale: Locale | None = None
    speed: Speed | None = None
    pressers: Pressers = Pressers.ANYONE
    moderation: Id | None = None
    audit: Id | None = None
    age_restricted_only: bool = False
    veil: Veil = Veil.MATURE
    words: list[_Word] = Field(default=[], max_length=ENTRIES_LIMIT)
    exceptions: list[Phrase] = Field(default=[], max_length=ENTRIES_LIMIT)
    limits: list[_Limit] = Field(default=[], max_length=MOST_LIMITS)
    most_running: int | None = Field(default=None, ge=1, le=MOST_CAP)
    most_waiting: int | None = Field(default=None, ge=1, le=MOST_CAP)
    weights: dict[Id, Annotated[int, Field(ge=1, le=MOST_WEIGHT)]] = Field(
        default={}, max_length=MOST_CHOSEN
    )
    translate: bool = True
    presets: list[_Preset] = Field(default=[], max_length=MOST_SERVER)


class _File(_Part):
    easel: Literal[1]
    settings: _Settings


def exported(settings: GuildSettings) -> str:
    """The file of a server's settings, as indented JSON."""
    return _File(easel=VERSION, settings=_Settings(**_plain(settings))).model_dump_json(
        indent=2, exclude_defaults=False
    )


def imported(text: str | bytes) -> GuildSettings:
    """The settings that a file holds.

    Raises `BadInput`: not JSON, of another version, or with a field that cannot be (it is named) or
    a word that cannot be looked for.
    """
    try:
        return _settings(_File.model_validate_json(text).settings)
    except PydanticError as error:
        raise _refusal(error) from None


def noted(settings: GuildSettings, name: str) -> str:
    """One setting as it stands in the file, as JSON."""
    one = _Settings(**{name: _plain(settings)[name]})
    return json.dumps(one.model_dump(mode="json")[name], ensure_ascii=False)


def recalled(name: str, noted: str) -> GuildSettings | None:
    """The settings of a server that has chosen nothing but that one.

    None when the note cannot be read, since another version made it.
    """
    try:
        return _settings(_Settings.model_validate_json(f'{{"{name}": {noted}}}'))
    except (PydanticError, BadInput):
        return None


def _refusal(error: PydanticError) -> BadInput:
    detail = error.errors(include_url=False)[0]
    place = [str(part) for part in detail["loc"]]
    if not place:
        return BadInput("file_broken")
    if place[0] == "easel":
        found = "?" if detail["type"] == "missing" else str(detail["input"])[:20]
        return BadInput("file_version", version=found, known=VERSION)
    return BadInput("file_field", field=".".join(place)[:80])


def _plain(settings: GuildSettings) -> dict[str, Any]:
    what = {name: getattr(settings, name) for name in _Settings.model_fields}
    limits = [
        _Limit(**{name: getattr(one, name) for name in _Limit.model_fields})
        for one in settings.limits
    ]
    words = [_Word(pattern=one.pattern, kind=one.kind, level=one.level) for one in settings.words]
    return what | {
        "words": words,
        "presets": [_Preset(name=one.name, text=one.text) for one in settings.presets],
        "channels": sorted(settings.channels),
        "roles": sorted(settings.roles),
        "limits": limits,
        "weights": dict(settings.weights),
    }


def _settings(found: _Settings) -> GuildSettings:
    limits = tuple(one.limit() for one in found.limits)
    if len({one.key for one in limits}) < len(limits):
        raise BadInput("file_field", field="limits")
    entries = [Entry(one.pattern, one.kind, one.level) for one in found.words]
    words = Blocklist.parse(entries, found.exceptions)
    what = dict(found) | {
        "words": words.entries,
        "exceptions": words.exceptions,
        "presets": tuple(Preset(one.name, one.text) for one in found.presets),
        "channels": frozenset(found.channels),
        "roles": frozenset(found.roles),
        "limits": limits,
        "weights": tuple(sorted(found.weights.items())),
    }
    return GuildSettings(**what)
