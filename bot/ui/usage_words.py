"""Counts of tasks as words: for the answer, for the picture, for the file."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core.usage import HOUR
from bot.ui import prose
from bot.ui.durations import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.usage import Count, Usage, Wait, Window
    from bot.service.balances import Balance
    from bot.ui.texts import Texts

MOST_BALANCES = 20


def number(count: int) -> str:
    """A whole number with its thousands apart."""
    return f"{count:,}"


def amount(micros: int, texts: Texts) -> str:
    """Money to two digits after the point, as a table wants it."""
    return texts.money(round(micros, -4))


def share(part: int, whole: int) -> str:
    """A part of a whole in hundredths, one digit after the point."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def operation(name: str, texts: Texts, locale: str) -> str:
    """What was asked for, by its name in a price list."""
    key = f"usage.operations.{name}"
    return texts.say(locale, key) if texts.has(key) else name


def failure(kind: str, texts: Texts, locale: str) -> str:
    """Why something came to nothing, in a few words; nothing where it did not."""
    return texts.say(locale, f"usage.failures.{kind}") if kind else ""


def day(at: float) -> str:
    """A day of UTC, as everybody writes it who sorts by it."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"


def tick(at: float, step: float) -> str:
    """What is written below one place of a timeline: an hour, or a day."""
    return f"{datetime.fromtimestamp(at, UTC):{'%H:%M' if step == HOUR else '%m-%d'}}"


def stretch(window: Window, texts: Texts, locale: str) -> str:
    """From which day to which."""
    first, last = day(window.start), day(window.end - 1)
    if first == last:
        return texts.say(locale, "usage.one_day", day=first)
    return texts.say(locale, "usage.days", first=first, last=last)


def total(usage: Usage, texts: Texts, locale: str) -> str:
    """All of it in one sentence."""
    return texts.say(
        locale,
        "usage.total",
        tasks=number(usage.total.tasks),
        failed=number(usage.total.failed),
        cancelled=number(usage.cancelled),
        cost=amount(usage.total.cost, texts),
    )


def waited(wait: Wait, texts: Texts, locale: str) -> str:
    """How long it took from asking to the result."""
    median, most = (duration(one, texts, locale) for one in (wait.median, wait.most))
    return texts.say(locale, "usage.wait", median=median, most=most)


def balances(known: Mapping[str, Balance], texts: Texts, locale: str) -> list[str]:
    """What each relay has left, a line each; by name where there are several.

    Of more than a message has room for, those with the least.
    """
    lines = []
    shown = list(known.items())
    if len(shown) > MOST_BALANCES:
        shown = sorted(shown, key=_left)[:MOST_BALANCES]
    for relay, balance in shown:
        left = left_words(balance, texts, locale)
        when = f"<t:{int(balance.at)}:R>"
        if len(known) == 1:
            lines.append(texts.say(locale, "usage.balance", left=left, when=when))
        else:
            name = prose.inert(relay, 40)
            lines.append(texts.say(locale, "usage.balance_of", relay=name, left=left, when=when))
    if more := len(known) - len(shown):
        lines.append(texts.say(locale, "usage.balances_more", count=more))
    return lines


def _left(one: tuple[str, Balance]) -> float:
    left = one[1].left
    return math.inf if left is None else left


def left_words(balance: Balance, texts: Texts, locale: str) -> str:
    """What is left, or that there is no end to it."""
    return (
        texts.say(locale, "usage.endless") if balance.left is None else amount(balance.left, texts)
    )


def counted(count: Count, texts: Texts) -> str:
    """A bar's end: how many, and what they cost."""
    return f"{number(count.tasks)} · {amount(count.cost, texts)}"
