from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.config import NAMES, BadSettings, LogFormat, LogLevel, Settings, load
from bot.core.request import Speed
from bot.relay.settings import Auth

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
TOKEN = "MTA5.Gx1.aVerySecretToken"
KEY = "sk-VerySecretKey"
NEEDED = {
    "DISCORD_TOKEN": TOKEN,
    "RELAY_URL": "https://relay.example.com/mj",
    "RELAY_KEY": KEY,
}


pytestmark = pytest.mark.usefixtures("no_settings")


def loaded(env_file: Path, values: Mapping[str, str]) -> Settings:
    """The settings of an `.env` file that holds `values`."""
    env_file.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    return load(env_file)


def sentences(env_file: Path, values: Mapping[str, str]) -> list[str]:
    """What is said of these settings, and that nothing of it is secret."""
    with pytest.raises(BadSettings) as refused:
        loaded(env_file, values)
    told = str(refused.value)
    assert "VerySecret" not in told
    # A log with the whole chain of errors must not hold them either.
    assert refused.value.__context__ is None
    assert refused.value.__cause__ is None
    return list(refused.value.sentences)


# -- values ----------------------------------------------------------------------------------------
def test_three_settings_are_enough(env_file: Path) -> None:
    settings = loaded(env_file, NEEDED)

    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.relay_key.get_secret_value() == KEY
    assert settings.relay_url == "https://relay.example.com/mj"
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.relay_auth is Auth.BEARER
    assert settings.relay_speed is None
    assert settings.relay_speed_path == "mj-{speed}"
    assert settings.relay_max_running == 3
    assert settings.poll_seconds == 2
    assert settings.stall_minutes == 20
    assert settings.database_path == Path("data/easel.db")
    assert (settings.web_host, settings.web_port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == (LogLevel.INFO, LogFormat.TEXT)


def test_every_setting_is_read(env_file: Path) -> None:
    settings = loaded(
        env_file,
        NEEDED
        | {
            "DISCORD_API_URL": "http://127.0.0.1:8781/api/v10/",
            "RELAY_AUTH": "MJ-API-SECRET",
            "RELAY_SPEED": "Turbo",
            "RELAY_SPEED_PATH": "{speed}",
            "RELAY_MAX_RUNNING": "12",
            "POLL_SECONDS": "0.25",
            "STALL_MINUTES": "0.5",
            "DATABASE_PATH": "~/easel.db",
            "WEB_HOST": "::1",
            "WEB_PORT": "0",
            "LOG_LEVEL": "DEBUG",
            "LOG_FORMAT": "json",
        },
    )

    assert settings.discord_api_url == "http://127.0.0.1:8781/api/v10"
    assert settings.relay_auth is Auth.SECRET
    assert settings.relay_speed is Speed.TURBO
    assert settings.relay_speed_path == "{speed}"
    assert settings.relay_max_running == 12
    assert (settings.poll_seconds, settings.stall_minutes) == (0.25, 0.5)
    assert settings.database_path == Path.home() / "easel.db"
    assert (settings.web_host, settings.web_port) == ("::1", 0)
    assert (settings.log_level, settings.log_format) == (LogLevel.DEBUG, LogFormat.JSON)


def test_the_environment_wins_over_the_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_PORT", "9001")
    monkeypatch.setenv("RELAY_SPEED", "")

    settings = loaded(env_file, NEEDED | {"WEB_PORT": "9000", "RELAY_SPEED": "fast"})

    assert settings.web_port == 9001
    assert settings.relay_speed is Speed.FAST


def test_an_empty_value_is_none(env_file: Path) -> None:
    settings = loaded(env_file, NEEDED | {"WEB_PORT": "", "RELAY_SPEED": "", "LOG_LEVEL": ""})

    assert (settings.web_port, settings.relay_speed, settings.log_level) == (8080, None, "info")


def test_other_programs_settings_are_left_alone(env_file: Path) -> None:
    others = ["TZ", "COMPOSE_PROJECT_NAME", "POSTGRES_PASSWORD", "PUBLIC_KEY", "RELAYS_FILE"]

    assert loaded(env_file, NEEDED | dict.fromkeys(others, "x"))


def test_settings_are_frozen_and_show_no_secret(env_file: Path) -> None:
    settings = loaded(env_file, NEEDED)

    assert "VerySecret" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.secrets == (TOKEN, KEY)
    with pytest.raises(Exception, match="frozen"):
        settings.web_port = 1  # type: ignore[misc]  # that it is refused is the point


# -- sentences -------------------------------------------------------------------------------------
def test_all_that_is_missing_is_said_at_once(env_file: Path) -> None:
    assert sentences(env_file, {"DISCORD_TOKEN": "", "WEB_PORT": "99999"}) == [
        "DISCORD_TOKEN is not set: copy it from Discord's developer portal "
        "(your application, Bot, Reset Token).",
        "WEB_PORT must be a whole number from 0 to 65535 (0 switches the web side off), "
        "not '99999'.",
        "RELAY_URL is not set: enter your relay's address, such as https://relay.example.com.",
        "RELAY_KEY is not set: enter the key that your relay gave you.",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DISCORD_TOKEN", f"'\"{TOKEN}\"'", "is in quotes: leave the quotes out"),
        ("DISCORD_TOKEN", f"“{TOKEN}”", "is in quotes: leave the quotes out"),
        ("DISCORD_TOKEN", f"Bot {TOKEN}", 'begins with "Bot ": leave that word out'),
        ("DISCORD_TOKEN", f"{TOKEN} and more", "holds a space or a line break"),
        ("DISCORD_TOKEN", f'"{TOKEN}\\nand more"', "holds a space or a line break"),
        ("DISCORD_TOKEN", f"{TOKEN}é", "holds a character that cannot be part of it"),
        ("RELAY_KEY", f"Bearer {KEY}", 'begins with "Bearer ": leave that word out'),
        ("RELAY_KEY", f"bearer {KEY}", 'begins with "bearer ": leave that word out'),
        ("RELAY_URL", "relay.example.com", "must start with http:// or https://"),
        ("RELAY_URL", "ftp://relay.example.com", "must start with http:// or https://"),
        ("RELAY_URL", f"https://relay.example.com/mj?key={KEY}", "must not hold a ?"),
        ("RELAY_URL", f"https://me:{KEY}@relay.example.com", "must not hold a name or key"),
        ("RELAY_URL", "https://relay.example.com:99999", "is not a web address"),
        ("RELAY_AUTH", "basic", "must be bearer, authorization or mj-api-secret, not 'basic'"),
        ("RELAY_SPEED", "quick", "must be fast, relax or turbo, or empty, not 'quick'"),
        ("RELAY_SPEED_PATH", "mj-fast", "must be one part of a path that holds {speed}"),
        ("RELAY_MAX_RUNNING", "0", "must be a whole number of tasks, 1 or more, not '0'"),
        ("RELAY_MAX_RUNNING", "many", "must be a whole number of tasks, 1 or more, not 'many'"),
        ("POLL_SECONDS", "1,5", "must be a number of seconds over 0"),
        ("POLL_SECONDS", "0", "must be a number of seconds over 0"),
        ("POLL_SECONDS", "inf", "must be a number of seconds over 0"),
        ("STALL_MINUTES", "-1", "must be a number of minutes over 0"),
        ("STALL_MINUTES", "nan", "must be a number of minutes over 0"),
        ("DATABASE_PATH", "~nobody-here/x.db", "begins with ~ and a name"),
        ("DATABASE_PATH", "/", "is a folder: name a file in it, such as /easel.db"),
        ("DATABASE_PATH", "/dev/null", "is a device: name a file"),
        ("DATABASE_PATH", "x" * 300, "cannot be used (File name too long): name a file"),
        ("DATABASE_PATH", ".", "is a folder: name a file in it, such as easel.db"),
        ("DATABASE_PATH", "'\"data/easel.db\"'", "is in quotes: leave the quotes out"),
        ("DATABASE_PATH", "'data/easel.db # mine'", "has a comment behind it"),
        ("TRANSLATE_MODEL", "“gpt-4o-mini”", "is in quotes: leave the quotes out"),
        ("WEB_HOST", "http://0.0.0.0", "must be a host or an address alone"),
        ("WEB_HOST", "easel..example", "must be a host or an address alone"),
        ("WEB_HOST", "x" * 64, "must be a host or an address alone"),
        ("WEB_HOST", "0.0.0.0:8080", "must be a host or an address alone"),
        ("WEB_PORT", "http", "must be a whole number from 0 to 65535"),
        ("LOG_LEVEL", "loud", "must be debug, info, warning or error, not 'loud'"),
        ("LOG_FORMAT", "xml", "must be text or json, not 'xml'"),
        ("DISCORD_API_URL", "discord.com/api/v10", "must be an address such as"),
        ("DISCORD_API_URL", f"https://x.example/{KEY}?a", "must be an address such as"),
        ("DISCORD_API_URL", "https://x.example:port", "must be an address such as"),
        ("DISCORD_API_URL", "https://x..example/api", "must be an address such as"),
    ],
)
def test_a_wrong_setting_is_one_sentence(env_file: Path, name: str, value: str, said: str) -> None:
    [sentence] = sentences(env_file, NEEDED | {name: value})

    assert sentence.startswith(f"{name} ")
    assert said in sentence
    assert sentence.endswith(".")


