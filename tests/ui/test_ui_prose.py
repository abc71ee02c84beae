"""Members' words are harmless wherever they are shown."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.prose import ELLIPSIS, clean, cut, inert, label

WILD = st.text(
    st.one_of(st.characters(), st.sampled_from("*_~`|[]()<>@#:\\-+\u200b\u202e\ud800 \n\u0301/"))
)
ESCAPE = re.compile(r"\\[^0-9A-Za-z\s]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a cat --ar 16:9", "a cat --ar 16:9"),
        ("**bold** _it_ ~~no~~ ||hid||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|hid\|\|"),
        ("@everyone", "@\u200beveryone"),
        ("<@123>", "\\<\u200b@\u200b123\\>"),
        ("<t:1:R>", "\\<\u200bt:1:R\\>"),
        ("[free](https://evil.example)", "\\[free\\](https:\u200b//evil.example)"),
        ("two\nlines\n# head", "two lines \\# head"),
        ("- not a list", "\\- not a list"),
        ("a\u202ecod\u202c \u200bb", "acod b"),
        ("\u3164", ""),
        ("", ""),
    ],
)
def test_text_is_made_inert(text: str, shown: str) -> None:
    assert inert(text, 200) == shown


@given(WILD, st.integers(1, 300))
def test_the_limit_holds_and_no_escape_is_cut(text: str, limit: int) -> None:
    shown = inert(text, limit)
    assert len(shown) <= limit
    assert not ESCAPE.sub("", shown).endswith("\\")


@given(WILD)
def test_nothing_live_is_left(text: str) -> None:
    shown = inert(text, 10_000)
    live = ESCAPE.sub("", shown)
    assert not re.search(r"[*_~`|\[\]#]", live)
    assert not re.search(r"<[@#:t/ai]|@everyone|@here|https?://|\n", shown)


@given(WILD)
def test_what_is_clean_is_seen(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
    shown.encode()


@given(WILD)
def test_marks_do_not_pile_up(text: str) -> None:
    run = 0
    for character in clean(text + "\u0301" * 30):
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        assert run <= 4


@given(WILD, st.integers(1, 80))
def test_labels_fit(text: str, limit: int) -> None:
    assert len(label(text, limit)) <= limit


def test_what_is_cut_says_so() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abc def", 5) == f"abc{ELLIPSIS}"
    assert inert("*" * 10, 6) == f"\\*\\*{ELLIPSIS}"
