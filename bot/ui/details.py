"""All that is known of a task, as a card that only its reader sees."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.core import classic
from bot.core.errors import BadInput, BadPrompt, EaselError, OperationMissing
from bot.core.form import prompt_of
from bot.core.operations import SEED
from bot.core.prompt_reading import read
from bot.core.relay_choice import MAIN
from bot.core.request import FaceSwap
from bot.core.status import Status
from bot.core.translation import english
from bot.ui import keypad, layout, line, own_row, prose, replies
from bot.ui.card import UPLOADED, Card, Verb
from bot.ui.durations import duration
from bot.ui.errors import words
from bot.ui.promising import keeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.task import Task
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

PROMPT_ROOM = 1100
"""Most characters of each of the prompts, its translation among them."""
TOGETHER = 2100
"""Most characters of all of them; the message holds 4,000 with all the rest."""
PARAMETERS_ROOM = 500
LACKING_ROOM = 300
ID_ROOM = 100


@dataclass(frozen=True, slots=True)
class Seed:
    """What is known of a seed: itself, why it cannot be had, or that it has been asked for."""

    digits: str = ""
    reason: str = ""


async def show(interaction: Interaction, services: Services, number: int) -> None:
    """Answers with the details of a task.

    Buttons of its message that were off come on where the relay is no longer believed to lack
    them, since nothing else draws an old message anew.
    """
    task = await services.tasks.find(number)
    locale = replies.locale(interaction)
    missing = services.abilities.missing(task.relay)
    drawn = card(task, locale, services.texts, missing=missing)
    await replies.present(interaction, layout.draw(drawn), _files(task))
    if task.buttons:
        await services.tasks.refresh(number)


async def seed(interaction: Interaction, services: Services, number: int) -> None:
    """Asks the relay for the seed, and puts it into the details that were clicked on.

    It may take a minute, so the click is answered first.
    """
    task = await services.tasks.find(number)
    if not _has_seed(task):
        raise BadInput("seed_unfinished")
    texts, locale = services.texts, replies.locale(interaction)
    missing = services.abilities.missing(task.relay)
    asked = card(task, locale, texts, missing=missing, seed=Seed())
    asking = partial(replies.redraw, interaction, layout.draw(asked), _files(task))
    async with keeping(interaction, services, asking, details_of=number):
        try:
            found = Seed(digits=await services.seeds.seed(number))
        except EaselError as error:
            found = Seed(reason=words(error, texts, locale))
        missing = services.abilities.missing(task.relay)
        told = card(task, locale, texts, missing=missing, seed=found)
        await replies.fill(interaction, layout.draw(told), _files(task))


def interrupted(task: Task, locale: str, texts: Texts, missing: frozenset[str]) -> Card:
    """The details when nobody waits for the relay's seed any more; known ones are told."""
    reason = texts.say(locale, "errors.interrupted")
    seed = Seed(digits=task.seed) if task.seed else Seed(reason=reason)
    return card(task, locale, texts, missing=missing, seed=seed)


def card(
    task: Task,
    locale: str,
    texts: Texts,
    *,
    missing: frozenset[str] = frozenset(),
    seed: Seed | None = None,
) -> Card:
    """The details. `missing` is what the relay is known to lack, `seed` what was found of it."""
    if seed is None and task.seed:
        seed = Seed(digits=task.seed)
    can_ask = _has_seed(task) and SEED not in missing
    if seed is None and _has_seed(task) and not can_ask:
        seed = Seed(reason=words(OperationMissing(SEED), texts, locale))
    ask = own_row.own(Verb.SEED, task, locale, texts)
    return Card(
        headline=f"**{texts.say(locale, 'details.title', number=task.number)}**",
        notes=_facts(task, locale, texts, missing, seed),
        line=_prompts(task, locale, texts),
        file=f"{UPLOADED}{_file_name(task)}" if _needs_file(task) else "",
        rows=((ask,),) if can_ask and not (seed and seed.digits) else (),
    )


def _has_seed(task: Task) -> bool:
    """Whether the relay may know one: not of videos, and only of what is finished."""
    return (
        task.status is Status.DONE
        and task.makes_picture
        and task.video is None
        and task.relay_id is not None
    )


