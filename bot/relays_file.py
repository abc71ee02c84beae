"""The relays that an operator has: the one of the settings, or those of a TOML file."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)

from bot import setting_checks as checks
from bot.config import BadSettings, variables
from bot.core.operations import NAMES
from bot.core.prices import PriceList, parse
from bot.core.relay_choice import MAIN
from bot.core.request import Speed
from bot.relay.address import DEFAULT_SPEED_PATH
from bot.relay.entry import RelayEntry
from bot.relay.settings import Auth, RelaySettings, Vendor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from bot.config import Settings

MOST = 50
"""Relays in a file."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]


class _Relay(BaseModel):
    """One `[[relay]]`; each description continues "must be ..."."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: Name = Field(description="up to 32 small letters, digits, - and _")
    url: str = Field(description="the relay's address")
    key: str = Field(default="", description="the key that the relay gave you")
    key_env: str = Field(default="", description="the name of the variable that holds the key")
    auth: Auth = Field(default=Auth.BEARER, description="bearer, authorization or mj-api-secret")
    speed: Speed | None = Field(default=None, description="fast, relax or turbo")
    speed_path: str = Field(
        default=DEFAULT_SPEED_PATH, description="a part of a path that holds {speed}"
    )
    speeds: frozenset[Speed] = Field(
        default=frozenset(Speed),
        description="a list of fast, relax and turbo, or [] where the relay has no modes",
    )
    max_running: int = Field(
        default=3, ge=1, le=1000, strict=True, description="a whole number from 1 to 1000"
    )
    weight: float = Field(
        default=1.0, gt=0, le=1000, strict=True, description="a number over 0 and up to 1000"
    )
    prices: Annotated[str, AfterValidator(checks.prices)] = Field(
        default="", description='prices such as "imagine=0.1, imagine.relax=0.05"'
    )
    operations: frozenset[str] = Field(
        default=NAMES, min_length=1, description=f"a list of {', '.join(sorted(NAMES))}"
    )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    relay: list[_Relay] = Field(min_length=1, max_length=MOST, description="[[relay]]")


def relays(settings: Settings) -> list[RelayEntry]:
    """Every relay of the settings, in the file's order; raises `BadSettings` with all sentences."""
    if settings.relays_file is not None:
        return read(settings.relays_file, variables())
    own = RelaySettings(
        name=MAIN,
        url=settings.relay_url or "",
        key=settings.relay_key.get_secret_value() if settings.relay_key else "",
        auth=settings.relay_auth,
        speed=settings.relay_speed,
        speed_path=settings.relay_speed_path,
    )
    prices = _price_list(settings.relay_prices or "", settings.relay_auth)
    return [RelayEntry(settings=own, max_running=settings.relay_max_running, prices=prices)]


def unused(settings: Settings) -> str:
    """A sentence on the one relay of the settings where a file takes its place; else nothing."""
    if settings.relays_file is None or settings.relay_url is None:
        return ""
    return (
        "RELAY_URL is not used, because RELAYS_FILE is set: write that relay into the file too, or"
        " remove RELAY_URL."
    )


def read(path: Path, given: Mapping[str, str]) -> list[RelayEntry]:
    """The relays of a file, with keys that stand in the variables `given` where it names those.

    Raises `BadSettings` with a sentence for each thing that is wrong.
    """
    try:
        found = _File.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        mend = "set it to a file that the user who runs Easel may read"
        raise BadSettings(
            [f"RELAYS_FILE {path} cannot be read ({error.strerror}): {mend}."]
        ) from error
    except UnicodeDecodeError as error:
        raise BadSettings([f"RELAYS_FILE {path} is not UTF-8 text: save it again."]) from error
    except ValidationError as error:
        sentences = [_sentence(path, detail) for detail in error.errors()]
    except (ValueError, RecursionError) as error:
        # Most are tomllib's own; a number of thousands of digits and brackets without end are not.
        raise BadSettings([f"RELAYS_FILE {path} is not TOML: {error}."]) from error
    else:
        entries, sentences = _entries(path, found, given)
        if not sentences:
            return entries
    # Outside the handler: pydantic's error holds the values, and must not become our context.
    raise BadSettings(sentences)


