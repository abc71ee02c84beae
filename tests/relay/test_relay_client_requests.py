"""What is asked of a relay, in its own words."""

from __future__ import annotations

from bot.core.picture import Image
from bot.core.request import Action, Imagine, Model
from bot.relay.wire import requests


def test_imagine():
    image = Image("image/png", b"\x89PNG")
    call = requests.submit(Imagine("a cat --ar 3:2", Model.NIJI), [image], "s-1")
    assert call.operation == "submit/imagine"
    assert call.body == {
        "prompt": "a cat --ar 3:2",
        "base64Array": ["data:image/png;base64,iVBORw=="],
        "botType": "NIJI_JOURNEY",
        "state": "s-1",
    }


def test_action_sends_the_id_as_text():
    action = Action(1, "0741798445574458", 0, "MJ::JOB::upsample::1::U", "U1")
    call = requests.submit(action, [], "s-1")
    assert call.operation == "submit/action"
    assert call.body == {
        "taskId": "0741798445574458",
        "customId": "MJ::JOB::upsample::1::U",
        "state": "s-1",
    }


def test_modal():
    call = requests.confirm("7", "a cat --zoom 1.8")
    assert (call.operation, call.body) == (
        "submit/modal",
        {"taskId": "7", "prompt": "a cat --zoom 1.8"},
    )


def test_looks():
    assert requests.fetch("task/7?x").operation == "task/task%2F7%3Fx/fetch"
    assert requests.fetch("7").body is None
    assert requests.fetch_many(("7", "8")).body == {"ids": ["7", "8"]}
    assert requests.recent().body is None


def test_a_body_is_not_printed():
    assert "cat" not in repr(requests.submit(Imagine("cat"), [], "s-1"))
