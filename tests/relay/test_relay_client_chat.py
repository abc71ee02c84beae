"""What a chat model said, from whatever a server answers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import answer
from relay_sandbox import sandbox

from bot.core.errors import Busy, Confused, OperationMissing, RelayError, Unreachable
from bot.core.operations import CHAT
from bot.core.translation import INSTRUCTIONS
from bot.relay.answer import Answer, Ending
from bot.relay.wire import chat, requests

CALL = requests.chat("一只猫", "gpt-4o-mini")
MODEL = "gpt-4o-mini"


def choice(content: object) -> Answer:
    return answer({"choices": [{"message": {"role": "assistant", "content": content}}]})


async def test_the_relays_model_is_asked_once_with_the_words_alone() -> None:
    async with sandbox("new-api") as (client, relay):
        assert await client.translate("一只猫", MODEL) == "a cat"
        [asked] = [one for one in relay.log if one.operation == "chat/completions"]
        assert asked.body["model"] == MODEL
        assert [one["content"] for one in asked.body["messages"]] == [INSTRUCTIONS, "一只猫"]


async def test_a_lost_answer_is_not_asked_for_again() -> None:
    async with sandbox("new-api") as (client, relay):
        relay.inject("cut_after", times=1, path="chat")
        with pytest.raises(RelayError):
            await client.translate("一只猫", MODEL)
        assert len([one for one in relay.log if one.operation == "chat/completions"]) == 1


async def test_a_relay_without_one_is_found_out() -> None:
    async with sandbox("plus") as (client, _):
        with pytest.raises(OperationMissing) as missing:
            await client.translate("一只猫", MODEL)
        assert missing.value.operation == CHAT


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (choice("a cat"), "a cat"),
        (choice([{"type": "text", "text": "a "}, {"type": "text", "text": "cat"}]), "a cat"),
        (choice(None), ""),
        (choice(7), "7"),
        (answer({"choices": []}), ""),
        (answer({"choices": [None]}), ""),
    ],
)
def test_its_words(said: Answer, words: str) -> None:
    assert chat.said(said, CALL) == words


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Answer(404), OperationMissing),
        (Answer(200, b"<!doctype html>"), OperationMissing),
        (Answer(429), Busy),
        (Answer(503), Busy),
        (Answer(502, b"<html>"), Unreachable),
        (Answer(401), RelayError),
        (answer({"error": {"message": "no"}}), Confused),
        (Answer(200, b'{"choi', ending=Ending.CUT), RelayError),
    ],
)
def test_what_is_no_answer(said: Answer, error: type[RelayError]) -> None:
    with pytest.raises(error):
        chat.said(said, CALL)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "text"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(content=JSON, status=st.sampled_from([200, 201, 400, 403, 500]))
def test_nothing_else_is_ever_raised(content: object, status: int) -> None:
    try:
        found = chat.said(Answer(status, json.dumps(content).encode()), CALL)
    except RelayError:
        return
    assert isinstance(found, str)