def test_long_values_are_not_repeated_whole(env_file: Path) -> None:
    [sentence] = sentences(env_file, NEEDED | {"LOG_LEVEL": "x" * 1000})

    assert len(sentence) < 120


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("RELAY_ULR", "RELAY_URL"),
        ("relay_keys", "RELAY_KEY"),
        ("POLL_SECOND", "POLL_SECONDS"),
        ("DATABASE_PTAH", "DATABASE_PATH"),
    ],
)
def test_a_misspelt_name_is_said_with_the_right_one(
    env_file: Path, written: str, meant: str
) -> None:
    [sentence] = sentences(env_file, NEEDED | {written: "VerySecret"})

    assert sentence.endswith(
        f".env sets {written.upper()}, which Easel does not know: write {meant}."
    )


# -- what is written about them --------------------------------------------------------------------
def _default(name: str) -> str:
    """A setting's default, as one would write it."""
    value = Settings.model_fields[name.lower()].get_default()
    return "" if value is None else str(value)


ONE_RELAY = {"RELAY_URL", "RELAY_KEY"}  # needed unless a file names several


def _required(name: str) -> bool:
    return Settings.model_fields[name.lower()].is_required() or name in ONE_RELAY


def test_the_example_explains_every_setting_with_its_default() -> None:
    blocks = (ROOT / ".env.example").read_text("utf-8").split("\n\n")
    written = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", "\n".join(blocks), re.MULTILINE))

    assert sorted(written) == sorted(NAMES)
    assert {name: value for name, value in written.items() if not _required(name)} == {
        name: _default(name) for name in NAMES if not _required(name)
    }
    assert all(re.match(r"# \w+.*", block) for block in blocks)


def test_the_example_filled_in_is_the_default(env_file: Path) -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    uncommented = re.sub(r"^# ([A-Z_]+=)", r"\1", example, flags=re.MULTILINE)
    for name, value in NEEDED.items():
        uncommented = uncommented.replace(f"{name}=\n", f"{name}={value}\n")
    env_file.write_text(uncommented, "utf-8")

    assert load(env_file) == loaded(env_file.with_name("plain"), NEEDED)
