"""What can go wrong on purpose: the list of faults, and those that are armed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

When = Literal["before", "after"]


class Stage(StrEnum):
    """Where a fault takes hold."""

    REQUEST = "request"  # any request of the protocol, on its way
    SUBMIT = "submit"  # a refusal instead of taking a submit
    TASK = "task"  # how the new task will be
    ANSWER = "answer"  # the answer to a submit
    ROWS = "rows"  # tasks in fetch and lists
    LIST = "list"  # the list itself
    PICTURE = "picture"  # a picture on its way
    CALLBACK = "callback"  # a callback on its way
    CHAT = "chat"  # what the chat endpoint says


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that can go wrong. `when` says whether the request it befalls was carried out;
    `seconds` is how long it takes where it takes time."""

    name: str
    title: str
    stage: Stage
    when: When = "before"
    seconds: float = 0.0


def _faults(stage: Stage, titles: Mapping[str, str]) -> list[Fault]:
    return [Fault(name, title, stage) for name, title in titles.items()]


_ALL: Final = (
    Fault("html_200", "A gateway's web page instead of an answer (HTTP 200)", Stage.REQUEST),
    Fault("html_502", "A gateway's error page (HTTP 502)", Stage.REQUEST),
    Fault("empty_200", "An empty answer (HTTP 200)", Stage.REQUEST),
    Fault("server_error", "An error inside the relay (HTTP 500)", Stage.REQUEST),
    Fault("too_many", "Too many requests (HTTP 429, empty)", Stage.REQUEST),
    Fault("key_rejected", "The key is rejected", Stage.REQUEST),
    Fault("hang", "No answer for 65 seconds, nothing done", Stage.REQUEST, seconds=65.0),
    Fault("late_answer", "The answer comes 8 seconds late", Stage.REQUEST, "after", 8.0),
    Fault("cut_before", "The connection breaks before the request is carried out", Stage.REQUEST),
    Fault(
        "cut_after", "The connection breaks after it, the answer is lost", Stage.REQUEST, "after"
    ),
    Fault("truncated", "The answer's JSON ends in the middle", Stage.REQUEST, "after"),
    *_faults(
        Stage.SUBMIT,
        {
            "queue_full": "The queue is full",
            "quota_exhausted": "The account has no money left",
            "group_saturated": "The group is saturated (code 30)",
            "banned_word": "A word of the prompt is banned",
            "operation_unknown": "The relay does not know this operation",
            "parent_404": "The parent is unknown (HTTP 404, code 3)",
            "minus_one": "The other envelope (code -1)",
        },
    ),
    *_faults(
        Stage.TASK,
        {
            "refused": "Midjourney refuses while drawing",
            "stalled": "Nothing is heard of the task again, it fails after 5 minutes",
            "instant": "The task is done before anyone can look",
            "form_stuck": "A form that is sent in is never taken up",
            "leading_zero": "The task's id starts with a zero",
            "long_id": "The task's id has 17 digits",
        },
    ),
    *_faults(
        Stage.ANSWER,
        {
            "numeric_result": "The result is a number",
            "queued_without_id": "Queued (code 22), but without an id",
            "form_disguised": "A form's code 21 reads 1",
            "code_as_text": "The code is text",
        },
    ),
    *_faults(
        Stage.ROWS,
        {
            "status_empty": "A running task's status is empty",
            "status_unknown": "A running task's status is a word nobody knows",
            "progress_null": "Progress is null",
            "progress_empty": "Progress is empty",
            "progress_text": "Progress is a sentence",
            "progress_backwards": "Progress falls back to 0%",
            "picture_later": "SUCCESS comes before the picture's address",
            "properties_null": "Properties are null",
            "id_number": "The task's id is a number",
            "buttons_nested": "Buttons in rows, as Discord's own components",
            "buttons_text_types": "Buttons' style and type are text",
            "buttons_many": "Thirty buttons",
        },
    ),
    *_faults(
        Stage.LIST,
        {
            "list_duplicates": "Each task stands twice in a list",
            "list_reversed": "A list is in reverse order",
            "list_missing": "A list leaves tasks out",
        },
    ),
    *_faults(
        Stage.PICTURE,
        {
            "picture_expired": "The picture's address has expired (HTTP 404)",
            "picture_html": "A web page instead of the picture",
            "picture_bomb": "A small file that claims 50,000 × 50,000 pixels",
            "picture_endless": "A picture that never ends",
            "picture_huge": "A picture said to be 10 GiB long",
            "picture_truncated": "The picture breaks off in the middle",
        },
    ),
    Fault("picture_slow", "The picture takes 10 seconds", Stage.PICTURE, seconds=10.0),
    *_faults(
        Stage.CALLBACK,
        {
            "callback_twice": "A callback comes twice",
            "callback_disordered": "A callback comes after the next one",
            "callback_lost": "A callback is lost",
        },
    ),
    *_faults(
        Stage.CHAT,
        {
            "chat_empty": "The translator's answer has no choices",
            "chat_blank": "The translator says nothing",
            "chat_quoted": "The translation comes in quotation marks",
            "chat_chatter": "The translation comes with chatter around it",
            "chat_parameters": "The translator adds parameters of its own",
            "chat_refused": "The translator refuses, politely",
            "chat_endless": "The translator does not stop (10,000 characters)",
        },
    ),
)
FAULTS: Final[dict[str, Fault]] = {fault.name: fault for fault in _ALL}


