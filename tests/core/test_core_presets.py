"""Presets: checked when they are saved, and never stronger than the member's own words."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadInput, BadPrompt
from bot.core.parameters import Options, compose
from bot.core.presets import (
    MOST_OWN,
    NAME_LIMIT,
    TEXT_LIMIT,
    Preset,
    applied,
    named,
    with_preset,
    without_preset,
)
from bot.core.request import Speed

NOTHING = Options()
FILM = Preset.parse("Film", "--ar 16:9 --s 250, oil painting")


@pytest.mark.parametrize(
    ("prompt", "options", "line", "left_out"),
    [
        ("a cat", NOTHING, "a cat, oil painting --ar 16:9 --stylize 250", None),
        ("a cat --s 9", NOTHING, "a cat, oil painting --ar 16:9 --stylize 9", "--stylize 250"),
        (
            "a cat",
            Options(aspect="2:3", stylize=10),
            "a cat, oil painting --ar 2:3 --stylize 10",
            "--ar 16:9, --stylize 250",
        ),
        (
            "https://x.io/a.png a cat --no dogs",
            NOTHING,
            "https://x.io/a.png a cat, oil painting --ar 16:9 --stylize 250 --no dogs",
            None,
        ),
    ],
)
def test_a_members_own_words_win(
    prompt: str, options: Options, line: str, left_out: str | None
) -> None:
    composed = applied(FILM, prompt, options)
    assert composed.prompt == line
    notes = {note.key: note.values for note in composed.notes}
    assert notes.get("preset_left_out", {}).get("parameters") == left_out


def test_what_excludes_each_other_is_the_members_choice() -> None:
    anime = Preset.parse("a", "anime --niji 6 --relax")
    assert applied(anime, "a cat --v 7", NOTHING).parameters == {"v": "7"}
    assert applied(anime, "a cat", Options(speed=Speed.TURBO)).speed is Speed.TURBO
    assert applied(anime, "a cat", NOTHING).speed is Speed.RELAX


def test_what_is_not_wanted_comes_together() -> None:
    clean = Preset.parse("clean", "--no text")
    assert applied(clean, "a cat --no dogs", NOTHING).parameters == {"no": "dogs, text"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("--ar wide", "aspect_wrong"),
        ("oil --stylize 5000", "parameter_range"),
        ("--stilyze 100", "parameter_misspelt"),
        ("{red, blue}", "prompt_permutations"),
        ("--v 7 --niji 6", "parameter_conflict"),
        ("--repeat 4", "parameter_repeat"),
    ],
)
def test_what_midjourney_would_not_take_is_refused_when_it_is_saved(text: str, reason: str) -> None:
    with pytest.raises(BadPrompt) as refused:
        Preset.parse("name", text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("", "oil", "preset_nameless"),
        ("\u200b ", "oil", "preset_nameless"),
        ("n" * (NAME_LIMIT + 1), "oil", "preset_nameless"),
        ("name", " \u200b", "preset_blank"),
        ("name", "o" * (TEXT_LIMIT + 1), "preset_blank"),
    ],
)
def test_names_and_texts_have_their_lengths(name: str, text: str, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        Preset.parse(name, text)
    assert refused.value.reason == reason


def test_names_are_told_apart_whatever_their_case() -> None:
    presets = with_preset((), Preset("Film", "a"), 2)
    presets = with_preset(presets, Preset("FILM", "b"), 2)
    assert presets == (Preset("FILM", "b"),)
    assert named(presets, " film ") == Preset("FILM", "b")
    assert without_preset(presets, "fIlM") == ()
    with pytest.raises(BadInput):
        without_preset((), "film")


def test_there_is_room_for_so_many() -> None:
    presets: tuple[Preset, ...] = ()
    for place in range(MOST_OWN):
        presets = with_preset(presets, Preset(f"{place}", "a"), MOST_OWN)
    assert len(with_preset(presets, Preset("3", "another"), MOST_OWN)) == MOST_OWN
    with pytest.raises(BadInput) as refused:
        with_preset(presets, Preset("one more", "a"), MOST_OWN)
    assert refused.value.values == {"most": MOST_OWN}


# fmt: off
PIECES = st.lists(
    st.sampled_from([
        "--ar 16:9", "--ar 1:1", "--s 250", "--v 7", "--niji 6", "--no text", "--no cats, dogs",
        "--raw", "--style raw", "--fast", "--relax", "--tile", "--seed 5", "--chaos 10", "oil",
        "paint—ing", "rock--roll", "https://x.io/a.png", "猫--ar", "::2", "-", "{a", "b}", ",",
    ]) | st.text(max_size=5),
    min_size=1, max_size=6,
).map(" ".join)
# fmt: on


@given(text=PIECES, prompt=PIECES, aspect=st.none() | st.just("2:3"))
def test_whatever_a_preset_holds_the_members_parameters_stay(
    text: str, prompt: str, aspect: str | None
) -> None:
    options = Options(aspect=aspect)
    with contextlib.suppress(BadInput):
        preset, mine = Preset.parse("name", text), compose(prompt, options)
        line = applied(preset, prompt, options)
        for name, value in mine.parameters.items():
            found = line.parameters[name]
            assert found == value or (name == "no" and found.startswith(value))
        assert mine.speed in {None, line.speed}
        again = compose(line.prompt, Options(speed=line.speed))
        assert again.prompt == line.prompt
