"""The options of `/imagine`, alone and together with what the prompt says."""

from __future__ import annotations

import pytest

from bot.core.errors import BadPrompt
from bot.core.parameters import REASONS, Options, compose
from bot.core.request import Model, Speed


def refusal(text: str, options: Options) -> str:
    with pytest.raises(BadPrompt) as caught:
        compose(text, options)
    assert caught.value.values.keys() == REASONS[caught.value.reason]
    return caught.value.reason


def test_every_option_becomes_its_parameter() -> None:
    composed = compose(
        "a cat",
        Options(
            aspect="16x9",
            version="6.1",
            stylize=50,
            chaos=0,
            weird=5,
            seed=4_294_967_295,
            no="dogs, hats",
            quality="0.5",
            tile=True,
            raw=True,
            style_reference="123 https://x.io/a.png",
            character_reference="https://x.io/b.png",
            speed=Speed.RELAX,
        ),
    )
    assert composed.prompt == (
        "a cat --ar 16:9 --chaos 0 --weird 5 --stylize 50 --quality 0.5 --seed 4294967295 --tile"
        " --style raw --sref 123 https://x.io/a.png --cref https://x.io/b.png --no dogs, hats"
        " --v 6.1"
    )
    assert composed.text == "a cat"
    assert composed.parameters["ar"] == "16:9"
    assert composed.parameters["tile"] == ""
    assert (composed.model, composed.speed) == (Model.MIDJOURNEY, Speed.RELAX)


@pytest.mark.parametrize(
    ("typed", "options", "expected"),
    [
        ("a --ar 16:9", Options(aspect="16:9"), "a --ar 16:9"),
        ("a --no dogs", Options(no="hats"), "a --no dogs, hats"),
        ("a", Options(no="hats --tile"), "a --tile --no hats"),
        ("a", Options(bot=Model.NIJI), "a --niji 7"),
        ("a --niji 5", Options(bot=Model.NIJI), "a --niji 5"),
        ("a", Options(bot=Model.NIJI, version="6"), "a --niji 6"),
        ("a", Options(version="niji 6"), "a --niji 6"),
        ("a", Options(version="--niji 6"), "a --niji 6"),
        ("a", Options(version="niji"), "a --niji 7"),
        ("a", Options(version="v7"), "a --v 7"),
        ("a", Options(version=" ", no="", aspect=" "), "a"),
        ("a --raw", Options(raw=True), "a --style raw"),
    ],
)
def test_options_and_prompt_agree(typed: str, options: Options, expected: str) -> None:
    assert compose(typed, options).prompt == expected


@pytest.mark.parametrize(
    ("typed", "options", "reason"),
    [
        ("a --ar 16:9", Options(aspect="1:1"), "parameter_option"),
        ("a --v 6", Options(version="7"), "parameter_option"),
        ("a --v 6", Options(bot=Model.NIJI), "parameter_conflict"),
        ("a --niji 6", Options(version="7"), "parameter_conflict"),
        ("a --style cute", Options(raw=True), "parameter_option"),
        ("a --fast", Options(speed=Speed.RELAX), "parameter_conflict"),
        ("a", Options(aspect="wide"), "aspect_wrong"),
        ("a", Options(aspect="1:1 and a dog"), "aspect_wrong"),
        ("a", Options(version="seven"), "version_unknown"),
        ("a", Options(version="niji 2"), "version_unknown"),
        ("a", Options(stylize=1001), "parameter_range"),
        ("a", Options(style_reference="my style"), "parameter_value"),
        ("a", Options(style_reference="123 my style"), "parameter_value"),
        ("a", Options(no="--ar"), "parameter_missing_value"),
        ("a", Options(no="dogs --tile hats"), "parameter_value"),
        ("a", Options(no="x --ar 1:1", aspect="2:1"), "parameter_twice"),
    ],
)
def test_options_and_prompt_disagree(typed: str, options: Options, reason: str) -> None:
    assert refusal(typed, options) == reason
