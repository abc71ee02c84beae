"""The commands and menus, used: what each comes to."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.discord import Message
from tests.flow.masks import a_mask
from tests.media.pixels import opened
from tests.operations.presses import grid, kept, names, off
from tests.operations.stage import PROMPT, Seen, Stage, say
from tests.operations.ways import Way

LONG = "a very beautiful lighthouse above the calm sea"


# -- commands ----------------------------------------------------------------------------------
async def imagine(stage: Stage) -> Way:
    return _drawn(await stage.use("imagine", prompt=PROMPT), "submit/imagine")


async def imagine_picture(stage: Stage) -> Way:
    seen = await stage.use("imagine", prompt=PROMPT, image=stage.a_picture())
    assert len(seen.body["base64Array"]) == 1
    return _drawn(seen, "submit/imagine")


async def blend(stage: Stage) -> Way:
    pictures = {f"image{n}": stage.a_picture() for n in (1, 2)}
    return _drawn(await stage.use("blend", **pictures), "submit/blend")


async def faceswap(stage: Stage) -> Way:
    source, target = stage.a_picture(), stage.a_picture()
    return _drawn(await stage.use("faceswap", source=source, target=target), "insight-face/swap")


async def video(stage: Stage) -> Way:
    seen = await stage.use("video", prompt="it rains", image=stage.a_picture())
    return _drawn(seen, "submit/video")


async def edit(stage: Stage, operation: str, **options: Any) -> Way:
    seen = await stage.use("edit", prompt="a hat", image=stage.a_picture(), **options)
    return _drawn(seen, operation)


async def edit_mask(stage: Stage) -> Way:
    picture = stage.a_picture()
    mask = a_mask(opened(picture.data).size, (0, 0, 9, 9))
    seen = await stage.use("edit", prompt="a hat", image=picture, mask=mask)
    return _drawn(seen, "submit/edits")


def _drawn(seen: Seen, operation: str) -> Way:
    if seen.refused():
        return Way.WORDS
    assert seen.drawn(operation), (seen.message.text, seen.operations)
    return Way.WORKS


# -- what brings words -------------------------------------------------------------------------
async def describe(stage: Stage) -> Way:
    return _written(await stage.use("describe", image=stage.a_picture()), "submit/describe")


async def describe_link(stage: Stage) -> Way:
    parent = await grid(stage)
    assert isinstance(parent, Message)
    seen = await stage.use("describe", link=parent.pictures()[0][0])
    return _written(seen, "submit/describe")


async def shorten(stage: Stage) -> Way:
    return _written(await stage.use("shorten", prompt=LONG), "submit/shorten")


def _written(seen: Seen, operation: str) -> Way:
    if seen.refused():
        return Way.WORDS
    assert seen.written(operation), seen.message.text
    return Way.WORKS


@kept
async def described(stage: Stage) -> Message | Way:
    return (await stage.use("describe", by=stage.dora, image=stage.a_picture())).message


@kept
async def shortened(stage: Stage) -> Message | Way:
    seen = await stage.use("shorten", by=stage.dora, prompt=LONG)
    return Way.WORDS if seen.refused() else seen.message


Parent = Callable[[Stage], Awaitable[Message | Way]]


async def pick(stage: Stage, parent: Parent) -> Way:
    """A suggested prompt, as it is."""
    message = await parent(stage)
    if isinstance(message, Way):
        return message
    seen = await stage.press(message, _key(message, "suggestion", 0))
    assert not seen.formed
    assert seen.drawn("submit/imagine")
    return Way.IMAGINE


async def pick_in_form(stage: Stage, parent: Parent) -> Way:
    """A suggested prompt, changed first."""
    message = await parent(stage)
    if isinstance(message, Way):
        return message
    seen = await stage.press(message, _key(message, "edit_suggestion", 1), prompt="two towers")
    assert seen.formed
    assert seen.drawn("submit/imagine")
    assert seen.body["prompt"] == "two towers"
    return Way.IMAGINE


async def describe_again(stage: Stage) -> Way:
    message = await described(stage)
    assert isinstance(message, Message)
    if "🔄" in names(message):
        seen = await stage.press(message, "🔄")
        if seen.refused():
            return await off(stage, message, "🔄")
        assert seen.written("submit/action")
        return Way.WORKS
    seen = await stage.choose("Describe image", message)
    assert seen.written("submit/describe")
    return Way.MENU


async def describe_all(stage: Stage) -> Way:
    """There is no key for all at once, but one for each."""
    message = await described(stage)
    assert isinstance(message, Message)
    assert "🎉" not in [(b.get("emoji") or {}).get("name") for b in message.buttons()]
    for place in range(4):
        seen = await stage.press(message, _key(message, "suggestion", place), by=stage.dora)
        assert seen.drawn("submit/imagine")
    return Way.NUMBERS


def _key(message: Message, verb: str, place: int) -> str:
    """The custom_id of a suggestion's key."""
    custom_ids = [str(button["custom_id"]) for button in message.buttons()]
    return next(
        found
        for found in custom_ids
        if found.startswith(f"ez:{verb}:") and found.endswith(f":{place}")
    )


# -- references --------------------------------------------------------------------------------
async def reference(stage: Stage, role: str, name: str) -> Way:
    """A picture that the prompt names by its address."""
    parent = await grid(stage)
    assert isinstance(parent, Message)
    seen = await stage.choose("Use as reference", parent, prompt="a tower --v 6.1", role=role)
    assert seen.formed
    assert seen.message.pictures()
    prompt = seen.body["prompt"]
    assert seen.body["base64Array"] == []
    assert "://" not in seen.message.text
    if prompt.startswith(f"a tower --{name} {stage.relay.base_url}"):
        assert seen.operations == ["submit/upload-discord-images", "submit/imagine"]
        return Way.WORKS
    address = parent.pictures()[0][0].partition("?")[0]
    assert prompt.startswith(f"a tower --{name} {address}?")
    assert say("notes.reference_linked") in seen.message.text
    return Way.LINK


async def reference_start(stage: Stage) -> Way:
    parent = await grid(stage)
    assert isinstance(parent, Message)
    seen = await stage.choose("Use as reference", parent, prompt="a tower", role="start")
    assert len(seen.body["base64Array"]) == 1
    return _drawn(seen, "submit/imagine")


async def reference_closed(stage: Stage) -> Way:
    stage.relay.change(extras=False)
    try:
        return await reference(stage, "style", "sref")
    finally:
        stage.relay.change(extras=True)


DRIVERS: dict[str, Callable[[Stage], Awaitable[Way]]] = {
    "imagine": imagine,
    "imagine_picture": imagine_picture,
    "blend": blend,
    "describe": describe,
    "describe_link": describe_link,
    "describe_pick": functools.partial(pick, parent=described),
    "describe_form": functools.partial(pick_in_form, parent=described),
    "describe_again": describe_again,
    "describe_all": describe_all,
    "shorten": shorten,
    "shorten_pick": functools.partial(pick, parent=shortened),
    "shorten_form": functools.partial(pick_in_form, parent=shortened),
    "faceswap": faceswap,
    "video": video,
    "edit": functools.partial(edit, operation="submit/edits"),
    "edit_mask": edit_mask,
    "retexture": functools.partial(edit, operation="submit/retexture", retexture=True),
    "reference_start": reference_start,
    "reference_style": functools.partial(reference, role="style", name="sref"),
    "reference_character": functools.partial(reference, role="character", name="cref"),
    "reference_closed": reference_closed,
}
