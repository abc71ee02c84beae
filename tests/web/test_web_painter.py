"""The painter's doors: what is told to whom, what is taken from whom, and how much."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.core.errors import BadPicture, NotAllowed, PictureError
from bot.core.passes import Pass
from bot.core.picture import PictureTrouble
from bot.core.region import Canvas
from bot.core.reply import Reply
from bot.core.request import Action
from bot.core.task import Task
from bot.service.painting import Commission
from bot.ui.painter_words import PainterWords
from bot.ui.texts import DEFAULT, Texts
from bot.web import painter
from bot.web.painter import FOLDER, MASK_SIZE, Painter
from bot.web.server import serve
from tests.builders import a_reply, a_task

GOOD = "good-pass"
ORIGIN = "https://easel.example.com"
TEXTS = Texts.load()
FETCH = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


@dataclass
class Studio:
    """Takes one pass."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    trouble: Exception | None = None
    parent: Task = field(default_factory=lambda: a_task(prompt="a cat"))
    reply: Reply = field(default_factory=a_reply)

    def locale(self, sealed: str) -> str | None:
        return "zh-CN" if sealed == GOOD else None

    async def look(self, sealed: str) -> Commission:
        if sealed != GOOD:
            raise NotAllowed("painter_wrong")
        ticket = Pass(1, 0, 7, "zh-CN", 0)
        action = Action(1, "relay-1", 0, "MJ::Inpaint::1::x::SOLO", "Vary (Region)")
        return Commission(ticket, action, self.parent, self.reply)

    async def canvas(self, commission: Commission) -> Canvas:
        if self.trouble is not None:
            raise self.trouble
        return Canvas(b"\xff\xd8jpeg", 640, 480)

    async def send(self, sealed: str, *, prompt: str, mask: bytes) -> Task:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((prompt, mask))
        return a_task(number=9, guild_id=5, channel_id=6)


