"""Delivery of what is no still: videos, and the pictures of what brought words."""

from __future__ import annotations

import contextlib
import io
import struct
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image as Pillow

from bot.core.picture import PictureTrouble
from bot.core.report import RelayStatus, Report
from bot.core.status import Status
from bot.core.task import Task
from bot.media.pictures import Pictures
from bot.service.delivery import Delivery
from sandbox.discord import Message, Upload
from tests.builders import a_button
from tests.clock import HandClock
from tests.service.showing import a_delivery
from tests.ui.running import Stage, running
from tests.ui.stand_ins import PNG

LIMIT = 1024 * 1024


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(length: int) -> bytes:
    """The bones of an MP4 with so many bytes of frames."""
    track = box(b"trak", box(b"tkhd", bytes(76), struct.pack(">II", 64 << 16, 48 << 16)))
    head = box(b"ftyp", b"isom", bytes(4))
    return head + box(b"moov", track) + box(b"mdat", bytes(length))


def still() -> bytes:
    made = io.BytesIO()
    Pillow.new("RGB", (64, 48), "teal").save(made, "PNG")
    return made.getvalue()


@dataclass
class Scene:
    """A connected client, a host of pictures, and a delivery whose turns a test makes."""

    stage: Stage
    url: str
    delivery: Delivery
    clock: HandClock
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def give(self, path: str, body: bytes) -> str:
        """The address of a file that is there from now on."""
        self.files[path] = body
        return self.url + path

    async def made(self, command: str, **says: Any) -> Message:
        """The message of a finished task, as the relay told it."""
        options = {"prompt": "rain"} if command == "video" else {"image": Upload("a.png", PNG)}
        use = await self.stage.ada.command(self.stage.gallery, command, options)
        await self.stage.queued(1)
        reply = await self.stage.store.reply(1)
        assert reply is not None
        await self.stage.store.save_reply(replace(reply, upload_limit=LIMIT))
        report = Report("r1", RelayStatus.SUCCESS, buttons=(a_button("U1"),), **says)
        await self.change(lambda task: task.told(report, self.clock.now()))
        assert use.reply is not None
        return use.reply

    async def change(self, how: Any) -> Task:
        task = await self.stage.book.change(1, how)
        await self.turn()
        return task

    async def turn(self) -> None:
        """Turns until nothing is due."""
        while self.delivery.behind:
            await self.delivery.turn()
            for edit in list(self.delivery._busy.values()):
                await edit


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock = HandClock(time.time())
    async with contextlib.AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running(tmp_path))

        async def answer(request: web.Request) -> web.Response:
            found.asked.append(request.path)
            body = found.files.get(request.path)
            return web.Response(status=404) if body is None else web.Response(body=body)

        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        server = await stack.enter_async_context(TestServer(app, host="127.0.0.1"))
        url = f"http://127.0.0.1:{server.port}"
        pool = stack.enter_context(ThreadPoolExecutor(1))
        pictures = await stack.enter_async_context(
            Pictures(hosts={"main": url}, pool=pool, sleep=lambda s: clock.wait(None, s))
        )
        delivery = a_delivery(stage, pictures, clock)
        found = Scene(stage, url, delivery, clock)
        yield found


def shown(message: Message) -> tuple[str, bytes]:
    """The ending and the bytes of what a message shows."""
    ((url, data),) = message.pictures()
    assert data is not None
    return url.partition("?")[0].rpartition(".")[2], data


async def test_a_video_is_uploaded_as_it_is(scene: Scene) -> None:
    video, picture = scene.give("/a.mp4", mp4(5000)), scene.give("/a.png", still())
    message = await scene.made("video", video=video, picture=picture)
    assert shown(message) == ("mp4", mp4(5000))
    assert scene.asked == ["/a.mp4"]
    assert scene.stage.texts.say("en", "picture.still") not in message.text
    await scene.change(lambda task: task.press(0))
    assert shown(message) == ("mp4", mp4(5000))
    assert scene.asked == ["/a.mp4"], "what the message carries is not brought again"


async def test_a_relay_that_names_the_video_as_the_picture_is_understood(scene: Scene) -> None:
    message = await scene.made("video", picture=scene.give("/a.mp4", mp4(5000)))
    assert shown(message)[0] == "mp4"


@pytest.mark.parametrize("video", [mp4(LIMIT + 1), b"\x1a\x45\xdf\xa3 a kind Discord plays not"])
async def test_a_video_that_cannot_be_shown_has_a_still(scene: Scene, video: bytes) -> None:
    address, picture = scene.give("/a.mp4", video), scene.give("/a.png", still())
    message = await scene.made("video", video=address, picture=picture)
    assert shown(message) == ("png", still())
    assert scene.stage.texts.say("en", "picture.still") in message.text
    await scene.change(lambda task: task.press(0))
    assert scene.asked == ["/a.mp4", "/a.png"], "nor is a video that is known to be too large"


async def test_without_a_still_its_trouble_is_told(scene: Scene) -> None:
    address = scene.give("/a.mp4", mp4(LIMIT + 1))
    message = await scene.made("video", video=address)
    assert (await scene.stage.book.find(1)).trouble is PictureTrouble.TOO_LARGE
    assert message.pictures() == []
    assert scene.stage.texts.say("en", "picture.too_large") in message.text


async def test_a_video_that_is_not_there_yet_can_be_fetched_again(scene: Scene) -> None:
    address, picture = f"{scene.url}/a.mp4", scene.give("/a.png", still())
    message = await scene.made("video", video=address, picture=picture)
    assert message.pictures() == []
    scene.give("/a.mp4", mp4(5000))
    await scene.change(lambda task: task.retried(None))
    assert shown(message)[0] == "mp4"


async def test_a_described_picture_stands_with_its_words(scene: Scene) -> None:
    picture = scene.give("/a.png", still())
    message = await scene.made("describe", picture=picture, suggestions=("a sea", "waves"))
    assert shown(message) == ("png", still())
    assert "a sea" in message.text


async def test_words_do_not_wait_for_a_picture_that_is_gone(scene: Scene) -> None:
    picture = f"{scene.url}/gone.png"
    message = await scene.made("describe", picture=picture, suggestions=("a sea", "waves"))
    task = await scene.stage.book.find(1)
    assert (task.status, task.trouble) == (Status.DONE, None)
    assert message.pictures() == []
    assert "a sea" in message.text
    assert scene.asked == ["/gone.png"], "it is tried once"
