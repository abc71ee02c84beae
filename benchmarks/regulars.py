"""Members who use all there is: prompts, buttons, forms, regions, /cancel, /history, delete."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.crowd import FORMS, LINK, WORDS, Crowd, makes_task
from sandbox.discord import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sandbox.discord import Interaction, Message, Person

ANSWER_SECONDS = 4.0
"""How long somebody waits for a form: Discord itself gives up after three."""
SEEN = 60
"""How many of the newest messages somebody looks at."""
SENT = 0.8
"""The part of the forms that are sent in; the others are closed."""
OWN = frozenset({"delete", "cancel"})
"""Verbs of buttons that are for whoever asked for the task alone."""


@dataclass
class Regulars(Crowd):
    """The crowd, with more to do."""

    async def _act(self, person: Person) -> Interaction:
        act = self.dice.choices(list(ACTS), list(ACTS.values()))[0]
        return await act(self, person) or await self.ask(person)

    async def ask(self, person: Person) -> Interaction:
        """Something new from words, in private now and then."""
        self._asked += 1
        words = " ".join(self.dice.sample(WORDS, 3))
        options = {"prompt": f"{words}, number {self._asked}", "private": self.dice.random() < 0.1}
        return await person.command(self.discord.channel("gallery"), "imagine", options)

    # -- buttons -----------------------------------------------------------------------------------
    async def again(self, person: Person) -> Interaction | None:
        """Something new of a picture that is there."""
        return await self._press(person, makes_task)

    async def paint(self, person: Person) -> Interaction | None:
        """Another step on the card where a part of a picture is chosen."""
        return await self._press(person, lambda button: verb(button) == "region")

    async def fill(self, person: Person) -> Interaction | None:
        """A button of the relay's that has a form before it, or the card of a region."""
        return await self._press(person, lambda button: button.get("label") in FORMS)

    async def rerun(self, person: Person) -> Interaction | None:
        """A result's prompt in a form, to be changed."""
        return await self._press(person, lambda button: verb(button) == "rerun")

    async def look(self, person: Person) -> Interaction | None:
        """Anything else that can be pressed."""
        own = OWN | {"show"}  # a copy of a result would be counted as a second message of its task
        return await self._press(person, lambda button: verb(button) not in own)

    async def delete(self, person: Person) -> Interaction | None:
        """A result of one's own goes."""
        return await self._press(person, lambda button: verb(button) == "delete", own=True)

    async def stop(self, person: Person) -> Interaction | None:
        """A task of one's own is taken back at its message."""
        return await self._press(person, lambda button: verb(button) == "cancel", own=True)

    async def _press(
        self,
        person: Person,
        wanted: Callable[[Mapping[str, Any]], bool],
        *,
        own: bool = False,
    ) -> Interaction | None:
        """A click on one such button, and the form that may open; None where there is none."""
        found = [
            (message, button["custom_id"])
            for message in self._seen(person)
            if not own or asked_by(message, person)
            for button in message.buttons()
            if button["style"] != LINK and not button.get("disabled") and wanted(button)
        ]
        if not found:
            return None
        use = await person.press(*self.dice.choice(found))
        return await self._sent_in(person, use)

    def _seen(self, person: Person) -> Sequence[Message]:
        newest = self.discord.messages()[-SEEN:]
        return [message for message in newest if message.visible_to(person.id)]

    async def _sent_in(self, person: Person, use: Interaction) -> Interaction:
        """The form's own interaction where one opened and is sent in; the click's otherwise."""
        with contextlib.suppress(TimeoutError):
            await use.acknowledged(ANSWER_SECONDS)
        if use.form is None or self.dice.random() > SENT:
            return use
        self._asked += 1
        values = {"prompt": f"{self.dice.choice(WORDS)} anew, number {self._asked}"}
        changed = values if self.dice.random() < 0.5 else {}
        try:
            sent = await person.submit(use, changed)
        except Refused:  # a form without a prompt
            return use
        self.uses.append(use)
        return sent

    # -- commands ----------------------------------------------------------------------------------
    async def history(self, person: Person) -> Interaction | None:
        """What one has made."""
        return await person.command(self.discord.channel("gallery"), "history", {})

    async def cancel(self, person: Person) -> Interaction | None:
        """/cancel with one of the tasks that it offers."""
        gallery = self.discord.channel("gallery")
        with contextlib.suppress(TimeoutError):
            offers = await person.autocomplete(
                gallery, "cancel", {"task": ""}, "task", timeout=ANSWER_SECONDS
            )
            if offers:
                task = self.dice.choice(offers)["value"]
                return await person.command(gallery, "cancel", {"task": task})
        return None


Act = Callable[[Regulars, "Person"], Awaitable["Interaction | None"]]
ACTS: dict[Act, float] = {
    Regulars.ask: 34,
    Regulars.again: 26,
    Regulars.fill: 10,
    Regulars.paint: 8,
    Regulars.rerun: 5,
    Regulars.look: 5,
    Regulars.history: 4,
    Regulars.stop: 3,
    Regulars.cancel: 3,
    Regulars.delete: 2,
}
"""What they do, and how often of a hundred times."""


def verb(button: Mapping[str, Any]) -> str:
    """What a button of Easel's is for."""
    return str(button["custom_id"]).split(":")[1]


def asked_by(message: Message, person: Person) -> bool:
    """Whether a message answers this person."""
    return message.origin is not None and message.origin.user is person.user
