"""The relay's buttons, pressed: what each comes to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sandbox.discord import Message, Person, Upload
from tests.atelier import PATIENCE, mask_of
from tests.flow.masks import a_mask
from tests.media.pixels import opened
from tests.operations.stage import CHANGED, PRESS, PROMPT, Stage, say
from tests.operations.ways import Way

Parent = Callable[[Stage], Awaitable[Message | Way]]
ACTION, CHANGE, MODAL = "submit/action", "submit/change", "submit/modal"
REGION = "Vary (Region)"


# -- what is pressed on ------------------------------------------------------------------------
def kept(make: Parent) -> Parent:
    """A message that is made once, or the way in which it cannot be had."""

    async def given(stage: Stage) -> Message | Way:
        if make.__name__ not in stage.kept:
            stage.kept[make.__name__] = await make(stage)
        return stage.kept[make.__name__]

    return given


@kept
async def grid(stage: Stage) -> Message | Way:
    return (await stage.use("imagine", by=stage.dora, prompt=PROMPT)).message


@kept
async def upscaled(stage: Stage) -> Message | Way:
    return await _first(stage, await grid(stage), "U1")


@kept
async def older(stage: Stage) -> Message | Way:
    prompt = f"{PROMPT} --v 5.2"
    drawn = await stage.use("imagine", by=stage.dora, prompt=prompt)
    return await _first(stage, drawn.message, "U1")


@kept
async def larger(stage: Stage) -> Message | Way:
    return await _first(stage, await upscaled(stage), "Upscale (Subtle)")


@kept
async def film(stage: Stage) -> Message | Way:
    return await _first(stage, await upscaled(stage), "Animate (High motion)")


@kept
async def clip(stage: Stage) -> Message | Way:
    return await _first(stage, await film(stage), "U1")


async def _first(stage: Stage, parent: Message | Way, name: str) -> Message | Way:
    """What comes of a press, or the way in which that is not to be had."""
    if isinstance(parent, Way):
        return parent
    if way := await unpressed(stage, parent, name):
        return way
    seen = await stage.press(parent, name, by=stage.dora)
    return await off(stage, parent, name) if seen.refused() else seen.message


# -- the ways that are no picture ----------------------------------------------------------------
def names(message: Message) -> list[str]:
    """What the relay's buttons of a message are called."""
    shown = (button for button in message.buttons() if button["custom_id"].startswith(PRESS))
    return [button.get("label") or button["emoji"]["name"] for button in shown]


async def nothing_sent(stage: Stage, message: Message) -> Way:
    """The message has none of the relay's buttons at all, and its details say so."""
    assert names(message) == []
    assert say("details.no_buttons") in (await stage.details(message)).text
    return Way.NONE


async def off(stage: Stage, message: Message, name: str) -> Way:
    """The button goes off, and the details say why."""
    await stage.house.seen(message, lambda m: m.button(name).get("disabled"))
    lacking = next(
        line
        for line in (await stage.details(message)).text.splitlines()
        if line.startswith("**Buttons that are off**")
    )
    assert name in lacking
    assert "this relay does not offer them" in lacking
    return Way.OFF


async def unpressed(stage: Stage, message: Message, name: str) -> Way | None:
    """Why there is nothing to press; None where there is."""
    if name not in names(message):
        return await nothing_sent(stage, message)
    return await off(stage, message, name) if message.button(name).get("disabled") else None


# -- one press ---------------------------------------------------------------------------------
async def plain(stage: Stage, parent: Message, name: str) -> Way:
    """A press by somebody who has remix off."""
    if way := await unpressed(stage, parent, name):
        return way
    seen = await stage.press(parent, name)
    if seen.refused():
        return await off(stage, parent, name)
    assert not seen.formed
    if seen.drawn(CHANGE):
        return Way.CHANGE
    assert seen.drawn(ACTION)
    return Way.WORKS


async def remixed(stage: Stage, parent: Message, name: str) -> Way:
    """A press by somebody who has remix on, and then another prompt in the form."""
    if way := await unpressed(stage, parent, name):
        return way
    async with stage.remixing():
        seen = await stage.press(parent, name, by=stage.bo, prompt=CHANGED)
    if seen.refused():
        return await off(stage, parent, name)
    if seen.drawn(CHANGE):
        assert say("forms.no_remix") in seen.message.text
        return Way.SAME
    assert seen.formed
    assert seen.drawn(ACTION, MODAL)
    assert seen.body["prompt"] == CHANGED
    assert CHANGED in seen.message.text
    return Way.WORKS


def pressing(
    parent: Parent, *labels: str, how: Callable[[Stage, Message, str], Awaitable[Way]] = plain
) -> Callable[[Stage], Awaitable[Way]]:
    """A row of buttons that come to the same, each pressed."""

    async def drive(stage: Stage) -> Way:
        message = await parent(stage)
        if isinstance(message, Way):
            return message
        return same([await how(stage, message, label) for label in labels])

    return drive


def same(ways: Sequence[Way]) -> Way:
    """The one way in which all went."""
    assert len(set(ways)) == 1, ways
    return ways[0]


