"""Pictures that come inside a request."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

_DATA_URL: Final = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,(.+)", re.DOTALL)


def data_url(text: str) -> bytes | None:
    """The bytes of a `data:<mime>;base64,…` address, None when it is not one."""
    found = _DATA_URL.fullmatch(text)
    return None if found is None else _decoded(found[1])


def lenient(text: str) -> bytes | None:
    """The bytes of a data address, of bare base64, or nothing of a web address: as trueai reads."""
    if text.startswith(("http://", "https://")):
        return b""
    return data_url(text) if text.startswith("data:") else _decoded(text)


def mask(text: str) -> bytes | None:
    """The bytes of a mask; what stands before `base64,` does not matter."""
    return _decoded(text.rpartition("base64,")[2])


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except binascii.Error:
        return None
