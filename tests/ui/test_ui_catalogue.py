"""How sentences are found, filled in and fallen back from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ui.texts import Texts


def test_a_language_nobody_wrote_is_english(texts: Texts) -> None:
    assert texts.say("fr", "buttons.again") == texts.say("en", "buttons.again")
    assert texts.say("en-US", "buttons.again") == texts.say("en", "buttons.again")
    assert texts.say("zh-CN", "buttons.again") != texts.say("en", "buttons.again")


def test_values_are_not_read_as_placeholders() -> None:
    texts = Texts({"en": {"a": "{first} and {second} in { }"}})
    assert texts.say("en", "a", first="{second}", second="2") == "{second} and 2 in { }"


def test_a_missing_value_is_an_error() -> None:
    texts = Texts({"en": {"a": "{first}"}})
    with pytest.raises(KeyError):
        texts.say("en", "a")


def test_another_language_is_one_more_file(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[a]\nb = "hello {name}"\n', encoding="utf-8")
    (tmp_path / "de.toml").write_text('[a]\nb = "hallo {name}"\n', encoding="utf-8")
    texts = Texts.load(tmp_path)
    assert texts.locales == {"en", "de"}
    assert texts.say("de", "a.b", name="Ada") == "hallo Ada"
    assert texts.has("a.b")
    assert not texts.has("a.c")
