"""`.env` and the environment, as editors, container engines and people leave them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, load
from bot.core.request import Speed
from tests.test_config import KEY, NEEDED, TOKEN, loaded

pytestmark = pytest.mark.usefixtures("no_settings")


def test_no_file_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)

    assert load(tmp_path / "absent") == load(None)


def test_white_space_around_a_value_is_none_of_it(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As container engines pass on a file with the line ends of Windows."""
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, f" {value}\r")
    monkeypatch.setenv("DATABASE_PATH", "mine.db\r")
    monkeypatch.setenv("RELAY_SPEED", " \r")

    settings = loaded(env_file, {"RELAY_SPEED": "relax"})

    assert settings.secrets == (TOKEN, KEY)
    assert settings.relay_url == NEEDED["RELAY_URL"]
    assert settings.database_path == Path("mine.db")
    assert settings.relay_speed is Speed.RELAX


def test_a_file_of_a_windows_editor_is_read(env_file: Path) -> None:
    lines = [f'{name}="{value}"' for name, value in NEEDED.items()]
    env_file.write_bytes("\r\n".join(lines).encode("utf-8-sig"))

    assert load(env_file).discord_token.get_secret_value() == TOKEN


@pytest.mark.parametrize("line", ["a line of prose", f'RELAY_KEY="{KEY}', f"RELAY_KEY: {KEY}"])
def test_a_line_that_is_no_setting_is_said_by_its_number(
    env_file: Path, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    env_file.write_text(f"DISCORD_TOKEN={TOKEN}\n\n{line}\nWEB_PORT=0\n", "utf-8")

    with pytest.raises(BadSettings) as refused:
        load(env_file)

    [sentence] = refused.value.sentences
    assert sentence == (
        f"{env_file}, line 3, cannot be read: write it as NAME=value, on one line, and close the"
        " quotes."
    )
    assert not caplog.records


def test_a_file_in_another_encoding_is_one_sentence(env_file: Path) -> None:
    env_file.write_bytes("DISCORD_TOKEN=é".encode("utf-16"))

    with pytest.raises(BadSettings, match="is not UTF-8 text: save it again"):
        load(env_file)


def test_a_file_that_cannot_be_read_is_one_sentence(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    env_file.write_text("")
    # The superuser, as whom tests often run, may read everything.
    monkeypatch.setattr("builtins.open", refuse)

    with pytest.raises(BadSettings, match=r"cannot be read \(Permission denied\)"):
        load(env_file)