class Visitor:
    """A browser, or what pretends to be one."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    async def get(self, path: str, **headers: str) -> aiohttp.ClientResponse:
        answer = await self._session.get(self._base + path, headers=headers)
        await answer.read()
        return answer

    async def send(
        self, parts: Mapping[str, bytes], headers: Mapping[str, str] = FETCH, sealed: str = GOOD
    ) -> tuple[int, Any]:
        form = aiohttp.FormData(default_to_multipart=True)
        for name, data in parts.items():
            form.add_field(name, io.BytesIO(data), filename=name)
        answer = await self._session.post(
            f"{self._base}/paint/{sealed}", data=form, headers=headers
        )
        async with answer:
            return answer.status, await answer.json()


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
async def visitor(studio: Studio) -> AsyncIterator[Visitor]:
    pages = Painter(studio=studio, words=PainterWords(TEXTS), public_url=f"{ORIGIN}/easel")
    async with (
        serve("127.0.0.1", 0, pages.routes()) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Visitor(session, f"http://127.0.0.1:{port}")


def said(reason: str, locale: str = "zh-CN") -> str:
    return TEXTS.say(locale, f"errors.{reason}")


async def test_the_page_runs_nothing_but_its_own_files(visitor: Visitor) -> None:
    page = await visitor.get(f"/paint/{GOOD}")
    assert page.status == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    html = await page.text()
    assert not re.search(r"<script(?![^>]*src=)|style=|\son\w+=", html)
    for name in re.findall(r'"\.\./painter/([^"]+)"', html):
        found = await visitor.get(f"/painter/{name}")
        assert found.status == 200
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert found.content_type != "application/octet-stream"


@pytest.mark.parametrize("name", ["none.js", "..%2Fpainter.py", "page.py", "a/b.js"])
async def test_there_are_no_other_files(visitor: Visitor, name: str) -> None:
    assert (await visitor.get(f"/painter/{name}")).status == 404


async def test_a_good_pass_shows_the_picture(visitor: Visitor) -> None:
    about = await (await visitor.get(f"/paint/{GOOD}/about")).json()
    assert (about["width"], about["height"], about["prompt"]) == (640, 480, "a cat")
    assert about["texts"]["send"] == TEXTS.say("zh-CN", "painter.send")
    picture = await visitor.get(f"/paint/{GOOD}/picture")
    assert picture.content_type == "image/jpeg"
    assert await picture.read() == b"\xff\xd8jpeg"


@pytest.mark.parametrize("what", ["about", "picture"])
async def test_without_a_good_pass_nothing_is_told(visitor: Visitor, what: str) -> None:
    answer = await visitor.get(f"/paint/bad-pass/{what}", **{"Accept-Language": "zh-TW,zh;q=0.9"})
    assert answer.status == 422
    assert await answer.json() == {"sentence": said("painter_wrong")}
    answer = await visitor.get(f"/paint/bad-pass/{what}", **{"Accept-Language": "de"})
    assert await answer.json() == {"sentence": said("painter_wrong", "en")}


async def test_a_mask_is_taken(visitor: Visitor, studio: Studio) -> None:
    status, told = await visitor.send({"prompt": "一只猫".encode(), "mask": b"png"})
    assert status == 200
    assert told == {"task": 9, "place": "https://discord.com/channels/5/6"}
    assert studio.sent == [("一只猫", b"png")]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Origin": "http://easel.example.com"},
        {**FETCH, "Sec-Fetch-Site": "cross-site"},
        {**FETCH, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_sends_nothing(
    visitor: Visitor, studio: Studio, headers: dict[str, str]
) -> None:
    status, told = await visitor.send({"prompt": b"a", "mask": b"png"}, headers)
    assert (status, told) == (422, {"sentence": said("painter_wrong")})
    assert studio.sent == []


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"prompt": b"a"},
        {"mask": b"png"},
        {"prompt": b"\xff", "mask": b"png"},
        {"prompt": b"a", "mask": b"png", "more": b"x"},
        {"prompt": b"a" * (painter.PROMPT_SIZE + 1), "mask": b"png"},
        {"prompt": b"a", "mask": b"x" * (MASK_SIZE + 1)},
    ],
    ids=["nothing", "no mask", "no prompt", "no text", "more", "long prompt", "large mask"],
)
async def test_what_is_out_of_bounds_is_refused(
    visitor: Visitor, studio: Studio, parts: dict[str, bytes]
) -> None:
    status, told = await visitor.send(parts)
    assert 400 <= status < 500
    assert told["sentence"]
    assert studio.sent == []


async def test_a_mask_of_the_most_bytes_is_taken(visitor: Visitor, studio: Studio) -> None:
    status, _ = await visitor.send({"prompt": b"a", "mask": b"x" * MASK_SIZE})
    assert status == 200
    assert len(studio.sent[0][1]) == MASK_SIZE


async def test_nothing_is_read_without_a_good_pass(visitor: Visitor, studio: Studio) -> None:
    status, told = await visitor.send({"prompt": b"a", "mask": b"png"}, sealed="bad-pass")
    assert (status, told) == (422, {"sentence": said("painter_wrong", "en")})


@pytest.mark.parametrize(
    ("trouble", "status", "key"),
    [
        (BadPicture("mask_empty"), 422, "errors.mask_empty"),
        (painter.EaselError(), 422, "errors.unexpected"),
        (RuntimeError("/home/someone/secret"), 500, "errors.unexpected"),
    ],
)
async def test_what_goes_wrong_is_said_in_words(
    visitor: Visitor, studio: Studio, trouble: Exception, status: int, key: str
) -> None:
    studio.trouble = trouble
    assert await visitor.send({"prompt": b"a", "mask": b"png"}) == (
        status,
        {"sentence": TEXTS.say("zh-CN", key)},
    )


async def test_a_picture_that_is_gone_is_said(visitor: Visitor, studio: Studio) -> None:
    studio.trouble = PictureError(PictureTrouble.EXPIRED)
    answer = await visitor.get(f"/paint/{GOOD}/about")
    assert await answer.json() == {"sentence": TEXTS.say("zh-CN", "picture.expired")}


def test_the_page_says_what_the_catalogue_has_and_nothing_else() -> None:
    html = (FOLDER / "page.html").read_text("utf-8")
    code = (FOLDER / "main.js").read_text("utf-8")
    strokes = (FOLDER / "strokes.js").read_text("utf-8")
    used = set(re.findall(r'data-(?:text|label|name)="([a-z]+)"', html))
    used |= set(re.findall(r"texts\.([a-z]+)", code))
    used |= set(re.findall(r'"(nothing|everything)"', strokes))
    there = {key.removeprefix("painter.") for key in TEXTS.keys(DEFAULT) if "painter." in key[:8]}
    assert used == there
