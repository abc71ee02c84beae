"""Where a message's picture is found, and where it is not looked for."""

from __future__ import annotations

from typing import Any

import pytest
from discord import Message, MessageSnapshot, PartialMessageable

from bot.client import point_at
from bot.ui.message_pictures import find, is_discords

CDN = "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3"
COPY = "https://images-ext-1.discordapp.net/external/abc/https/example.com/a.png"
ELSEWHERE = "https://example.com/a.png"


class State:
    """The few things that discord.py asks of a connection while it reads a message."""

    allowed_mentions = None
    application_id = 1

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_named: None


def message(**fields: Any) -> Message:
    """A message as the gateway brings it."""
    data: dict[str, Any] = {
        "id": "9",
        "channel_id": "8",
        "author": {"id": "7", "username": "ada", "discriminator": "0", "avatar": None},
        "content": "",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "components": [],
    }
    state: Any = State()
    channel = PartialMessageable(state=state, id=8)
    return Message(state=state, channel=channel, data=data | fields)


def an_attachment(url: str = CDN, kind: str | None = "image/png") -> dict[str, Any]:
    found = {"id": "2", "filename": "a.png", "size": 1, "url": url, "proxy_url": url}
    return found if kind is None else {**found, "content_type": kind}


def media(url: str, proxy: str, *, uploaded: bool) -> dict[str, Any]:
    return {"url": url, "proxy_url": proxy} | ({"attachment_id": "2"} if uploaded else {})


def gallery(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": 12, "id": 1, "items": [{"media": item} for item in items]}


def inside(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": 17, "id": 3, "components": [{"type": 10, "id": 4, "content": "x"}, part]}]


UPLOADED = media(CDN, "https://media.discordapp.net/a.png", uploaded=True)
EXTERNAL = media(ELSEWHERE, COPY, uploaded=False)
SECTION = {
    "type": 9,
    "id": 5,
    "components": [{"type": 10, "id": 6, "content": "x"}],
    "accessory": {"type": 11, "id": 7, "media": UPLOADED},
}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, None),
        ({"content": CDN}, None),
        ({"attachments": [an_attachment()]}, CDN),
        ({"attachments": [an_attachment(kind=None)]}, CDN),
        ({"attachments": [an_attachment(kind="video/mp4")]}, None),
        ({"attachments": [an_attachment(ELSEWHERE)]}, None),
        ({"components": inside(gallery(UPLOADED))}, CDN),
        ({"components": inside(gallery(EXTERNAL))}, COPY),
        ({"components": inside(SECTION)}, CDN),
        ({"embeds": [{"image": {"url": ELSEWHERE, "proxy_url": COPY}}]}, COPY),
        ({"embeds": [{"thumbnail": {"url": ELSEWHERE, "proxy_url": COPY}}]}, COPY),
        ({"embeds": [{"image": {"url": ELSEWHERE}}]}, None),
    ],
)
def test_a_picture_is_found_wherever_it_is(fields: dict[str, Any], found: str | None) -> None:
    assert find(message(**fields)) == found


@pytest.mark.parametrize(
    "fields",
    [
        {"attachments": [an_attachment()]},
        {"components": inside(gallery(UPLOADED))},
    ],
)
def test_a_forwarded_picture_is_found(fields: dict[str, Any]) -> None:
    copy: dict[str, Any] = {
        "attachments": [],
        "embeds": [],
        "content": "",
        "components": [],
        "flags": 0,
        "type": 0,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "mentions": [],
        "mention_roles": [],
    }
    forwarding = message()
    state: Any = State()
    forwarding.message_snapshots = [MessageSnapshot(state, copy | fields)]  # type: ignore[arg-type]
    assert find(forwarding) == CDN


@pytest.mark.parametrize(
    "url",
    [
        CDN,
        COPY,
        "http://127.0.0.1:8080/attachments/1/2/a.png?ex=1",
        "http://127.0.0.1:8080/ephemeral-attachments/1/2/a.png",
    ],
)
def test_discords_own_addresses(url: str) -> None:
    point_at("http://127.0.0.1:8080/api/v10")
    try:
        assert is_discords(url)
    finally:
        point_at("https://discord.com/api/v10")


@pytest.mark.parametrize(
    "url",
    [
        "",
        ELSEWHERE,
        CDN.replace("https", "http"),
        CDN.replace("cdn.discordapp.com", "cdn.discordapp.com.example.com"),
        CDN.replace("cdn.discordapp.com", "cdn.discordapp.com:8443"),
        CDN.replace("cdn.discordapp.com", "me@cdn.discordapp.com"),
        "http://127.0.0.1:8080/attachments/1/2/a.png",
        "https://discord.com/api/v10/users/@me",
        "https://[::1",
    ],
)
def test_all_others_are_not(url: str) -> None:
    assert not is_discords(url)


@pytest.mark.parametrize(
    "path",
    [
        "/attachments/../admin.png",
        "/attachments/1/%2e%2e/%2E%2e/a.png",
        "/attachments/1/%252e%252e/a.png",
        "/attachments/1\\..\\..\\a.png",
        "/api/v10/users/@me",
    ],
)
def test_where_discord_is_said_to_live_only_its_files_are(path: str) -> None:
    point_at("http://127.0.0.1:8080/api/v10")
    try:
        assert is_discords("http://127.0.0.1:8080/attachments/1/2/a..b.png")
        assert not is_discords(f"http://127.0.0.1:8080{path}")
    finally:
        point_at("https://discord.com/api/v10")