@dataclass(slots=True)
class Armed:
    """A fault about to happen. `left` counts down as it does; None means at random, without end."""

    fault: Fault
    left: int | None = None
    path: str | None = None
    when: When = "before"
    seconds: float = 0.0
    retry_after: float | None = None

    @property
    def name(self) -> str:
        """The fault's name."""
        return self.fault.name


@dataclass(slots=True)
class FaultBox:
    """The armed faults: so many times by injection, or by chance with reproducible dice."""

    dice: random.Random
    chances: dict[str, float] = field(default_factory=dict)
    injected: list[Armed] = field(default_factory=list)

    def set_chances(self, chances: Mapping[str, float]) -> None:
        """Sets how likely faults are, 0 to 1, for each request they can befall.

        Raises ValueError for an unknown fault or a chance out of range.
        """
        for name, chance in chances.items():
            known(name)
            if not 0 <= chance <= 1:
                raise ValueError(f"The chance of {name} must be between 0 and 1.")
        merged = self.chances | {name: float(chance) for name, chance in chances.items()}
        self.chances = {name: chance for name, chance in merged.items() if chance > 0}

    def inject(
        self,
        name: str,
        times: int = 1,
        path: str | None = None,
        when: When | None = None,
        seconds: float | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Arms a fault for the next `times` requests it can befall whose path contains `path`.

        Raises ValueError for an unknown fault, a time that is not positive, or an unknown `when`.
        """
        fault = known(name)
        if times < 1:
            raise ValueError("A fault must be injected at least once.")
        if when not in {None, "before", "after"}:
            raise ValueError('When a fault happens is "before" or "after" its request.')
        took = fault.seconds if seconds is None else seconds
        self.injected.append(Armed(fault, times, path, when or fault.when, took, retry_after))

    def calm(self) -> None:
        """Disarms all of them."""
        self.chances.clear()
        self.injected.clear()

    def armed(self, stage: Stage, path: str) -> list[Armed]:
        """What may befall a request now: those injected, then those whose dice fall so."""
        if not self.injected and not self.chances:
            return []
        ready = [one for one in self.injected if _matches(one, stage, path)]
        for name, chance in self.chances.items():
            fault = FAULTS[name]
            if fault.stage is stage and self.dice.random() < chance:
                ready.append(Armed(fault, None, None, fault.when, fault.seconds))
        return ready

    def first(self, stage: Stage, path: str) -> Armed | None:
        """The one fault that befalls a request where only one can; it has then happened."""
        ready = self.armed(stage, path)
        if not ready:
            return None
        self.happened(ready[0])
        return ready[0]

    def happened(self, one: Armed) -> None:
        """Counts a fault down; the last time it is no longer armed."""
        if one.left is None:
            return
        one.left -= 1
        if not one.left:
            self.injected.remove(one)

    def describe(self) -> list[dict[str, Any]]:
        """Every fault with its title, its group and its chance, for the page."""
        return [
            {
                "name": fault.name,
                "title": fault.title,
                "group": fault.stage.value,
                "on": fault.name in self.chances,
                "chance": self.chances.get(fault.name, 0),
            }
            for fault in FAULTS.values()
        ]


def known(name: str) -> Fault:
    """A fault by its name; raises ValueError when there is none."""
    fault = FAULTS.get(name)
    if fault is None:
        raise ValueError(f"There is no fault called {name}.")
    return fault


def _matches(one: Armed, stage: Stage, path: str) -> bool:
    return one.fault.stage is stage and (one.path is None or one.path in path)
