"""What holds for any prompt whatever: no crash, a fixed point, nothing twice."""

from __future__ import annotations

import contextlib
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.errors import BadPrompt
from bot.core.parameter_table import BY_NAME
from bot.core.parameters import NOTES, PROMPT_LIMIT, REASONS, Composed, Options, compose
from bot.core.request import Model, Speed

NOTHING = Options()
# fmt: off
_DASHES = st.sampled_from(
    ["--", "-- ", "—", "— ", "–", "-", "---", "－－", "- -", "——", "", "-—"]
)
_VALUES = st.sampled_from([
    "16:9", "16x9", "1：1", "50", "7", "6.1", ".5", "niji", "raw", "random", "123::2", "abc12",
    "low", "loop", "https://x.io/a.png", ",", "，", "雨,", "-5", "<https://x.io/b>,", "--",
])
_WORDS = st.sampled_from([
    "cat", "rock--roll", "猫--ar", "猫—s", "—", "--", "-->", "::2", ",", "“x”", "\u200b", "\u200d",
    "👨", "{a}",
])
# fmt: on
_WRITTEN = {f"--{name}" for name in BY_NAME}
_PARAMETERS = st.builds(
    lambda dashes, name, glue, value: f"{dashes}{name}{glue}{value}",
    _DASHES,
    st.sampled_from(sorted(BY_NAME)),
    st.sampled_from([" ", " ", "", "=", ":", ", ", "  "]),
    _VALUES,
)
_PIECES = st.lists(st.one_of(_WORDS, _PARAMETERS, _VALUES, st.text(max_size=6)), max_size=8)
_PROMPTS = st.builds(str.join, st.sampled_from([" ", "", " "]), _PIECES)
_OPTIONS = st.builds(
    Options,
    aspect=st.none() | _VALUES,
    version=st.none() | _VALUES,
    stylize=st.none() | st.integers(-1, 1001),
    no=st.none() | _PROMPTS,
    style_reference=st.none() | _VALUES,
    tile=st.booleans(),
    raw=st.booleans(),
    bot=st.none() | st.sampled_from(Model),
    speed=st.none() | st.sampled_from(Speed),
)


def composed(text: str, options: Options) -> Composed | None:
    """The composed prompt, or None where it was refused in words."""
    try:
        return compose(text, options)
    except BadPrompt as error:
        refused = error
    assert refused.values.keys() == REASONS[refused.reason]
    return None


@given(_PROMPTS | st.text(max_size=200), _OPTIONS)
@example("a -s --tile 50", NOTHING)
@example("x —raw ,", NOTHING)
@example("a -s https://x.io 50 b", NOTHING)
@example("0", Options(no="cat--ar 16:9--ar 16:9"))
@example("0", Options(no="<https://x.io/b>,cat--ar 16:9"))
def test_a_composed_line_composes_to_itself(text: str, options: Options) -> None:
    first = composed(text, options)
    if first is None:
        return
    again = compose(first.prompt, NOTHING)
    assert again.prompt == first.prompt
    assert again.text == first.text
    assert again.parameters == first.parameters
    assert again.notes == ()


@given(_PROMPTS, _OPTIONS)
def test_no_parameter_stands_twice(text: str, options: Options) -> None:
    first = composed(text, options)
    if first is None:
        return
    names = Counter(word for word in first.prompt.split() if word in _WRITTEN)
    assert all(number == 1 for number in names.values())
    assert not _WRITTEN & set(first.text.split())


@given(_PROMPTS, _OPTIONS)
def test_notes_and_length_keep_their_promise(text: str, options: Options) -> None:
    first = composed(text, options)
    if first is None:
        return
    assert len(first.prompt) <= PROMPT_LIMIT
    assert first.prompt == " ".join(first.prompt.split())
    assert first.prompt.encode()
    assert all(note.values.keys() == NOTES[note.key] for note in first.notes)


@pytest.mark.parametrize(
    "piece", ["-", "a--tile,", "--tile ", "—s ", "——", "a--ar", "--no x", "{", ","]
)
def test_the_longest_prompts_end(piece: str) -> None:
    with contextlib.suppress(BadPrompt):
        compose((piece * PROMPT_LIMIT)[:PROMPT_LIMIT], NOTHING)
