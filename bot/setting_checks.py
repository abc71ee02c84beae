"""What a setting's value must be.

Each check raises ValueError with the end of a sentence that begins with the setting's name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.core.prices import parse
from bot.relay.address import Address, BadAddress

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import SecretStr

LONGEST_PUBLIC_URL = 200
"""Characters: the painter's address goes on from there, and Discord takes 512 in all."""
LONGEST_CURRENCY = 4
_QUOTES = "\"'`<>“”‘’"


def secret(value: SecretStr) -> SecretStr:
    """A token or key as it goes into a header; what is wrong is said without showing it."""
    text = value.get_secret_value()
    word, _, rest = text.partition(" ")
    if rest and word.lower() in {"bearer", "bot"}:
        raise ValueError(f'begins with "{word} ": leave that word out, Easel adds what is needed')
    _plain(text)
    if any(letter.isspace() for letter in text):
        raise ValueError("holds a space or a line break: paste the value alone")
    if not all("!" <= letter <= "~" for letter in text):
        raise ValueError("holds a character that cannot be part of it: copy it again")
    return value


def _plain(text: str) -> None:
    """Raises ValueError for quotes and comments: container engines pass them on with the value."""
    if text.strip(_QUOTES) != text:
        raise ValueError("is in quotes: leave the quotes out")
    if " #" in text:
        raise ValueError("has a comment behind it: put that on a line of its own")


def relay_url(value: str) -> str:
    try:
        Address.parse(value)
    except BadAddress as error:
        raise ValueError(f"cannot be used: {_end(error)}") from error
    return value


def speed_path(value: str) -> str:
    try:
        Address.parse("https://relay.invalid", speed_path=value)
    except BadAddress as error:
        raise ValueError(f"cannot be used: {_end(error)}") from error
    return value


def prices(value: str) -> str:
    parse(value)
    return value


def model(value: str) -> str:
    """The name of a chat model, as relays list it."""
    _plain(value)
    if len(value) > 100 or not all("!" <= letter <= "~" for letter in value):
        raise ValueError("must be the name of a chat model, such as gpt-4o-mini, without spaces")
    return value


def currency(value: str) -> str:
    signs = all(letter.isalpha() or unicodedata.category(letter) == "Sc" for letter in value)
    if signs and len(value) <= LONGEST_CURRENCY:
        return value
    raise ValueError(f"must be a sign such as $, ¥ or EUR, of at most {LONGEST_CURRENCY} letters")


def _end(sentence: Exception) -> str:
    """A sentence as the end of another."""
    words = str(sentence).removesuffix(".")
    return words[:1].lower() + words[1:]


def discord_url(value: str) -> str:
    try:
        pieces = urlsplit(value)
        whole = pieces.scheme in {"http", "https"} and bool(pieces.hostname)
        clean = not (pieces.query or pieces.fragment or "@" in pieces.netloc or pieces.port == 0)
        _resolvable(pieces.hostname or "")
    except ValueError:
        whole = clean = False
    if not (whole and clean) or re.search(r"\s", value):
        raise ValueError("must be an address such as https://discord.com/api/v10, no ? or # in it")
    return value.rstrip("/")


def public_url(value: str) -> str:
    if len(value) > LONGEST_PUBLIC_URL:
        raise ValueError(f"must have at most {LONGEST_PUBLIC_URL} characters")
    try:
        return discord_url(value)
    except ValueError as error:
        words = "must be an address such as https://easel.example.com, no ? or # in it"
        raise ValueError(words) from error


def host(value: str) -> str:
    words = "must be a host or an address alone, such as 127.0.0.1: no http://, no port"
    if not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*", value):
        raise ValueError(words)
    try:
        _resolvable(value)
    except ValueError as error:
        raise ValueError(words) from error
    return value


def _resolvable(name: str) -> None:
    """Raises ValueError for a host that Python's resolver takes for no name at all: two dots in a
    row, or more than 63 letters between two. Its own error is no network error, and would not be
    taken for one."""
    name.encode("idna")


def file(value: Path) -> Path:
    _plain(str(value))
    try:
        return value.expanduser()
    except RuntimeError as error:
        raise ValueError("begins with ~ and a name that this machine does not know") from error


def database(value: Path) -> Path:
    path = file(value)
    try:
        if not path.name or path.is_dir():
            raise ValueError(f"is a folder: name a file in it, such as {path / 'easel.db'}")
        if path.exists() and not path.is_file():
            raise ValueError("is a device: name a file, such as data/easel.db")
    except OSError as error:  # a folder that nobody else may look into, or a name too long
        raise ValueError(
            f"cannot be used ({error.strerror}): name a file that the user who runs Easel may write"
        ) from error
    return path


def lower(value: Any) -> Any:  # noqa: ANN401  (whatever stands in the environment, or a default)
    return value.lower() if isinstance(value, str) else value
