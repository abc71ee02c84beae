"""What sentences call commands is what Discord calls them for their reader."""

from __future__ import annotations

import re

import pytest

from bot.ui.texts import Texts
from bot.ui.texts.catalogue import DEFAULT

LANGUAGES = sorted(Texts.load().locales - {DEFAULT})


def names(texts: Texts, language: str) -> dict[str, str]:
    """The commands' English names, and those in this language."""
    found = (re.fullmatch(r"commands\.(\w+)\.name", key) for key in texts.keys(language))
    keys = [match[0] for match in found if match]
    return {texts.say(DEFAULT, key): texts.say(language, key) for key in keys}


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_are_called_as_the_reader_sees_them(texts: Texts, language: str) -> None:
    called = names(texts, language)
    foreign = [name for name, own in called.items() if name != own]
    written = re.compile(rf"/({'|'.join(foreign)})\b")
    for key in texts.keys(language):
        said = texts.say(language, key, **dict.fromkeys(texts.placeholders(language, key), "x"))
        assert not written.search(said), key
