"""Which of a task's addresses is a picture, and which moves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.relay.wire.scalars import NEW_API_PICTURE, mapping, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable

_VIDEOS = (".mp4", ".m4v", ".mov", ".webm")
_STILLS = (".png", ".jpg", ".jpeg")


def addresses(value: object) -> tuple[str, ...]:
    """Those of a list: strings at some servers, objects with a `url` at others."""
    found = (web_address(item) or web_address(mapping(item).get("url")) for item in _items(value))
    return tuple(link for link in found if link)


def thumbnails(value: object) -> tuple[str, ...]:
    """The stills that trueai's lists of videos have beside each."""
    found = (web_address(mapping(item).get("thumbnail")) for item in _items(value))
    return tuple(link for link in found if link)


def still(candidates: Iterable[str | None]) -> str | None:
    """The first that is not a video: trueai's `imageUrl` is sometimes the MP4 itself."""
    return next((link for link in candidates if link and not _ends(link, _VIDEOS)), None)


def video(candidates: Iterable[str | None]) -> str | None:
    """The first that is a video by its name."""
    return next((link for link in candidates if link and _ends(link, _VIDEOS)), None)


def may_move(link: str) -> bool:
    """Whether it may be an animated picture: WebP, or without a name as new-api's own are."""
    return not _ends(link, _STILLS)


def forwarded(link: str) -> bool:
    """Whether new-api itself hands the picture out, by the task's id."""
    return NEW_API_PICTURE in urlsplit(link).path


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _ends(link: str, endings: tuple[str, ...]) -> bool:
    return urlsplit(link).path.lower().endswith(endings)
