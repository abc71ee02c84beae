"""Files for one request: they share their bytes and let go of them by themselves."""

from __future__ import annotations

import gc
import weakref

import aiohttp

from bot.ui.files import attachment


def test_it_can_be_sent_again_as_after_a_refusal() -> None:
    file = attachment(b"a picture", "a.png")
    file.reset(seek=0)
    assert file.fp.read() == b"a picture"
    file.fp.close()  # as aiohttp does when a request is over
    file.reset(seek=1)
    assert file.fp.read() == b"a picture"


def test_its_length_is_known_without_a_copy_of_it() -> None:
    data = b"a picture" * 1000
    file = attachment(data, "a.png")
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("files[0]", file.fp, filename="a.png", content_type="image/png")
    assert (form().size or 0) > len(data)
    assert file.fp.getbuffer().obj is data  # type: ignore[attr-defined]


def test_nothing_holds_the_bytes_once_it_was_sent() -> None:
    file = attachment(b"a picture", "a.png")
    held = weakref.ref(file.fp)
    gc.disable()
    try:
        file.close()
        del file
        assert held() is None, "freed at once, not when the collector comes by"
    finally:
        gc.enable()
