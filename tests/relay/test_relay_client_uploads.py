"""Uploads of pictures that are to get an address, in all the ways they are answered."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import answer, envelope

from bot.core.errors import Busy, InDoubt, OperationMissing, Refused, RelayError
from bot.core.picture import Image
from bot.relay.answer import Answer
from bot.relay.wire import errands, requests

UPLOAD = requests.upload(Image("image/png", b"\x89PNG"))
LINK = "https://cdn.discordapp.com/attachments/1/2/a.png?ex=68&is=67&hm=ab&"


def test_the_body_is_what_every_server_takes():
    assert UPLOAD.operation == "submit/upload-discord-images"
    assert UPLOAD.body == {"base64Array": ["data:image/png;base64,iVBORw=="]}


@pytest.mark.parametrize(
    "said",
    [
        {"code": 1, "description": "success", "result": [LINK]},  # plus has no properties here
        envelope(1, "提交成功", [LINK, "https://other.example"]),
        envelope(1, "成功", LINK),
        {"status": 200, "data": {"code": 1, "result": [LINK]}},
        {"data": {"code": "1", "result": [LINK]}},
    ],
)
def test_an_address_out_of_every_envelope(said: object):
    assert errands.upload(answer(said), UPLOAD) == LINK


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (answer(envelope(4, "禁止上传", None)), OperationMissing),
        (Answer(200, b"<!doctype html>"), OperationMissing),
        (answer({"timestamp": 1, "status": 404, "error": "Not Found"}, 404), OperationMissing),
        (answer(envelope(4, "base64格式错误", None)), Refused),
        (answer({"description": "quota_not_enough ", "code": 4}, 400), Refused),
        (answer({"code": 23, "description": "队列已满"}), Busy),
        (Answer(429), Busy),
        (answer(envelope(1, "成功", [])), InDoubt),
        (answer(envelope(1, "成功", ["javascript:alert(1)"])), InDoubt),
        (answer(envelope(1, "成功", ["https://a.example/1 --no hats"])), InDoubt),
        (answer(envelope(1, "成功", {"url": LINK})), InDoubt),
        (Answer(200), InDoubt),
        (Answer(502), InDoubt),
    ],
)
def test_no_address(said: Answer, error: type[RelayError]):
    with pytest.raises(error):
        errands.upload(said, UPLOAD)


LINKS = st.from_regex(r"(https?:)?//a\.example[ -~]{0,9}", fullmatch=True)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text() | LINKS, st.lists),
    st.just(1) | st.integers(),
)
def test_whatever_comes_is_an_address_or_an_error_of_ours(result: object, code: int):
    with contextlib.suppress(RelayError):
        address = errands.upload(answer({"code": code, "result": result}), UPLOAD)
        assert address.startswith(("http://", "https://"))
        assert " " not in address
