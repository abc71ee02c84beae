"""The chat endpoint beside a relay: a translator whose answers can be foretold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_client import by_hand

from sandbox.relay import PRESETS
from sandbox.relay.translator import translate

CHAT = "/v1/chat/completions"


def asked(text="一只猫", model="gpt-4o-mini", **more):
    messages = [
        {"role": "system", "content": "Translate into English. Answer with nothing else."},
        {"role": "user", "content": text},
    ]
    return {"model": model, "messages": messages, "temperature": 0, **more}


def said(answer):
    assert answer.status == 200, answer.text
    return answer.json["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("一只猫", "a cat"),
        ("暴风雨中的灯塔，水彩画", "a lighthouse in a storm, watercolor painting"),
        ("森林和月光", "forest and moonlight"),
        ("a quiet lake", "a quiet lake"),
        ("猫 --ar 16:9 --v 7", "cat --ar 16:9 --v 7"),
        ("霓虹城市, cinematic", "neon city, cinematic"),
        ("饕餮", "[u9955-u992e]"),
        ("红色饕餮在海边", "red [u9955-u992e] in seaside"),
        ("ёж", "[io-zhe]"),
        ("ねこ", "[ne-ko]"),
        ("", ""),
    ],
)
def test_what_it_says(text, english):
    assert translate(text) == english


@given(st.text(max_size=60))
def test_it_answers_anything_in_letters_everybody_reads(text):
    english = translate(text)
    assert translate(text) == english
    assert all(ord(character) < 0x2100 for character in english)


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_english_stays_as_it_is(text):
    assert translate(text) == text.strip()


async def test_it_answers_as_openai_does():
    async with by_hand("new-api") as (relay, client):
        answer = await client.post(CHAT, asked())
        told = answer.json
        assert told["object"] == "chat.completion"
        assert told["id"].startswith("chatcmpl-")
        assert told["model"] == "gpt-4o-mini"
        assert told["choices"] == [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "a cat"},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ]
        usage = told["usage"]
        assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
        assert answer.type.startswith("application/json")
        assert relay.counts["chat/completions"] == 1
        parts = [{"type": "text", "text": "两只"}, {"type": "text", "text": "狐狸"}]
        assert said(await client.post(CHAT, asked(parts))) == "two fox"
        assert relay.account.total == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"model": "m"}, 400),
        ({"model": "m", "messages": []}, 400),
        ({"model": "m", "messages": "hello"}, 400),
        ({"model": "m", "messages": [{"role": "system", "content": "x"}]}, 400),
        ({"model": "m", "messages": [{"role": "bard", "content": "x"}]}, 400),
        ({"model": "m", "messages": [{"role": "user"}]}, 400),
        ({"model": 7, "messages": [{"role": "user", "content": "x"}]}, 400),
        ([], 400),
    ],
)
async def test_misshapen_requests(body, status):
    async with by_hand("new-api") as (_, client):
        answer = await client.post(CHAT, body)
        assert answer.status == status
        assert answer.json["error"]["message"]


async def test_a_model_the_relay_does_not_have():
    async with by_hand("new-api") as (relay, client):
        relay.change(models=["deepseek-chat"])
        answer = await client.post(CHAT, asked())
        assert answer.status == 503
        assert "gpt-4o-mini" in answer.json["error"]["message"]
        assert said(await client.post(CHAT, asked(model="deepseek-chat"))) == "a cat"


@pytest.mark.parametrize("preset", PRESETS)
async def test_where_it_is(preset):
    async with by_hand(preset) as (relay, client):
        here = {"headers": {"Authorization": f"Bearer {relay.key}"}}
        usual = preset == "new-api"
        assert (await client.post(CHAT, asked(), **here)).status == (200 if usual else 404) or (
            preset == "trueai"
        )
        relay.change(chat=not usual)
        answer = await client.post(CHAT, asked(), **here)
        if usual:
            assert (answer.status, answer.json["error"]["code"]) == (404, "")
        else:
            assert said(answer) == "a cat"
        relay.change(chat=None)
        assert relay.describe()["chat"] is usual


@pytest.mark.parametrize("preset", ["new-api", "plus", "trueai"])
async def test_it_wants_the_key(preset):
    async with by_hand(preset) as (relay, client):
        relay.change(chat=True)
        wrong = {"Authorization": "Bearer wrong", "mj-api-secret": "wrong"}
        answer = await client.post(CHAT, asked(), headers=wrong)
        assert answer.status in {401, 403}


@pytest.mark.parametrize(
    ("fault", "holds"),
    [
        ("chat_blank", lambda words: words == ""),
        ("chat_quoted", lambda words: words == '"a cat"'),
        ("chat_chatter", lambda words: "a cat" in words.splitlines() and words != "a cat"),
        ("chat_parameters", lambda words: words == "a cat --ar 9:16 --v 7"),
        ("chat_refused", lambda words: "can't help" in words),
        ("chat_endless", lambda words: len(words) >= 10_000),
    ],
)
async def test_what_it_may_say_instead(fault, holds):
    async with by_hand("new-api") as (relay, client):
        relay.inject(fault)
        assert holds(said(await client.post(CHAT, asked())))
        assert said(await client.post(CHAT, asked())) == "a cat"
        assert relay.log[0].fault == fault


async def test_no_choices_at_all():
    async with by_hand("new-api") as (relay, client):
        relay.inject("chat_empty")
        assert (await client.post(CHAT, asked())).json["choices"] == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [("key_rejected", 401), ("too_many", 429), ("server_error", 500), ("html_200", 200)],
)
async def test_faults_of_any_request(fault, status):
    async with by_hand("new-api") as (relay, client):
        relay.inject(fault, path="chat")
        await client.imagine()
        assert (await client.post(CHAT, asked())).status == status


async def test_it_hangs():
    async with by_hand("new-api") as (relay, client):
        relay.inject("hang", path="chat", seconds=0.01)
        assert (await client.post(CHAT, asked())).status == 504


async def test_it_can_cost_money():
    async with by_hand("new-api") as (relay, client):
        relay.change(prices={"chat": "0.000321"}, balance="0.0004")
        await client.post(CHAT, asked())
        assert (relay.account.total, relay.account.balance) == (321, 79)
        assert relay.account.charges[0].operation == "chat"
        assert (await client.post(CHAT, asked())).status == 403
