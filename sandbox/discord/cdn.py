"""The files of messages: kept in memory, served under signed addresses that run out."""

from __future__ import annotations

import hashlib
import hmac
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from sandbox.discord.errors import Json
from sandbox.discord.pictures import sniff
from sandbox.discord.snowflake import Snowflakes

LIFE_SECONDS = 86_400  # how long a signed address works; about a day on the real one
LINGER_SECONDS = 30
"""How long the addresses of a dropped file go on working: what a client shows is behind the message
by a moment, and on the real one caches have it for longer."""
_OUR_PATH = re.compile(r"/(?:ephemeral-)?attachments/\d+/(\d+)/[^/?]+")


@dataclass(frozen=True)
class Upload:
    """A file somebody sends: its name and its bytes."""

    filename: str
    data: bytes


@dataclass(frozen=True)
class Attachment:
    """A file Discord keeps; `width` and `height` in pixels when it is a picture."""

    id: int
    filename: str
    data: bytes
    content_type: str
    path: str
    width: int | None = None
    height: int | None = None
    description: str | None = None
    spoiler: bool = False
    ephemeral: bool = False


def clean_name(name: str) -> str:
    """The name Discord gives an uploaded file: blanks become `_`, other odd characters go."""
    plain = re.sub(r"[^\w.\-]", "", name.replace(" ", "_"), flags=re.ASCII)
    return plain if plain.strip(".") else "unknown"


class Cdn:
    """Keeps files and signs their addresses; `base_url` is where the server serves them.

    With `keeps_bytes` off a file is known and empty: thousands of large ones need no memory then.
    """

    def __init__(self, clock: Callable[[], float], snowflakes: Snowflakes) -> None:
        self.base_url = ""
        self.keeps_bytes = True
        self._clock = clock
        self._snowflakes = snowflakes
        self._secret = b"sandbox"
        self._files: dict[int, Attachment] = {}
        self._dropped: dict[int, tuple[float, Attachment]] = {}
        """By their numbers, with when they are let go; the first one first."""

    def keep(
        self,
        upload: Upload,
        place: int,
        *,
        description: str | None = None,
        spoiler: bool = False,
        ephemeral: bool = False,
    ) -> Attachment:
        """Keeps a file under a channel's id (the app's id for an ephemeral one)."""
        number, name = self._snowflakes.next(), clean_name(upload.filename)
        picture = sniff(upload.data)
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        kept = Attachment(
            number,
            name,
            upload.data if self.keeps_bytes else b"",
            picture.content_type if picture else guessed,
            f"/{'ephemeral-' if ephemeral else ''}attachments/{place}/{number}/{quote(name)}",
            picture.width if picture else None,
            picture.height if picture else None,
            description,
            spoiler,
            ephemeral,
        )
        self._files[number] = kept
        return kept

    def drop(self, attachment: Attachment) -> None:
        """A file that no message has any more; its addresses answer 404 after a moment."""
        now = self._clock()
        for number, (until, _) in list(self._dropped.items()):
            if until > now:
                break
            del self._dropped[number]
        self._dropped[attachment.id] = now + LINGER_SECONDS, attachment
        self._files.pop(attachment.id, None)

    def url(self, attachment: Attachment) -> str:
        """A freshly signed address of a file."""
        ends = f"{int(self._clock()) + LIFE_SECONDS:x}"
        issued = f"{int(self._clock()):x}"
        signature = self._signature(attachment.path, ends, issued)
        return f"{self.base_url}{attachment.path}?ex={ends}&is={issued}&hm={signature}&"

    def open(self, path: str, ends: str, issued: str, signature: str) -> Attachment | None:
        """The file at a signed address, or None when it is gone, forged or past its time."""
        found, good = self.at(path) or self._lingering(path), self._signature(path, ends, issued)
        if found is None or not hmac.compare_digest(signature.encode(), good.encode()):
            return None
        return found if int(ends, 16) >= self._clock() else None

    def at(self, url: str) -> Attachment | None:
        """The file a path or an address of ours (signed or not) is for, if it is still kept."""
        return self._files.get(self._number(url))

    def _lingering(self, path: str) -> Attachment | None:
        until, found = self._dropped.get(self._number(path), (0.0, None))
        return found if until > self._clock() else None

    def _number(self, url: str) -> int:
        """Which file an address is for; 0 for none of ours."""
        match = _OUR_PATH.fullmatch(url.removeprefix(self.base_url).partition("?")[0])
        return int(match[1]) if match else 0

    def json(self, attachment: Attachment) -> Json:
        """An attachment object with a fresh address."""
        url = self.url(attachment)
        found: Json = {
            "id": str(attachment.id),
            "filename": attachment.filename,
            "size": len(attachment.data),
            "url": url,
            "proxy_url": url,
            "content_type": attachment.content_type,
        }
        if attachment.width is not None:
            found |= {"width": attachment.width, "height": attachment.height}
        if attachment.description is not None:
            found["description"] = attachment.description
        if attachment.ephemeral:
            found["ephemeral"] = True
        if attachment.spoiler:
            found["flags"] = 8  # IS_SPOILER
        return found

    def _signature(self, path: str, ends: str, issued: str) -> str:
        signed = f"{path}|{ends}|{issued}".encode()
        return hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
