"""The whole program between the two sandboxes, with an upscaled picture to paint on."""

from __future__ import annotations

import base64
import contextlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image as Pillow

from bot.easel import Easel
from bot.web.server import serve
from sandbox.discord import Interaction, Message, Person
from tests.play import PATIENCE, Play, sandboxes
from tests.ports import reserved

REGION = "Vary (Region)"


@dataclass
class Atelier(Play):
    """Whoever paints on upscaled pictures; `web` is where the painter's pages are."""

    web: str = ""

    @contextlib.asynccontextmanager
    async def painting_bot(self) -> AsyncIterator[Easel]:
        """One run of the program with the painter's pages, ended in order."""
        with reserved() as port:
            self.web = f"http://127.0.0.1:{port}"
            async with self.bot(web_port=port, public_url=self.web) as easel:
                assert easel.painter is not None
                async with serve("127.0.0.1", port, easel.painter.routes()):
                    yield easel

    async def upscaled(self, **options: Any) -> Message:
        """Ada has a picture drawn and takes the first one out of the grid."""
        use = await self.ada.command(self.gallery, "imagine", {"prompt": "a lighthouse", **options})
        await use.acknowledged(PATIENCE)
        grid = await self.drawn(use)
        return await self.drawn(await self.press(grid, grid.button("U1")["custom_id"]))

    async def picker(self, message: Message, *, by: Person | None = None) -> Message:
        """The card to choose on, once its picture is there."""
        use = await self.press(message, message.button(REGION)["custom_id"], by=by)
        assert use.reply is not None
        assert use.reply.ephemeral
        return await self.seen(use.reply, bool_of_picture)

    async def seen(self, message: Message, holds: Any) -> Message:
        return await self.discord.wait_for(lambda m: m is message and holds(m), timeout=PATIENCE)

    async def click(self, card: Message, label: str) -> Message:
        """Presses a button of the card and waits until it is drawn anew."""
        before = card.pictures()[0][0]
        await self.press(card, card.button(label)["custom_id"])
        return await self.seen(card, lambda m: m.pictures() and m.pictures()[0][0] != before)

    async def choose(self, card: Message, *cells: int) -> Message:
        """Chooses these cells, by their numbers, in the menu of the card."""
        before = card.pictures()[0][0]
        values = [str(cell - 1) for cell in cells]
        use = await self.ada.select(card, card.selects()[0]["custom_id"], values)
        await use.acknowledged(PATIENCE)
        return await self.seen(card, lambda m: m.pictures() and m.pictures()[0][0] != before)

    async def form(self, card: Message, label: str) -> Interaction:
        use = await self.press(card, card.button(label)["custom_id"])
        assert use.form is not None
        return use

    async def submit(self, use: Interaction, **values: Any) -> Interaction:
        return await (await self.ada.submit(use, values)).acknowledged(PATIENCE)

    async def drawn(self, use: Interaction) -> Message:
        """The answer to an interaction, once the relay has finished its newest task."""
        await self.finish()
        return await self.discord.wait_for(
            lambda m: m is use.reply and bool(m.pictures()) and "<t:" not in m.text,
            timeout=PATIENCE,
        )

    async def finish(self) -> None:
        """Waits for the relay to get one more task, and has it end well."""
        await self.relay.wait_for(lambda _: self._fresh() is not None, PATIENCE)
        fresh = self._fresh()
        assert fresh is not None
        self.relay.finish(fresh)

    def _fresh(self) -> str | None:
        """The newest task, if nothing is missing for its picture to be drawn."""
        newest = next(reversed(self.relay.tasks), None)
        if newest is None or self.relay.status(newest).status in {"SUCCESS", "MODAL"}:
            return None
        return newest

    async def confirmed(self) -> dict[str, Any]:
        """What the relay got with the form of a region."""
        found = await self.relay.wait_for(
            lambda r: r.operation == "submit/modal" and r.status is not None, PATIENCE
        )
        body: dict[str, Any] = found.body
        return body

    def picture_size(self) -> tuple[int, int]:
        """The size of the picture that was painted on."""
        message = max(
            (m for m in self.discord.messages() if m.pictures() and not m.ephemeral),
            key=lambda m: m.id,
        )
        data = message.pictures()[0][1]
        assert data is not None
        with Pillow.open(io.BytesIO(data)) as opened:
            return opened.size


def bool_of_picture(message: Message) -> bool:
    """Whether a message shows a picture."""
    return bool(message.pictures())


def mask_of(body: dict[str, Any]) -> Pillow.Image:
    """The mask that a relay was sent."""
    head, _, data = body["maskBase64"].partition(",")
    assert head == "data:image/png;base64"
    opened = Pillow.open(io.BytesIO(base64.b64decode(data)))
    opened.load()
    return opened


@contextlib.asynccontextmanager
async def atelier(
    folder: Path, *, preset: str = "plus", size: int = 96, record: Path | None = None
) -> AsyncIterator[Atelier]:
    """Everybody but the bot; `record` is where every request to Discord is written."""
    async with sandboxes(preset=preset, size=size, record=record) as (world, studio):
        yield Atelier(world, studio, folder)
