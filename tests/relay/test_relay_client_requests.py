"""What is asked of a relay, in its own words."""

from __future__ import annotations

import pytest

from bot.core.errors import OperationMissing
from bot.core.picture import Image
from bot.core.request import (
    Action,
    Blend,
    Change,
    Describe,
    Dimensions,
    Edit,
    FaceSwap,
    Imagine,
    Model,
    Motion,
    Request,
    Shorten,
    Verb,
    Video,
)
from bot.relay.settings import Vendor
from bot.relay.wire import requests


def test_imagine():
    image = Image("image/png", b"\x89PNG")
    call = requests.submit(Imagine("a cat --ar 3:2", Model.NIJI), [image], "s-1", Vendor.NEW_API)
    assert call.operation == "submit/imagine"
    assert call.body == {
        "prompt": "a cat --ar 3:2",
        "base64Array": ["data:image/png;base64,iVBORw=="],
        "botType": "NIJI_JOURNEY",
        "state": "s-1",
    }


def test_action_sends_the_id_as_text():
    action = Action(1, "0741798445574458", 0, "MJ::JOB::upsample::1::U", "U1")
    call = requests.submit(action, [], "s-1", Vendor.NEW_API)
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


def test_modal_with_a_mask():
    call = requests.confirm("7", "", Image("image/png", b"mask"))
    assert call.body == {
        "taskId": "7",
        "prompt": "",
        "maskBase64": "data:image/png;base64,bWFzaw==",
    }


A, B = Image("image/png", b"a"), Image("image/webp", b"b")
URL_A, URL_B = "data:image/png;base64,YQ==", "data:image/webp;base64,Yg=="
MID, NIJI = {"botType": "MID_JOURNEY"}, {"botType": "NIJI_JOURNEY"}


@pytest.mark.parametrize(
    ("request_", "images", "operation", "body"),
    [
        (Blend(), [A, B], "submit/blend", {"base64Array": [URL_A, URL_B]} | MID),
        (Blend(Dimensions.PORTRAIT, Model.NIJI), [A, B], "submit/blend",
         {"base64Array": [URL_A, URL_B], "dimensions": "PORTRAIT"} | NIJI),
        (Describe(Model.NIJI), [A], "submit/describe", {"base64": URL_A} | NIJI),
        (Shorten("a very red fox"), [], "submit/shorten", {"prompt": "a very red fox"} | MID),
        (FaceSwap(), [A, B], "insight-face/swap", {"sourceBase64": URL_A, "targetBase64": URL_B}),
        (Change(1, "07", 0, Verb.UPSCALE, 2, "U2"), [], "submit/change",
         {"taskId": "07", "action": "UPSCALE", "index": 2}),
        (Change(1, "07", 4, Verb.REROLL, 1, "R"), [], "submit/change",
         {"taskId": "07", "action": "REROLL", "index": 1}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("vendor", Vendor)
def test_what_is_the_same_everywhere(
    request_: Request, images: list[Image], operation: str, body: dict[str, object], vendor: Vendor
):
    call = requests.submit(request_, images, "s-1", vendor)
    assert (call.operation, call.name) == (operation, operation)
    assert call.body == body | {"state": "s-1"}
    assert call.parented is isinstance(request_, Change)


@pytest.mark.parametrize("vendor", Vendor)
def test_video(vendor: Vendor):
    words = {"prompt": "waves", "state": "s-1"}
    call = requests.submit(Video("waves"), [], "s-1", vendor)
    assert call.operation == "submit/video"
    assert call.body == words | {"motion": "low", "loop": False}
    call = requests.submit(Video("waves", Motion.HIGH, loop=True), [A], "s-1", vendor)
    assert call.body == words | {"motion": "high", "loop": True, "image": URL_A}


@pytest.mark.parametrize(
    ("vendor", "more"),
    [
        (Vendor.TRUEAI, {}),
        (Vendor.NEW_API, {"base64Array": [URL_A]}),
        (Vendor.OTHER, {"base64Array": [URL_A], "action": "EDITS"}),
    ],
)
def test_edits_and_retexture(vendor: Vendor, more: dict[str, object]):
    body = {"prompt": "a hat", "image": URL_A, "state": "s-1"} | more
    call = requests.submit(Edit("a hat"), [A], "s-1", vendor)
    assert (call.operation, call.body) == ("submit/edits", body)
    call = requests.submit(Edit("a hat", retexture=True), [A], "s-1", vendor)
    if "action" in more:
        body["action"] = "RETEXTURE"
    assert (call.operation, call.body) == ("submit/retexture", body)


def test_a_mask_is_not_sent_where_nobody_reads_it():
    for vendor in (Vendor.NEW_API, Vendor.OTHER):
        call = requests.submit(Edit("a hat"), [A, B], "s-1", vendor)
        assert call.body is not None
        assert call.body["maskBase64"] == URL_B
    with pytest.raises(OperationMissing) as caught:
        requests.submit(Edit("a hat"), [A, B], "s-1", Vendor.TRUEAI)
    assert caught.value.operation == "submit/edits/mask"


def test_errands():
    seed, cancel = requests.seed("a/7"), requests.cancel("a/7")
    assert (seed.operation, seed.name, seed.body) == (
        "task/a%2F7/image-seed",
        "task/image-seed",
        None,
    )
    assert (cancel.operation, cancel.name, cancel.body) == (
        "task/a%2F7/cancel",
        "task/cancel",
        {},
    )


def test_the_kind_of_the_button_is_known():
    action = Action(1, "7", 0, "MJ::JOB::animate_high::1::U::SOLO", "Animate")
    assert requests.submit(action, [], "s-1", Vendor.OTHER).button == "animate_high"


def test_looks():
    assert requests.fetch("task/7?x").operation == "task/task%2F7%3Fx/fetch"
    assert requests.fetch("7").body is None
    assert requests.fetch_many(("7", "8")).body == {"ids": ["7", "8"]}
    assert requests.recent().body is None


def test_a_body_is_not_printed():
    assert "cat" not in repr(requests.submit(Imagine("cat"), [], "s-1", Vendor.NEW_API))
