"""What a request takes of a relay."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.core.operations import needed
from bot.core.request import (
    Blend,
    Change,
    Describe,
    Edit,
    FaceSwap,
    Imagine,
    Request,
    Shorten,
    Verb,
    Video,
)
from tests.builders import an_action

EACH: list[tuple[Request, set[str]]] = [
    (Imagine("a"), {"submit/imagine"}),
    (an_action(), {"submit/action", "upsample"}),
    (Change(1, "17", 0, Verb.UPSCALE, 1, "U1"), {"submit/change"}),
    (Blend(), {"submit/blend"}),
    (Describe(), {"submit/describe"}),
    (Shorten("a"), {"submit/shorten"}),
    (FaceSwap(), {"insight-face/swap"}),
    (Video("a"), {"submit/video"}),
    (Edit("a"), {"submit/edits"}),
    (Edit("a", retexture=True), {"submit/retexture"}),
]


@pytest.mark.parametrize(("request_", "operations"), EACH)
def test_each_request_has_its_operation(request_: Request, operations: set[str]) -> None:
    assert needed(request_) == operations


def test_none_is_left_out() -> None:
    assert {type(request) for request, _ in EACH} == set(get_args(Request))
