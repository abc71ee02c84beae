"""Settings: read once from the environment and `.env`, frozen, secrets hidden."""

from __future__ import annotations

import difflib
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from bot.core.request import Speed
from bot.relay.address import DEFAULT_SPEED_PATH, Address, BadAddress
from bot.relay.settings import Auth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that Windows' editors put first."""
LONGEST_PUBLIC_URL = 200
"""Characters: the painter's address goes on from there, and Discord takes 512 in all."""
_QUOTES = "\"'`<>“”‘’"


class LogLevel(StrEnum):
    """The least important kind of log line that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """How log lines look."""

    TEXT = "text"
    JSON = "json"


class BadSettings(Exception):
    """Settings are missing or wrong; `sentences` say of each which one and what to do."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


# -- what a value must be --------------------------------------------------------------------------
# A check raises ValueError with the rest of a sentence that begins with the setting's name.
def _secret(value: SecretStr) -> SecretStr:
    """A token or key as it goes into a header; what is wrong is said without showing it."""
    text = value.get_secret_value()
    word, _, rest = text.partition(" ")
    if rest and word.lower() in {"bearer", "bot"}:
        raise ValueError(f'begins with "{word} ": leave that word out, Easel adds what is needed')
    if text.strip(_QUOTES) != text:
        raise ValueError("is in quotes: leave the quotes out")
    if any(letter.isspace() for letter in text):
        raise ValueError("holds a space or a line break: paste the value alone")
    if not all("!" <= letter <= "~" for letter in text):
        raise ValueError("holds a character that cannot be part of it: copy it again")
    return value


def _relay_url(value: str) -> str:
    try:
        Address.parse(value)
    except BadAddress as error:
        raise ValueError(f"cannot be used: {_end(error)}") from error
    return value


def _speed_path(value: str) -> str:
    try:
        Address.parse("https://relay.invalid", speed_path=value)
    except BadAddress as error:
        raise ValueError(f"cannot be used: {_end(error)}") from error
    return value


def _end(sentence: Exception) -> str:
    """A sentence as the end of another."""
    words = str(sentence).removesuffix(".")
    return words[:1].lower() + words[1:]


def _discord_url(value: str) -> str:
    try:
        pieces = urlsplit(value)
        whole = pieces.scheme in {"http", "https"} and bool(pieces.hostname)
        clean = not (pieces.query or pieces.fragment or "@" in pieces.netloc or pieces.port == 0)
    except ValueError:
        whole = clean = False
    if not (whole and clean) or re.search(r"\s", value):
        raise ValueError("must be an address such as https://discord.com/api/v10, no ? or # in it")
    return value.rstrip("/")


def _public_url(value: str) -> str:
    if len(value) > LONGEST_PUBLIC_URL:
        raise ValueError(f"must have at most {LONGEST_PUBLIC_URL} characters")
    try:
        return _discord_url(value)
    except ValueError as error:
        words = "must be an address such as https://easel.example.com, no ? or # in it"
        raise ValueError(words) from error


def _host(value: str) -> str:
    if re.fullmatch(r"[\w.-]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*", value):
        return value
    raise ValueError("must be a host or an address alone, such as 127.0.0.1: no http://, no port")


def _file(value: Path) -> Path:
    try:
        return value.expanduser()
    except RuntimeError as error:
        raise ValueError("begins with ~ and a name that this machine does not know") from error


def _lower(value: Any) -> Any:  # noqa: ANN401  (whatever stands in the environment, or a default)
    return value.strip().lower() if isinstance(value, str) else value


Secret = Annotated[SecretStr, AfterValidator(_secret)]
Caseless = BeforeValidator(_lower)


