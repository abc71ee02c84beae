"""Prompts as members type them, the line that comes of each, and what is refused."""

from __future__ import annotations

import pytest

from bot.core.errors import BadPrompt
from bot.core.parameter_table import BY_NAME, TABLE, aspects, versions
from bot.core.parameters import NOTES, PROMPT_LIMIT, REASONS, Options, compose
from bot.core.request import Speed

NOTHING = Options()


def line(text: str, options: Options = NOTHING) -> str:
    return compose(text, options).prompt


def refusal(text: str, options: Options = NOTHING) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadPrompt) as caught:
        compose(text, options)
    error = caught.value
    assert error.values.keys() == REASONS[error.reason]
    return error.reason, dict(error.values)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a cat", "a cat"),
        ("  a \n\t cat  ", "a cat"),
        ("a\u200b c\u202eat\ufeff", "a cat"),
        ("a cat\ud800", "a cat"),
        ("“a cat”, it’s", "“a cat”, it’s"),
        ("a cat, --ar 16:9", "a cat --ar 16:9"),
        ("a cat --aspect 16:9", "a cat --ar 16:9"),
        ("a cat --AR 16:9", "a cat --ar 16:9"),
        ("a cat —ar 16:9", "a cat --ar 16:9"),
        ("a cat –ar 16:9", "a cat --ar 16:9"),
        ("a cat －－ar 16:9", "a cat --ar 16:9"),
        ("a cat －－ａｒ １６：９", "a cat --ar 16:9"),
        ("a cat -- ar 16:9", "a cat --ar 16:9"),
        ("a cat — ar 16:9", "a cat --ar 16:9"),
        ("a cat ---ar 16:9", "a cat --ar 16:9"),
        ("a cat -ar 16:9", "a cat --ar 16:9"),
        ("a cat --ar 16x9", "a cat --ar 16:9"),
        ("a cat --ar 16/9", "a cat --ar 16:9"),
        ("a cat --ar 16：9", "a cat --ar 16:9"),
        ("a cat --ar 16:9,", "a cat --ar 16:9"),
        ("a cat --ar=16:9", "a cat --ar 16:9"),
        ("a cat --ar16:9", "a cat --ar 16:9"),
        ("a cat --ar 1.85:1", "a cat --ar 37:20"),
        ("a cat --ar 16:9 in the rain", "a cat in the rain --ar 16:9"),
        ("一只猫--ar 16:9", "一只猫 --ar 16:9"),
        ("一只猫，--ar 16：9，雨中", "一只猫， 雨中 --ar 16:9"),
        ("a cat --ar 16:9--v 7", "a cat --ar 16:9 --v 7"),
        ("a cat --v 7 --ar 16:9", "a cat --ar 16:9 --v 7"),
        ("a cat --v 7.0", "a cat --v 7"),
        ("a cat --v v6.1", "a cat --v 6.1"),
        ("a cat --v 9", "a cat --v 9"),
        ("a cat --niji", "a cat --niji 7"),
        ("a cat --niji 6", "a cat --niji 6"),
        ("a cat --q .5", "a cat --quality 0.5"),
        ("a cat --iw 1.50", "a cat --iw 1.5"),
        ("a cat --iw 0.0", "a cat --iw 0"),
        ("a cat --s 0050", "a cat --stylize 50"),
        ("a cat --c 100 --w 3000", "a cat --chaos 100 --weird 3000"),
        ("a cat --raw", "a cat --raw"),
        ("a cat --style RAW", "a cat --style raw"),
        ("a cat --raw --style raw", "a cat --style raw"),
        ("a cat --style 5yTbMRb3hkvE --v 5.2", "a cat --style 5yTbMRb3hkvE --v 5.2"),
        ("a cat --no dogs, hats  and shoes", "a cat --no dogs, hats and shoes"),
        ("a cat --no dogs，hats --tile", "a cat --tile --no dogs, hats"),
        ("a cat --no dogs --no hats, Dogs", "a cat --no dogs, hats"),
        ("a cat --tile --tile", "a cat --tile"),
        ("a cat --tile, in rain", "a cat in rain --tile"),
        ("a cat --video --motion HIGH", "a cat --video --motion high"),
        ("a cat --video 1", "a cat --video 1"),
        ("a cat --sref 123, 456", "a cat --sref 123 456"),
        ("a cat --sref random --sw 50", "a cat --sref random --sw 50"),
        ("a --sref <https://x.io/a.png>::2 b", "a b --sref https://x.io/a.png::2"),
        ("a --sref https://x.io/a,https://x.io/b", "a --sref https://x.io/a https://x.io/b"),
        ("a --p", "a --p"),
        ("a --p abc1234 in rain", "a in rain --p abc1234"),
        ("a --profile abcdefg", "a --p abcdefg"),
        ("a --p house in rain", "a house in rain --p"),
        ("rock--roll", "rock--roll"),
        ("knight — raw and wounded", "knight — raw and wounded"),
        ("knight —raw", "knight --raw"),
        ("he said —no dogs", "he said --no dogs"),
        ("“quote” —Author", "“quote” —Author"),
        ("state-of-the-art t-shirt", "state-of-the-art t-shirt"),
        ("cat -- dog --> bird", "cat - dog -> bird"),
        ("他说——你好", "他说——你好"),
        ("hot:: dog::2", "hot:: dog::2"),
        ("a https://x.io/a.png cat", "https://x.io/a.png a cat"),
        ("https://x.io/a.png, <https://x.io/b.png>", "https://x.io/a.png https://x.io/b.png"),
        ("a cat --upbeta --v 4", "a cat --upbeta --v 4"),
        (r"a \{red, blue\} cat", r"a \{red, blue\} cat"),
        ("👨\u200d👩\u200d👧 family", "👨\u200d👩\u200d👧 family"),
        ("a -s --tile 50", "a --stylize 50 --tile"),
    ],
)
def test_line(typed: str, expected: str) -> None:
    assert line(typed) == expected


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "prompt_blank", {}),
        (" \u200b ", "prompt_blank", {}),
        ("--ar 16:9", "prompt_blank", {}),
        (",", "prompt_blank", {}),
        ("a --foo", "parameter_unknown", {"name": "--foo"}),
        ("a --比例 2", "parameter_unknown", {"name": "--比例"}),
        ("a --aspec 1:1", "parameter_misspelt", {"name": "--aspec", "suggestion": "--aspect"}),
        ("a --tile=5", "parameter_unknown", {"name": "--tile 5"}),
        ("a --p=!!", "parameter_value", {"name": "--p", "value": "!!", "allowed": "abc1234"}),
        ("a --niji=x", "version_unknown", {"value": "x", "allowed": "7, 6, 5, 4"}),
        ("a --ar", "parameter_missing_value", {"name": "--ar", "example": "16:9"}),
        ("a --ar --tile", "parameter_missing_value", {"name": "--ar", "example": "16:9"}),
        ("a --no", "parameter_missing_value", {"name": "--no", "example": "red, hats"}),
        ("a --sref", "parameter_missing_value", {"name": "--sref", "example": "https://…"}),
        ("a --ar wide", "aspect_wrong", {"value": "wide"}),
        ("a --ar 0:1", "aspect_wrong", {"value": "0:1"}),
        ("a --ar 0.0:1", "aspect_wrong", {"value": "0:1"}),
        ("a --ar 16:99999", "aspect_wrong", {"value": "16:99999"}),
        (
            "a --s 1001",
            "parameter_range",
            {"name": "--s", "value": "1001", "low": 0, "high": 1000},
        ),
        ("a --s -5", "parameter_range", {"name": "--s", "value": "-5", "low": 0, "high": 1000}),
        ("a --iw 3.1", "parameter_range", {"name": "--iw", "value": "3.1", "low": 0, "high": 3}),
        ("a --stop 9", "parameter_range", {"name": "--stop", "value": "9", "low": 10, "high": 100}),
        ("a --s x", "parameter_value", {"name": "--s", "value": "x", "allowed": "0–1000"}),
        ("a --iw x", "parameter_value", {"name": "--iw", "value": "x", "allowed": "0–3"}),
        (
            "a --q 3",
            "parameter_value",
            {"name": "--q", "value": "3", "allowed": "0.25, 0.5, 1, 2, 4"},
        ),
        (
            "a --cref 123",
            "parameter_value",
            {"name": "--cref", "value": "123", "allowed": "https://…"},
        ),
        (
            "a --oref https://x.io/a https://x.io/b",
            "parameter_value",
            {"name": "--oref", "value": "https://x.io/a", "allowed": "https://…"},
        ),
        (
            "a --ar 1:1 --ar 2:1",
            "parameter_twice",
            {"name": "--ar", "first": "1:1", "second": "2:1"},
        ),
        ("a --v 6 --niji 6", "parameter_conflict", {"first": "--v 6", "second": "--niji 6"}),
        ("a --fast --relax", "parameter_conflict", {"first": "--fast", "second": "--relax"}),
        (
            "a --raw --style cute",
            "parameter_conflict",
            {"first": "--raw", "second": "--style cute"},
        ),
        (
            "a --oref https://x.io/a --q 4",
            "parameter_conflict",
            {"first": "--oref", "second": "--quality 4"},
        ),
        (
            "a --cref https://x.io/a --v 7",
            "parameter_version",
            {"name": "--cref", "versions": "6.1, 6, niji 6"},
        ),
        ("a --tile --niji 4", "parameter_version", None),
        ("a --upbeta", "parameter_version", {"name": "--upbeta", "versions": "4, 3, 2, 1, niji 4"}),
        ("a --q 4 --v 6.1", "parameter_version", None),
        ("a --repeat 4", "parameter_repeat", {"name": "--repeat"}),
        ("a --r 4", "parameter_repeat", {"name": "--r"}),
        ("a --stealth", "parameter_account", {"name": "--stealth"}),
        ("a --v 70", "version_unknown", None),
        ("a --v 6.5", "version_unknown", None),
        ("a --niji 3", "version_unknown", {"value": "3", "allowed": "7, 6, 5, 4"}),
        ("a {red, blue} cat", "prompt_permutations", {}),
    ],
)
def test_refusal(typed: str, reason: str, values: dict[str, object] | None) -> None:
    found = refusal(typed)
    assert found[0] == reason
    if values is not None:
        assert found[1] == values


