"""Moderators' regular expressions: what is taken, what is refused, and that none can hang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.blocklist import REASONS
from bot.core.errors import BadInput
from bot.core.folding import LIMIT, fold
from bot.core.pattern import SIZE_LIMIT, Pattern, pattern, together

# fmt: off
_PIECES = st.sampled_from([
    "a", "b", "c", ".", ".*", "a+", "(a+)+", "(a|aa)+", "(", ")", "(?:", "[", "]", "[a-z]", "[^a]",
    "|", "*", "+", "?", "{2}", "{1,9}", "{50}", "^", "$", r"\b", r"\d", r"\w", r"\pL", "é", "血",
    "（", r"\C", r"\1", "(?=", "(?<!", r"\Q", "\\", "-", "\ud800", " ",
])
# fmt: on
expressions = st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=30)


def refusal(expression: str) -> tuple[str, object]:
    with pytest.raises(BadInput) as caught:
        pattern(expression)
    assert caught.value.values.keys() == REASONS[caught.value.reason]
    return caught.value.reason, caught.value.values.get("part")


@pytest.mark.parametrize(
    ("expression", "reason", "part"),
    [
        ("(", "regex_broken", "("),
        ("a)", "regex_broken", "a)"),
        ("[a", "regex_broken", "[a"),
        ("*a", "regex_broken", "*"),
        ("a**", "regex_broken", "**"),
        ("[z-a]", "regex_broken", "z-a"),
        ("a{2,1}", "regex_broken", "{2,1}"),
        ("a\\", "regex_broken", "a\\"),
        ("(?=a)b", "regex_unsupported", "(?="),
        ("(?<!a)b", "regex_unsupported", "(?<!"),
        (r"(a)\1", "regex_unsupported", r"\1"),
        ("a++", "regex_unsupported", "++"),
        (r"a\C", "regex_unsupported", r"\C"),
        (r"\\\Qa", "regex_unsupported", r"\Q"),
        ("a*", "regex_empty", None),
        ("^", "regex_empty", None),
        (r"\b", "regex_empty", None),
        ("blood|", "regex_empty", None),
        ("(a{1000}){1000}", "regex_heavy", None),
        ("a{1001}", "regex_heavy", None),
        (r"\pL{900}", "regex_heavy", None),
        (r"\pL{5}", "regex_heavy", None),
    ],
)
def test_what_is_refused(expression: str, reason: str, part: str | None) -> None:
    assert refusal(expression) == (reason, part)


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        (r"\bGor[ey]\b", "so GORY!", "GORY"),
        ("café", "CAFÉ", "CAFÉ"),
        ("cafe", "ｃａｆé", "ｃａｆé"),
        ("cafe\u0301", "café", "café"),
        ("（", "a (b)", "("),  # a bracket of a Chinese keyboard is no group
        ("血.?腥", "画血，腥图", "血，腥"),
        ("[а-я]+", "a кот", "кот"),
        (r"(?<x>a)(?<x>b)", "ab", "ab"),
        (r"\\C", r"a \c", r"\c"),
    ],
)
def test_what_is_found(expression: str, text: str, found: str) -> None:
    line = fold(text).plain
    span = pattern(expression).search(line.text)
    assert span is not None
    assert line.written(*span) == found


@pytest.mark.parametrize(
    "expression",
    ["(a+)+$", "(a|aa)+$", "(a|a?)+b", "(.*a){20}b", "(.{1,30}a){4}c", "(a?){300}a{300}b"],
)
def test_none_hangs(expression: str) -> None:
    assert pattern(expression).search("a" * (LIMIT - 1) + "!") is None


@given(expressions, st.text(st.sampled_from("ab血é (-"), max_size=200))
def test_any_expression_is_taken_or_refused_in_words(expression: str, text: str) -> None:
    try:
        made = pattern(expression)
    except BadInput as error:
        refused = error
    else:
        agrees(made, expression, text * 20)
        return
    assert refused.values.keys() == REASONS[refused.reason]


def agrees(made: Pattern, expression: str, text: str) -> None:
    """Whether an expression finds in a text alone what it finds among others."""
    assert made.size <= SIZE_LIMIT
    line = fold(text).plain
    span = made.search(line.text)
    assert span is None or 0 <= span[0] <= span[1] <= len(line.text)
    both = together([expression, "zzz"]).search(line.text)
    assert (both is None) == (span is None)


def test_all_together_have_a_limit() -> None:
    with pytest.raises(BadInput) as caught:
        together([rf"{letter}\pL\pL" for letter in "abcdefgh"])
    assert caught.value.reason == "regexes_heavy"
