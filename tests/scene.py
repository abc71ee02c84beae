"""What happens in front of a running bot, in the words of tests: who asks, and what they see."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sandbox.discord import Channel, Discord, Interaction, Message, Person
from sandbox.discord.interactions import Answer
from sandbox.relay import Relay, RelayTask
from tests.hurry import HurriedClock
from tests.running import KEY, PATIENCE, TOKEN, House, house

ADDRESS = re.compile(r"https?://|127\.0\.0\.1|localhost|\bsk-|Traceback|Error\b")
"""What no member may ever read."""
TO_MESSAGE = re.compile(r"https://discord\.com/channels/[0-9]+/[0-9]+/[0-9]+")
"""The one kind of link that messages have in their words."""
SUBMITS = ("submit/imagine", "submit/action", "submit/modal")
GOING = "<t:"
"""What only the message of a task that has not ended holds: since when it runs."""
TWICE_ACKNOWLEDGED = 40060


def over(message: Message) -> bool:
    """Whether a message says how its task ended."""
    return not message.thinking and GOING not in message.text


def names(message: Message) -> list[str]:
    """What each button is called, in order: its label, or its emoji where it has none."""
    return [
        button.get("label") or (button.get("emoji") or {}).get("name", "")
        for button in message.buttons()
    ]


def offered(message: Message) -> list[str]:
    """What each of the relay's buttons is called, without Easel's own below them."""
    shown = (button.get("custom_id", "") for button in message.buttons())
    pairs = zip(shown, names(message), strict=True)
    return [name for custom_id, name in pairs if custom_id.startswith("ez:press:")]


class Scene:
    """People, a relay that does nothing by itself, and the bot between them."""

    def __init__(self, built: House) -> None:
        self.house = built
        self.discord = built.discord
        self.relay = built.relay

    # -- who and where ---------------------------------------------------------------------------
    @property
    def ada(self) -> Person:
        return self.discord.person("Ada")

    @property
    def bo(self) -> Person:
        return self.discord.person("Bo")

    @property
    def chen(self) -> Person:
        return self.discord.person("Chen")

    @property
    def gallery(self) -> Channel:
        return self.discord.channel("gallery")

    # -- what people do --------------------------------------------------------------------------
    async def ask(
        self,
        prompt: str,
        *,
        by: Person | None = None,
        where: Channel | None = None,
        **options: Any,
    ) -> Interaction:
        """Somebody uses /imagine; nobody waits for anything yet."""
        person, place = by or self.ada, where or self.gallery
        return await person.command(place, "imagine", {"prompt": prompt, **options})

    async def imagine(self, prompt: str, **how: Any) -> Interaction:
        """Somebody uses /imagine and sees that the bot is at it."""
        use = await self.ask(prompt, **how)
        await use.acknowledged(PATIENCE)
        assert use.answer is Answer.DEFER  # a refusal is an answer in words
        return use

    async def press(self, message: Message, name: str, *, by: Person | None = None) -> Interaction:
        """Somebody presses the button with this label or emoji."""
        return await (by or self.ada).press(message, message.button(name)["custom_id"])

    # -- what the relay gets, and does -------------------------------------------------------------
    async def taken(self, prompt: str) -> RelayTask:
        """The relay's newest task whose prompt holds these words, once there is one."""
        await self.relay.wait_for(
            lambda r: r.operation in SUBMITS and r.status is not None and bool(self.tasks(prompt)),
            PATIENCE,
        )
        return self.tasks(prompt)[-1]

    def tasks(self, words: str = "") -> list[RelayTask]:
        """What the relay took with these words in its prompt, the oldest first."""
        return [task for task in self.relay.tasks.values() if words in task.prompt]

    async def heard(self, words: str, *, times: int = 1) -> None:
        """The relay has read so many submits whose body holds these words, and done what they ask.

        Whether anybody has had its answer yet is another matter.
        """
        await self.relay.wait_for(
            lambda request: request.operation in SUBMITS and self.submits(words) >= times, PATIENCE
        )

    async def made_by(self, words: str, *, times: int = 1) -> RelayTask:
        """The task that the last of so many submits has made."""
        await self.heard(words, times=times)
        return next(reversed(self.relay.tasks.values()))

    def submits(self, words: str = "") -> int:
        """How many submits the relay has read whose body holds these words."""
        return sum(r.operation in SUBMITS and words in str(r.body) for r in self.relay.log)

    # -- what people see -------------------------------------------------------------------------
    async def sees(self, use: Interaction, *words: str) -> Message:
        """The answer to an interaction once it holds all these words."""
        return await self.discord.wait_for(
            lambda m: m is use.reply and not m.thinking and all(w in m.text for w in words),
            timeout=PATIENCE,
        )

    async def ended(self, use: Interaction, *words: str) -> Message:
        """The answer to an interaction once its task is over and it holds these words."""
        return await self.discord.wait_for(
            lambda m: m is use.reply and over(m) and all(w in m.text for w in words),
            timeout=PATIENCE,
        )

    async def finished(self, prompt: str, **how: Any) -> Message:
        """A whole task: asked for, drawn, shown."""
        use = await self.imagine(prompt, **how)
        self.relay.finish((await self.taken(prompt)).id)
        return await self.ended(use)

    # -- what the bot has stored -------------------------------------------------------------------
    def stored(self) -> list[dict[str, Any]]:
        """Every task with its reply, as the database has them."""
        with self.house.database() as database:
            found = database.execute(
                "SELECT * FROM tasks JOIN replies ON replies.task = tasks.number ORDER BY number"
            )
            return [dict(row) for row in found]

    async def settled(self) -> None:
        """Every task is over, and its message shows it as far as the bot knows."""
        await self.house.until(
            lambda: all(
                row["status"] in {"done", "failed", "cancelled"}
                and (row["shown"] == row["revision"] or not row["reachable"])
                for row in self.stored()
            )
        )

    # -- what must hold whatever happened ----------------------------------------------------------
    def check(self, *, errors: bool = False) -> None:
        """Nobody was pinged, nobody read what is not for members, Discord refused nothing as wrong.

        With `errors` the bot may have logged some.
        """
        assert self.discord.pings == []
        for message in self.discord.messages():
            if message.author is self.discord.world.bot:
                assert not ADDRESS.search(TO_MESSAGE.sub("", message.text)), message.text
                assert TOKEN not in message.text
        wrong = [r for r in self.discord.requests if r.status == 400]
        assert [r for r in wrong if r.error != TWICE_ACKNOWLEDGED] == []
        written = self.house.log()
        assert KEY not in written
        assert TOKEN not in written
        if not errors:
            assert self.errors() == []

    def errors(self) -> list[str]:
        """What was logged as an error, discord.py's own words on lost connections left out."""
        return [
            str(line)
            for line in self.house.lines()
            if line.get("level") in {"error", "critical"}
            and not str(line.get("logger", "")).startswith("discord.")
        ]


@contextlib.asynccontextmanager
async def scene(
    folder: Path,
    *,
    preset: str = "plus",
    online: bool = True,
    settings: dict[str, str] | None = None,
    relay: dict[str, Any] | None = None,
    pace: float | None = None,
    **discord: Any,
) -> AsyncIterator[Scene]:
    """A scene with its bot online; `relay` and `discord` are knobs of the sandbox's two halves.

    With `pace` the bot's own time goes by so many times as fast.
    """
    world = Discord(token=TOKEN, history=True, **{"limits": False, **discord})
    studio = Relay(preset=preset, key=KEY, **{"auto": False, "picture_size": 64, **(relay or {})})
    clock = HurriedClock(pace) if pace else None
    async with house(folder, discord=world, relay=studio, clock=clock) as built:
        if online:
            await built.start(**(settings or {}))
        yield Scene(built)