def test_speed_in_the_prompt_leaves_the_line() -> None:
    composed = compose("a cat --turbo", NOTHING)
    assert (composed.prompt, composed.speed) == ("a cat", Speed.TURBO)
    assert "turbo" not in composed.parameters


def test_length_is_that_of_a_discord_option() -> None:
    assert len(line("x" * PROMPT_LIMIT)) == PROMPT_LIMIT
    reason, values = refusal("x" * (PROMPT_LIMIT - 3), Options(tile=True))
    assert (reason, values["limit"]) == ("prompt_too_long", PROMPT_LIMIT)
    assert refusal("x" * (PROMPT_LIMIT + 1))[0] == "prompt_too_long"


@pytest.mark.parametrize(
    ("typed", "key", "values"),
    [
        ("a —ar 16:9", "dashes_mended", {"before": "—ar", "after": "--ar"}),
        ("a -- ar 16:9", "dashes_mended", {"before": "-- ar", "after": "--ar"}),
        ("a -- b", "dashes_softened", {}),
        ("a --ar 16x9", "value_mended", {"name": "--ar", "before": "16x9", "after": "16:9"}),
        ("a --ar 16:9 b", "parameter_moved", {"name": "--ar"}),
        ("a --tile --tile", "parameter_same_twice", {"name": "--tile"}),
        ("a --no b --no c", "negatives_joined", {}),
        ("a https://x.io/b", "links_moved", {}),
    ],
)
def test_note(typed: str, key: str, values: dict[str, str]) -> None:
    notes = compose(typed, NOTHING).notes
    assert [(note.key, dict(note.values)) for note in notes] == [(key, values)]
    assert values.keys() == NOTES[key]


def test_a_clean_prompt_has_no_notes() -> None:
    assert compose("https://x.io/a a cat --ar 16:9 --no dogs, hats --v 7", NOTHING).notes == ()


def test_names_are_given_once() -> None:
    assert len(BY_NAME) == sum(1 + len(entry.aliases) for entry in TABLE)


def test_every_choice_is_accepted() -> None:
    assert len(versions()) <= 25
    assert len(aspects()) <= 25
    for value, _ in versions():
        assert value.split()[-1] in line("a", Options(version=value))
    for value, _ in aspects():
        assert line("a", Options(aspect=value)) == f"a --ar {value}"
