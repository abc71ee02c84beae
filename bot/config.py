"""Settings: read once from the environment and `.env`, frozen, secrets hidden."""

from __future__ import annotations

import difflib
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    SettingsConfigDict,
)

from bot import setting_checks as checks
from bot.core.limits import MOST_TASKS
from bot.core.request import Speed
from bot.relay.address import DEFAULT_SPEED_PATH
from bot.relay.settings import Auth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails
    from pydantic_settings import PydanticBaseSettingsSource

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that Windows' editors put first."""


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


class PollMode(StrEnum):
    """How relays are looked at."""

    TIMED = "timed"  # when something is likely to be done
    FIXED = "fixed"  # every so many seconds


class BadSettings(Exception):
    """Settings are missing or wrong; `sentences` say of each which one and what to do."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


Secret = Annotated[SecretStr, AfterValidator(checks.secret)]
Caseless = BeforeValidator(checks.lower)


class Settings(BaseSettings):
    """What an operator sets, by the names of `.env.example` in lower case.

    Each description continues "NAME must be ..."; for a required one "NAME is not set: ...".
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_file_encoding=ENCODING,
        hide_input_in_errors=True,
    )

    discord_token: Secret = Field(
        description="copy it from Discord's developer portal (your application, Bot, Reset Token)"
    )
    discord_api_url: Annotated[str, AfterValidator(checks.discord_url)] = Field(
        default="https://discord.com/api/v10", description="an address"
    )
    relay_url: Annotated[str, AfterValidator(checks.relay_url)] | None = Field(
        default=None, description="enter your relay's address, such as https://relay.example.com"
    )
    relay_key: Secret | None = Field(
        default=None, description="enter the key that your relay gave you"
    )
    relay_auth: Annotated[Auth, Caseless] = Field(
        default=Auth.BEARER, description="bearer, authorization or mj-api-secret"
    )
    relay_speed: Annotated[Speed | None, Caseless] = Field(
        default=None, description="fast, relax or turbo, or empty"
    )
    relay_speed_path: Annotated[str, AfterValidator(checks.speed_path)] = Field(
        default=DEFAULT_SPEED_PATH, description="a part of a path that holds {speed}"
    )
    relay_max_running: int = Field(
        default=3, ge=1, description="a whole number of tasks, 1 or more"
    )
    relay_prices: Annotated[str, AfterValidator(checks.prices)] | None = Field(
        default=None, description="prices such as imagine=0.1, imagine.relax=0.05"
    )
    relay_currency: Annotated[str, AfterValidator(checks.currency)] = Field(
        default="$", description="a sign such as $ or ¥"
    )
    direct_daily_tasks: int | None = Field(
        default=None,
        ge=0,
        le=MOST_TASKS,
        description="a whole number of tasks, 0 or more, or empty for no limit",
    )
    relays_file: Annotated[Path, AfterValidator(checks.file)] | None = Field(
        default=None, description="the path of a file, or empty"
    )
    translate_model: Annotated[str, AfterValidator(checks.model)] | None = Field(
        default=None, description="the name of a chat model, or empty"
    )
    poll_seconds: float = Field(
        default=2,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="a number of seconds over 0 and up to 3600, such as 2 or 0.5",
    )
    poll_mode: Annotated[PollMode, Caseless] = Field(
        default=PollMode.TIMED, description="timed or fixed"
    )
    stall_minutes: float = Field(
        default=20,
        gt=0,
        allow_inf_nan=False,
        description="a number of minutes over 0, such as 20 or 0.5",
    )
    database_path: Annotated[Path, AfterValidator(checks.database)] = Field(
        default=Path("data/easel.db"), description="the path of a file"
    )
    web_host: Annotated[str, AfterValidator(checks.host)] = Field(
        default="127.0.0.1", description="a host or an address"
    )
    web_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="a whole number from 0 to 65535 (0 switches the web side off)",
    )
    public_url: Annotated[str, AfterValidator(checks.public_url)] | None = Field(
        default=None, description="an address, or empty"
    )
    log_level: Annotated[LogLevel, Caseless] = Field(
        default=LogLevel.INFO, description="debug, info, warning or error"
    )
    log_format: Annotated[LogFormat, Caseless] = Field(
        default=LogFormat.TEXT, description="text or json"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then `.env`; both without what is empty."""
        for source in (env_settings, dotenv_settings):
            if isinstance(source, EnvSettingsSource):
                source.env_vars = _filled(source.env_vars)
        return init_settings, env_settings, dotenv_settings

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no log line may hold."""
        found = (self.discord_token, self.relay_key)
        return tuple(secret.get_secret_value() for secret in found if secret)


NAMES = tuple(name.upper() for name in Settings.model_fields)
"""Every setting, by the name it has in the environment."""
_SILENT = {"DISCORD_TOKEN", "RELAY_KEY", "RELAY_URL", "DISCORD_API_URL"}
"""Settings whose values are not repeated in a sentence; people paste keys into addresses."""


# -- loading ---------------------------------------------------------------------------------------
def _filled(given: Mapping[str, str | None]) -> dict[str, str]:
    """The variables that hold something, without white space around it: container engines pass on
    the line ends of Windows and whatever stands behind a value."""
    trimmed = {name: (value or "").strip() for name, value in given.items()}
    return {name: value for name, value in trimmed.items() if value}


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment and, where that is silent, of `env_file` if it is there.

    An empty value counts as none. Raises `BadSettings` with everything that is wrong, at once.
    """
    written = _written(env_file)
    sentences = _misspelt(written, env_file)
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # the rest is read
    except ValidationError as error:
        sentences += [_sentence(detail) for detail in error.errors()]
        settings = None
    sentences += _without_relay(written)
    if sentences or settings is None:
        # Outside the handler: pydantic's error holds the values, and must not become our context.
        raise BadSettings(sentences)
    return settings


def _written(env_file: Path | None) -> Mapping[str, str | None]:
    """What `env_file` holds, by name in lower case."""
    source = DotEnvSettingsSource
    try:
        if broken := _broken(env_file):
            mend = "write it as NAME=value, on one line, and close the quotes"
            raise BadSettings([f"{env_file}, line {at}, cannot be read: {mend}." for at in broken])
        return source(Settings, env_file=env_file, env_file_encoding=ENCODING).env_vars
    except UnicodeDecodeError:
        trouble = "is not UTF-8 text: save it again with that encoding"
    except OSError as error:
        trouble = f"cannot be read ({error.strerror}): let the user who runs Easel read it"
    raise BadSettings([f"{env_file} {trouble}."])


def _broken(env_file: Path | None) -> list[int]:
    """The numbers of the lines that are no setting and no comment."""
    if env_file is None or not env_file.is_file():
        return []
    with env_file.open(encoding=ENCODING) as file:
        wrong = [one.original for one in parse_stream(file) if one.error]
    # The empty lines before it belong to a statement too.
    empty = [one.string[: len(one.string) - len(one.string.lstrip())] for one in wrong]
    return [one.line + lines.count("\n") for one, lines in zip(wrong, empty, strict=True)]


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


def _without_relay(written: Mapping[str, str | None]) -> list[str]:
    """What is missing of the one relay, where no file names several."""
    given = {name.lower() for name in _filled(written) | _filled(os.environ)}
    if "relays_file" in given:
        return []
    return [_missing(field) for field in ("relay_url", "relay_key") if field not in given]


def variables(env_file: Path = Path(".env")) -> Mapping[str, str]:
    """Every variable there is, for what a file of relays names: the environment's win."""
    written = {name.upper(): value for name, value in _filled(_written(env_file)).items()}
    return written | _filled(os.environ)


def _missing(field: str) -> str:
    return f"{field.upper()} is not set: {Settings.model_fields[field].description}."


def _sentence(detail: ErrorDetails) -> str:
    """What is wrong with one setting and what to do, never with a secret's value."""
    field = str(detail["loc"][0])
    name, wanted = field.upper(), Settings.model_fields[field].description
    match detail["type"]:
        case "missing":
            return _missing(field)
        case "value_error":
            return f"{name} {detail['ctx']['error']}."
        case _:
            value = "" if name in _SILENT else f", not {str(detail['input'])[:40]!r}"
            return f"{name} must be {wanted}{value}."