def _entries(
    path: Path, found: _File, given: Mapping[str, str]
) -> tuple[list[RelayEntry], list[str]]:
    """The relays that can be used, and what is wrong with the others."""
    entries: list[RelayEntry] = []
    sentences: list[str] = []
    for relay in found.relay:
        try:
            entries.append(_entry(relay, given))
        except ValueError as error:
            sentences.append(f"RELAYS_FILE {path}, relay {relay.name}: {error}")
    sentences += [
        f"RELAYS_FILE {path} has two relays that are named {name}: every name must be its own."
        for name in _twice(entries)
    ]
    return entries, sentences


def _entry(relay: _Relay, given: Mapping[str, str]) -> RelayEntry:
    """One relay; raises ValueError with the end of a sentence."""
    settings = RelaySettings(
        name=relay.name,
        url=relay.url,
        key=_key(relay, given),
        auth=relay.auth,
        speed=relay.speed,
        speed_path=relay.speed_path,
    )
    if unknown := relay.operations - NAMES:
        raise ValueError(f"{', '.join(sorted(unknown))} is no operation of Easel's.")
    if relay.speed is not None and relay.speed not in relay.speeds:
        raise ValueError(f"its speed, {relay.speed}, is not one of its speeds.")
    return RelayEntry(
        settings=settings,
        max_running=relay.max_running,
        weight=relay.weight,
        prices=_price_list(relay.prices, relay.auth),
        speeds=relay.speeds,
        operations=relay.operations,
    )


def _key(relay: _Relay, given: Mapping[str, str]) -> str:
    """The key, from the file or from the variable that the file names."""
    if bool(relay.key) == bool(relay.key_env):
        raise ValueError("write either key or key_env.")
    if relay.key:
        return _checked("its key", relay.key)
    found = given.get(relay.key_env, "")
    if not found:
        # Whoever has put the key itself there would read it in the log.
        name = f"{relay.key_env} " if re.fullmatch(r"[A-Z][A-Z0-9_]*", relay.key_env) else ""
        raise ValueError(
            f"the variable {name}that key_env names is not set; a key itself goes into key."
        )
    return _checked(f"the variable {relay.key_env}", found)


def _checked(what: str, key: str) -> str:
    """The key; raises ValueError with the end of a sentence, which does not show it."""
    try:
        return checks.secret(SecretStr(key)).get_secret_value()
    except ValueError as error:
        raise ValueError(f"{what} {error}.") from error


def _price_list(written: str, auth: Auth) -> PriceList:
    return PriceList(parse(written), presses_paid=auth.vendor is Vendor.NEW_API)


def _twice(entries: list[RelayEntry]) -> list[str]:
    names = [entry.name for entry in entries]
    return sorted({name for name in names if names.count(name) > 1})


def _sentence(path: Path, detail: ErrorDetails) -> str:
    """What is wrong with one field, never with its value: people paste keys anywhere."""
    place = [part for part in detail["loc"] if part != "relay"]
    if not place:
        return f"RELAYS_FILE {path} must hold 1 to {MOST} [[relay]], each with a name, url and key."
    number = place[0]
    if len(place) == 1 or not isinstance(number, int):
        return f"RELAYS_FILE {path} has an entry {place[0]!r} that Easel does not know."
    field = str(place[1])
    where = f"RELAYS_FILE {path}, relay number {number + 1}"
    known = _Relay.model_fields.get(field)
    if known is None:
        return f"{where}: {field} is not known; known are {', '.join(_Relay.model_fields)}."
    if detail["type"] == "value_error":
        return f"{where}: {field} {detail['ctx']['error']}."
    if detail["type"] == "missing":
        return f"{where}: {field} is missing; it must be {known.description}."
    return f"{where}: {field} must be {known.description}."