# -- the facts ---------------------------------------------------------------------------------
def _facts(
    task: Task, locale: str, texts: Texts, missing: frozenset[str], seed: Seed | None
) -> tuple[str, ...]:
    who, when = f"<@{task.user_id}>", f"<t:{int(task.created_at)}:f>"
    facts = [texts.say(locale, "details.asked", when=when, who=who), _made(task, locale, texts)]
    if task.ended_at is not None:
        ended = f"<t:{int(task.ended_at)}:f>"
        took = duration(max(0, int(task.ended_at - task.created_at)), texts, locale)
        facts.append(texts.say(locale, "details.ended", when=ended, duration=took))
    if task.request.speed is not None:
        speed = texts.say(locale, f"choices.{task.request.speed}")
        facts.append(texts.say(locale, "details.speed", speed=speed))
    if parameters := _parameters(task):
        facts.append(texts.say(locale, "details.parameters", parameters=parameters))
    if task.job_id:
        facts.append(texts.say(locale, "details.job", id=_code(task.job_id)))
    if task.relay_id:
        facts.append(texts.say(locale, "details.relay_task", id=_code(task.relay_id)))
    if task.relay != MAIN:
        facts.append(texts.say(locale, "details.relay", relay=_code(task.relay)))
    if seed is not None:
        facts.append(_seed(seed, locale, texts))
    if _sends_nothing(task):
        facts.append(texts.say(locale, "details.no_buttons"))
    if lacking := _lacking(task, missing, locale, texts):
        facts.append(texts.say(locale, "details.lacking", buttons=lacking))
    return tuple(facts)


def _made(task: Task, locale: str, texts: Texts) -> str:
    label = line.made_with(task.request, locale, texts)
    if task.parent is None:
        return texts.say(locale, "details.made", label=label)
    return texts.say(locale, "details.made_of", label=label, parent=task.parent)


def _parameters(task: Task) -> str:
    """The parameters of the prompt; those of the relay's where the member's cannot be read."""
    for prompt in (prompt_of(task), task.final_prompt):
        try:
            given = read(prompt).given
        except BadPrompt:
            continue
        said = " ".join(f"--{one.parameter.name} {one.value}".rstrip() for one in given)
        if said:
            return _code(said, PARAMETERS_ROOM)
    return ""


def _seed(seed: Seed, locale: str, texts: Texts) -> str:
    if seed.digits:
        return texts.say(locale, "details.seed", seed=_code(seed.digits))
    if seed.reason:
        return texts.say(locale, "details.seed_failed", reason=seed.reason)
    return texts.say(locale, "details.seed_asked")


def _sends_nothing(task: Task) -> bool:
    """Whether the relay has sent no buttons for what Midjourney has some for."""
    finished = task.status is Status.DONE and task.makes_picture
    return finished and not classic.buttons(task) and not isinstance(task.request, FaceSwap)


def _lacking(task: Task, missing: frozenset[str], locale: str, texts: Texts) -> str:
    """The buttons that are off, by their names."""
    off = (
        keypad.key(task, position, texts, locale)
        for position in range(len(classic.buttons(task)))
        if classic.takes(task, position) & missing
    )
    return prose.inert(", ".join(key.label or key.emoji for key in off), LACKING_ROOM)


# -- the prompts -------------------------------------------------------------------------------
def _prompts(task: Task, locale: str, texts: Texts) -> str:
    if _needs_file(task):
        return texts.say(locale, "details.in_file")
    mine, theirs = prompt_of(task), _theirs(task)
    said = []
    if mine:
        said.append(texts.say(locale, "details.prompt", prompt=_block(mine)))
    if words := english(task):
        said.append(texts.say(locale, "details.english", prompt=_block(words)))
    if theirs and theirs != mine:
        said.append(texts.say(locale, "details.final_prompt", prompt=_block(theirs)))
    return "\n".join(said)


def _theirs(task: Task) -> str:
    """What the relay made of the prompt, without addresses that its member has not typed.

    A relay puts the attached pictures in front of it, by addresses that may be its own.
    """
    typed = frozenset(prompt_of(task).split())
    said = task.final_prompt.split()
    return " ".join(word for word in said if "://" not in word or word in typed)


def _needs_file(task: Task) -> bool:
    sizes = [len(one) for one in _whole(task)]
    return max(sizes, default=0) > PROMPT_ROOM or sum(sizes) > TOGETHER


def _whole(task: Task) -> Sequence[str]:
    """The prompts that there are, each once."""
    return tuple(dict.fromkeys(filter(None, (prompt_of(task), english(task), _theirs(task)))))


def _file_name(task: Task) -> str:
    return f"easel-{task.number}.txt"


def _files(task: Task) -> list[discord.File]:
    """The whole prompts as a text file, where they are too long to be shown."""
    if not _needs_file(task):
        return []
    data = "\n\n".join(_whole(task)).encode("utf-8", "replace")
    return [discord.File(io.BytesIO(data), filename=_file_name(task))]


def _block(text: str) -> str:
    """A text to be copied: nothing in it is read as markup or a mention."""
    return f"```\n{prose.cut(_unbroken(text), PROMPT_ROOM + ID_ROOM)}\n```"


def _code(text: str, room: int = ID_ROOM) -> str:
    return f"`{prose.cut(_unbroken(text), room)}`"


def _unbroken(text: str) -> str:
    """Without what would end a block of code."""
    return prose.clean(text).replace("`", "'")
