"""What stands at Discord when all is over: how interactions were answered, what messages say."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from benchmarks.audit import DEFERRED, ENDED
from benchmarks.crowd import LINK
from benchmarks.regulars import verb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.books import Books
    from sandbox.discord import Interaction, Message

GOING = ":R>"
"""What only the message of a task that has not ended holds: since when it runs."""
PATIENCE = 3.0
"""Seconds that Discord waits for an acknowledgement."""


def over(message: Message) -> bool:
    """Whether a task's message says how it ended."""
    return not message.thinking and GOING not in message.text


def holds(message: Message, wanted: str, number: int) -> bool:
    """Whether a message has this button of a task's."""
    return any(
        button["style"] != LINK and button["custom_id"].split(":")[1:3] == [wanted, str(number)]
        for button in message.buttons()
    )


def answers(
    books: Books, uses: Sequence[Interaction], was_there: Callable[[float, float], bool]
) -> Counter[str]:
    """How each interaction was answered; one that was begun to be answered has to be finished."""
    ended = {row["message_id"] for row in books.rows if row["status"] in ENDED}
    counted: Counter[str] = Counter()
    for use in uses:
        counted["sent"] += 1
        if use.answer is None:
            there = was_there(use.created, PATIENCE)
            counted["not acknowledged" if there else "while the bot was away"] += 1
            continue
        counted["acknowledged"] += 1
        if use.answer != DEFERRED or use.reply is None:
            counted["answered at once"] += 1
        elif use.reply.id in ended:
            counted["became a task"] += 1
        elif not use.reply.thinking and use.command != "imagine":
            counted["promised, and answered"] += 1
        else:
            books.wrongs.append(f"interaction {use.id} of {use.user.name} was never finished")
    return counted


def messages(books: Books) -> Counter[str]:
    """What stands in the bot's messages; none may be left behind, and no end may stand twice."""
    discord, counted = books.house.discord, Counter[str]()
    own = {row["message_id"]: row for row in books.rows if row["message_id"]}
    for message in discord.messages():
        if message.author is not discord.world.bot:
            continue
        counted["all"] += 1
        row = own.get(message.id)
        counted["that answer no interaction"] += message.origin is None
        if message.origin is None and row is None:
            books.wrongs.append(f"message {message.id} is nobody's: {message.text!r}")
        if row is not None:
            counted["of tasks, with a picture" if message.pictures() else "of tasks, in words"] += 1
        if message.thinking or (row is not None and not over(message)):
            counted["unfinished"] += 1
            books.wrongs.append(f"message {message.id} is unfinished: {message.text!r}")
    counted["pings"] = len(discord.pings)
    books.wrongs += _shown_twice(books)
    return counted


def _shown_twice(books: Books) -> list[str]:
    """Results that stand in two messages; nobody has asked for copies."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for message in books.house.discord.messages():
        keys = [b for b in message.buttons() if b["style"] != LINK and verb(b) == "delete"]
        for key in keys:
            found[int(key["custom_id"].split(":")[2])].append(message.id)
    return [f"task {task} ends in {ids}" for task, ids in found.items() if len(ids) > 1]