class Settings(BaseSettings):
    """What an operator sets, by the names of `.env.example` in lower case.

    Each description continues "NAME must be ..."; for a required one "NAME is not set: ...".
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        env_file_encoding=ENCODING,
        hide_input_in_errors=True,
    )

    discord_token: Secret = Field(
        description="copy it from Discord's developer portal (your application, Bot, Reset Token)"
    )
    discord_api_url: Annotated[str, AfterValidator(_discord_url)] = Field(
        default="https://discord.com/api/v10", description="an address"
    )
    relay_url: Annotated[str, AfterValidator(_relay_url)] = Field(
        description="enter your relay's address, such as https://relay.example.com"
    )
    relay_key: Secret = Field(description="enter the key that your relay gave you")
    relay_auth: Annotated[Auth, Caseless] = Field(
        default=Auth.BEARER, description="bearer, authorization or mj-api-secret"
    )
    relay_speed: Annotated[Speed | None, Caseless] = Field(
        default=None, description="fast, relax or turbo, or empty"
    )
    relay_speed_path: Annotated[str, AfterValidator(_speed_path)] = Field(
        default=DEFAULT_SPEED_PATH, description="a part of a path that holds {speed}"
    )
    relay_max_running: int = Field(
        default=3, ge=1, description="a whole number of tasks, 1 or more"
    )
    poll_seconds: float = Field(
        default=2,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="a number of seconds over 0 and up to 3600, such as 2 or 0.5",
    )
    stall_minutes: float = Field(
        default=20,
        gt=0,
        allow_inf_nan=False,
        description="a number of minutes over 0, such as 20 or 0.5",
    )
    database_path: Annotated[Path, AfterValidator(_file)] = Field(
        default=Path("data/easel.db"), description="the path of a file"
    )
    web_host: Annotated[str, AfterValidator(_host)] = Field(
        default="127.0.0.1", description="a host or an address"
    )
    web_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="a whole number from 0 to 65535 (0 switches the web side off)",
    )
    public_url: Annotated[str, AfterValidator(_public_url)] | None = Field(
        default=None, description="an address, or empty"
    )
    log_level: Annotated[LogLevel, Caseless] = Field(
        default=LogLevel.INFO, description="debug, info, warning or error"
    )
    log_format: Annotated[LogFormat, Caseless] = Field(
        default=LogFormat.TEXT, description="text or json"
    )

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no log line may hold."""
        return (self.discord_token.get_secret_value(), self.relay_key.get_secret_value())


NAMES = tuple(name.upper() for name in Settings.model_fields)
"""Every setting, by the name it has in the environment."""
_SILENT = {"DISCORD_TOKEN", "RELAY_KEY", "RELAY_URL", "DISCORD_API_URL"}
"""Settings whose values are not repeated in a sentence; people paste keys into addresses."""


# -- loading ---------------------------------------------------------------------------------------
def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment and, where that is silent, of `env_file` if it is there.

    An empty value counts as none. Raises `BadSettings` with everything that is wrong, at once.
    """
    sentences = _misspelt(_written(env_file), env_file)
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # the rest is read
    except ValidationError as error:
        sentences += [_sentence(detail) for detail in error.errors()]
        settings = None
    if sentences or settings is None:
        # Outside the handler: pydantic's error holds the values, and must not become our context.
        raise BadSettings(sentences)
    return settings


def _written(env_file: Path | None) -> Mapping[str, str | None]:
    """What `env_file` holds, by name in lower case."""
    source = DotEnvSettingsSource
    try:
        return source(Settings, env_file=env_file, env_file_encoding=ENCODING).env_vars
    except UnicodeDecodeError:
        trouble = "is not UTF-8 text: save it again with that encoding"
    except OSError as error:
        trouble = f"cannot be read ({error.strerror}): let the user who runs Easel read it"
    raise BadSettings([f"{env_file} {trouble}."])


def _misspelt(written: Iterable[str], env_file: Path | None) -> list[str]:
    """Names that are almost ours; `.env` may hold other programs' settings, so only those."""
    sentences: list[str] = []
    for name in (key.upper() for key in written):
        close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.8)
        if close and name not in NAMES:
            sentences.append(
                f"{env_file} sets {name}, which Easel does not know: write {close[0]}."
            )
    return sentences


def _sentence(detail: ErrorDetails) -> str:
    """What is wrong with one setting and what to do, never with a secret's value."""
    field = str(detail["loc"][0])
    name, wanted = field.upper(), Settings.model_fields[field].description
    match detail["type"]:
        case "missing":
            return f"{name} is not set: {wanted}."
        case "value_error":
            return f"{name} {detail['ctx']['error']}."
        case _:
            value = "" if name in _SILENT else f", not {str(detail['input'])[:40]!r}"
            return f"{name} must be {wanted}{value}."