# -- the ones with a story of their own ------------------------------------------------------------
async def asked(stage: Stage) -> Way:
    """The relay asks for a prompt that its member did not want to see: it gets the same one."""
    parent = await grid(stage)
    assert isinstance(parent, Message)
    async with stage.remixing():
        seen = await stage.press(parent, "V1", by=stage.dora)
    if seen.drawn(CHANGE):
        return Way.CHANGE
    assert not seen.formed
    assert seen.drawn(ACTION, MODAL)
    assert seen.body["prompt"].startswith("a lighthouse")
    return Way.WORKS


async def custom_zoom(stage: Stage) -> Way:
    parent = await upscaled(stage)
    assert isinstance(parent, Message)
    if way := await unpressed(stage, parent, "Custom Zoom"):
        return way
    seen = await stage.press(parent, "Custom Zoom", zoom="1.8")
    assert seen.formed
    assert seen.drawn(ACTION, MODAL)
    assert seen.body["prompt"].endswith("--zoom 1.8")
    return Way.WORKS


async def no_forms(stage: Stage) -> Way:
    """Found out by the form's answer: then every button whose form always opens is of no use."""
    parent = await older(stage)
    assert isinstance(parent, Message)
    if way := await unpressed(stage, parent, "Custom Zoom"):
        return way
    stage.relay.inject("operation_unknown", path="modal")
    seen = await stage.press(parent, "Custom Zoom", by=stage.dora, zoom="1.8")
    assert seen.refused()
    return same([await off(stage, parent, name) for name in ("Custom Zoom", REGION)])


async def region(stage: Stage) -> Way:
    return await _painted(stage, stage.ada, "send", {})


async def region_mask(stage: Stage) -> Way:
    parent = await upscaled(stage)
    assert isinstance(parent, Message)
    data = parent.pictures()[0][1]
    assert data is not None
    mask = a_mask(opened(data).size, (0, 0, 20, 20))
    return await _painted(stage, stage.dora, "upload", {"mask": mask})


async def _painted(stage: Stage, by: Person, button: str, values: dict[str, Upload]) -> Way:
    parent = await upscaled(stage)
    assert isinstance(parent, Message)
    if way := await unpressed(stage, parent, REGION):
        return way
    card = await stage.house.picker(parent, by=by)
    if not values:
        await stage.house.click(card, say("region.left"))
    boat = "a boat --ar 3:2"
    seen = await stage.press(card, say(f"region.{button}"), by=by, prompt=boat, **values)
    assert seen.drawn(ACTION, MODAL)
    assert seen.body["prompt"] == boat
    assert {level for _, level in mask_of(seen.body).getcolors()} == {0, 255}
    return Way.WORKS


async def bookmark(stage: Stage) -> Way:
    """Midjourney's own ❤️ is nowhere; Easel's keeps the result."""
    parent = await upscaled(stage)
    assert isinstance(parent, Message)
    assert "❤️" not in names(parent)
    use = await stage.house.press(parent, parent.button("Favourite")["custom_id"])
    number = int(parent.button("Favourite")["custom_id"].split(":")[2])
    said = say("own.kept", number=number)
    await stage.house.discord.wait_for(
        lambda m: m is use.reply and m.text == said, timeout=PATIENCE
    )
    return Way.FAVOURITE


PANS = ("⬅️", "➡️", "⬆️", "⬇️")
UPSCALES = tuple(f"U{n}" for n in range(1, 5))
VARIATIONS = tuple(f"V{n}" for n in range(1, 5))

DRIVERS: dict[str, Callable[[Stage], Awaitable[Way]]] = {
    "upscale": pressing(grid, *UPSCALES),
    "vary": pressing(grid, *VARIATIONS),
    "vary_remix": pressing(grid, *VARIATIONS, how=remixed),
    "vary_asked": asked,
    "reroll": pressing(grid, "🔄"),
    "reroll_remix": pressing(grid, "🔄", how=remixed),
    "subtle": pressing(upscaled, "Upscale (Subtle)"),
    "creative": pressing(upscaled, "Upscale (Creative)"),
    "redo": pressing(larger, "Redo Upscale (Subtle)", "Redo Upscale (Creative)"),
    "double": pressing(older, "Upscale (2x)"),
    "fourfold": pressing(older, "Upscale (4x)"),
    "vary_subtle": pressing(upscaled, "Vary (Subtle)"),
    "vary_subtle_remix": pressing(upscaled, "Vary (Subtle)", how=remixed),
    "vary_strong": pressing(upscaled, "Vary (Strong)"),
    "vary_strong_remix": pressing(upscaled, "Vary (Strong)", how=remixed),
    "region": region,
    "region_mask": region_mask,
    "zoom_2": pressing(upscaled, "Zoom Out 2x"),
    "zoom_15": pressing(upscaled, "Zoom Out 1.5x"),
    "square": pressing(upscaled, "Make Square"),
    "custom_zoom": custom_zoom,
    "no_forms": no_forms,
    "pan": pressing(upscaled, *PANS),
    "pan_remix": pressing(upscaled, *PANS, how=remixed),
    "bookmark": bookmark,
    "animate_high": pressing(upscaled, "Animate (High motion)"),
    "animate_low": pressing(upscaled, "Animate (Low motion)"),
    "animate_remix": pressing(
        upscaled, "Animate (High motion)", "Animate (Low motion)", how=remixed
    ),
    "video_upscale": pressing(film, *UPSCALES),
    "video_reroll": pressing(film, "🔄"),
    "extend_high": pressing(clip, "Extend (High motion)"),
    "extend_low": pressing(clip, "Extend (Low motion)"),
}
