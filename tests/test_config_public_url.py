"""PUBLIC_URL: where browsers reach the web side."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, Settings, load
from bot.setting_checks import LONGEST_PUBLIC_URL

pytestmark = pytest.mark.usefixtures("no_settings")


def loaded(folder: Path, value: str) -> Settings:
    file = folder / ".env"
    file.write_text(
        "DISCORD_TOKEN=a.b.c\nRELAY_URL=https://relay.example.com\nRELAY_KEY=sk-1\n"
        f"PUBLIC_URL={value}\n",
        encoding="utf-8",
    )
    return load(file)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", None),
        ("https://easel.example.com", "https://easel.example.com"),
        ("https://example.com/easel/", "https://example.com/easel"),
        ("http://192.168.1.7:8080", "http://192.168.1.7:8080"),
    ],
)
def test_it_is_read(tmp_path: Path, written: str, read: str | None) -> None:
    assert loaded(tmp_path, written).public_url == read


@pytest.mark.parametrize(
    "written",
    [
        "easel.example.com",
        "ftp://example.com",
        "https://",
        "https://easel..example.com",
        "https://example.com/?page=1",
        "https://example.com/#top",
        "https://me:secret@example.com",
        f"https://example.com/{'a' * LONGEST_PUBLIC_URL}",
    ],
)
def test_anything_else_is_one_plain_sentence(tmp_path: Path, written: str) -> None:
    with pytest.raises(BadSettings) as caught:
        loaded(tmp_path, written)
    (sentence,) = caught.value.sentences
    assert sentence.startswith("PUBLIC_URL must ")
    assert "secret" not in sentence
