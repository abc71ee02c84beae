"""The painter where the bot cannot post the result: it takes the place of the card, or is written.

So it is with private pictures, and in places that the bot is not in.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from sandbox.discord import Interaction, Message
from tests.atelier import PATIENCE, REGION, Atelier, atelier, bool_of_picture
from tests.flow.test_flow_painter_trouble import a_mask, say, send

Paint = Callable[[], Awaitable[tuple[int, Any]]]


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Atelier]:
    async with atelier(tmp_path) as ready, ready.painting_bot():
        yield ready


def size_of(picture: Message) -> tuple[int, int]:
    [(_, data)] = picture.pictures()
    assert data is not None
    with Pillow.open(io.BytesIO(data)) as opened:
        return opened.size


async def card_of(play: Atelier, picture: Message) -> tuple[Interaction, Message, Paint]:
    """The click on the button, the card it brings, and what sends a mask from its painter."""
    use = await play.press(picture, picture.button(REGION)["custom_id"])
    assert use.reply is not None
    card = await play.seen(use.reply, bool_of_picture)
    return use, card, paint(play, card, size_of(picture))


def paint(play: Atelier, card: Message, size: tuple[int, int]) -> Paint:
    """What sends a mask from the painter that the card leads to; gives status and answer."""
    path = str(card.button(say("region.paint"))["url"]).removeprefix(play.web)
    return lambda: send(play, path, a_mask(size))


def outlived(play: Atelier) -> None:
    """The bot's clock says that the cards' tokens have ended."""
    with sqlite3.connect(play.folder / "easel.db") as database:
        database.execute("UPDATE seats SET token_until = 1")


async def result(play: Atelier) -> Message:
    """The message with the painted picture, once the relay is done."""
    await play.finish()
    return await play.discord.wait_for(
        lambda m: "a boat" in m.text and bool(m.pictures()) and "<t:" not in m.text,
        timeout=PATIENCE,
    )


async def written(play: Atelier) -> Message:
    """The result, which comes as a direct message."""
    message = await result(play)
    assert message.channel is play.discord.dm(play.ada)
    return message


async def test_the_result_takes_the_place_of_the_card(play: Atelier) -> None:
    _, card, paints = await card_of(play, await play.upscaled(private=True))
    assert (await paints())[0] == 200
    shown = await result(play)
    assert shown is card
    assert shown.ephemeral
    assert say("region.send") not in [b.get("label") for b in shown.buttons()]
    again = await play.press(shown, shown.button("Details")["custom_id"])
    assert again.reply is not None
    assert (await paints())[0] == 422


async def test_a_later_click_on_the_card_counts(play: Atelier) -> None:
    picture = await play.upscaled(private=True)
    use, card, _ = await card_of(play, picture)
    card = await play.click(card, say("region.left"))
    use.expire()
    assert (await paint(play, card, size_of(picture))())[0] == 200
    assert await result(play) is card


@pytest.mark.parametrize("end", ["by our clock", "by Discord's", "dismissed"])
async def test_once_nothing_leads_to_the_card_it_is_written(play: Atelier, end: str) -> None:
    use, card, paints = await card_of(play, await play.upscaled(private=True))
    match end:
        case "by our clock":
            outlived(play)
        case "by Discord's":
            use.expire()
        case _:
            play.discord.delete_message(card)
    assert (await paints())[0] == 200
    await written(play)


async def test_whom_nothing_reaches_spends_nothing(play: Atelier) -> None:
    use, _, paints = await card_of(play, await play.upscaled(private=True))
    use.expire()
    play.ada.user.takes_messages = False
    answer = await paints()
    assert answer == (422, {"sentence": say("errors.painter_unseen")})
    assert len(play.relay.tasks) == 2
    play.ada.user.takes_messages = True
    assert (await paints())[0] == 200
    await written(play)


async def test_in_a_server_that_the_bot_is_not_in(play: Atelier) -> None:
    play.ada.user.installed = True
    guild = play.discord.land.add_guild("Elsewhere", play.ada.user, invited=False)
    use = await play.ada.command(
        play.discord.channel("general", guild), "imagine", {"prompt": "a lighthouse"}
    )
    await use.acknowledged(PATIENCE)
    grid = await play.drawn(use)
    picture = await play.drawn(await play.press(grid, grid.button("U1")["custom_id"]))
    _, card, paints = await card_of(play, picture)
    assert (await paints())[0] == 200
    assert await result(play) is card


async def test_a_card_that_discord_does_not_take_for_a_while_is_shown_later(play: Atelier) -> None:
    use, card, paints = await card_of(play, await play.upscaled(private=True))
    play.discord.inject("429-front-door", path=use.token, method="PATCH")
    assert (await paints())[0] == 200
    assert await result(play) is card
