from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.request import (
    AGAIN,
    Action,
    Dimensions,
    Imagine,
    Model,
    Motion,
    Note,
    Request,
    Shorten,
    Speed,
    Verb,
)
from bot.store.rows_request import request, request_values
from tests.builders import a_change, an_action

if TYPE_CHECKING:
    from bot.core.request import Origin

numbers = st.integers(0, 2**63 - 1)
words = st.text()
VALUES: dict[str, st.SearchStrategy[object]] = {
    "again_of": st.none() | numbers,
    "custom_id": words,
    "dimensions": st.none() | st.sampled_from(Dimensions),
    "index": st.integers(1, 4),
    "label": words,
    "loop": st.booleans(),
    "model": st.sampled_from(Model),
    "motion": st.sampled_from(Motion),
    "notes": st.lists(st.builds(Note, words, st.dictionaries(words, words))).map(tuple),
    "parent": numbers,
    "parent_relay_id": words,
    "picked": st.none() | st.tuples(numbers, st.integers(0, 9)),
    "placed": st.booleans(),
    "position": st.integers(0, 60),
    "prompt": words,
    "redraws": st.none() | numbers,
    "reference": words,
    "remix": st.booleans(),
    "retexture": st.booleans(),
    "speed": st.none() | st.sampled_from(Speed),
    "verb": st.sampled_from(Verb),
}
"""What may stand in a request's field, by its name: a new field needs a line here."""
KINDS: list[type[Request]] = list(get_args(Request))


def whole(kind: type[Request]) -> st.SearchStrategy[Request]:
    """Requests of a kind, with every field drawn."""
    return st.builds(kind, **{field.name: VALUES[field.name] for field in fields(kind)})


def written(kind: str, **what: object) -> Request:
    """The request of a row that holds this."""
    return request({"kind": kind, "request": json.dumps(what)})


@given(st.one_of(*map(whole, KINDS)))
def test_a_request_comes_back_as_it_went(sent: Request) -> None:
    kept = request(request_values(sent))

    assert kept == sent
    # A value of an enumeration equals its text, so the types are looked at too.
    for field in fields(sent):
        assert type(getattr(kept, field.name)) is type(getattr(sent, field.name))


def test_no_two_kinds_of_requests_have_one_name() -> None:
    assert len({kind.kind for kind in KINDS}) == len(KINDS)


def test_what_an_older_version_wrote_has_the_defaults() -> None:
    assert written("imagine", prompt="a cat") == Imagine("a cat")
    assert written("shorten", prompt="a cat", speed=None, model="NIJI_JOURNEY") == Shorten(
        "a cat", Model.NIJI
    )
    older = {"parent": 1, "parent_relay_id": "7", "position": 0, "custom_id": "x", "label": "U1"}
    assert written("action", **older, speed="fast") == Action(
        parent=1, parent_relay_id="7", position=0, custom_id="x", label="U1", speed=Speed.FAST
    )


@pytest.mark.parametrize(
    ("asked", "origin"),
    [
        (replace(an_action(), parent=12, position=3), (12, 3)),
        (replace(a_change(), parent=12, position=3), (12, 3)),
        (replace(a_change(), parent=12, position=3, again_of=40), (40, AGAIN)),
        (Shorten("a cat", again_of=40), (40, AGAIN)),
        (Shorten("a cat"), (None, None)),
    ],
)
def test_the_click_is_in_columns_that_can_be_searched(
    asked: Request, origin: Origin | tuple[None, None]
) -> None:
    values = request_values(asked)

    assert (values["parent"], values["position"]) == origin
    assert values["kind"] == asked.kind


def test_a_picked_suggestion_is_a_click_too() -> None:
    first, second = (Imagine("a cat", picked=(12, place)) for place in (0, 1))

    assert request_values(first)["parent"] == request_values(second)["parent"] == 12
    assert request_values(first)["position"] != request_values(second)["position"]
