"""The accounts of a soak in words, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.reckoning import MICRO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.diary import Diary, Plan
    from benchmarks.reckoning import Reckoning

MIB = 1024 * 1024
NAME = 44


def told(plan: Plan, diary: Diary, found: Reckoning) -> str:
    """Everything, the wrongs last."""
    parts = [
        _course(plan, diary),
        _relays(found),
        _counted("Easel's tasks", found.statuses),
        _counted("of them failed as", found.failures),
        _counted("Easel's ledger", {name: _money(n) for name, n in found.ledger.items()}),
        _counted("interactions", found.uses),
        _counted("messages", found.messages),
        _paid(found),
        _memory(diary),
        "\n".join(f"told as unknown: {one}" for one in found.unknown),
        "\n".join(f"given back by a relay taken out of the file: {one}" for one in found.unheard),
        _verdict(diary, found),
    ]
    return "\n\n".join(part for part in parts if part)


def _course(plan: Plan, diary: Diary) -> str:
    spells = ", ".join(
        f"{relay} {sum(spell.relay == relay for spell in diary.spells)}"
        for relay in sorted({spell.relay for spell in diary.spells})
    )
    return (
        f"seed {plan.seed}: {plan.hours:g} h, {plan.scale:g} times as fast as in life, "
        f"{plan.members} members; {len(diary.kills)} kills, {len(diary.hangups)} times SIGHUP, "
        f"spells of trouble: {spells}; at rest {diary.rested - diary.calm:.0f} s after the chaos"
    )


def _relays(found: Reckoning) -> str:
    heads = ("kind", "submits", "forms", "made", "paid", "charged", "refunded", "kept", "ledger")
    lines = ["relay".ljust(8) + "".join(head.rjust(10) for head in heads)]
    for name, one in found.relays.items():
        counts = (one.submits, one.forms, one.made, one.paid)
        sums = map(_money, (one.charged, one.refunded, one.kept, one.ledger))
        lines.append(name.ljust(8) + "".join(str(n).rjust(10) for n in (one.kind, *counts, *sums)))
    return "\n".join(lines)


def _counted(title: str, counts: Mapping[str, object]) -> str:
    rows = [f"  {name:<{NAME}}{count}" for name, count in sorted(counts.items())]
    return "\n".join([title, *rows]) if rows else ""


def _paid(found: Reckoning) -> str:
    """The relays' side against Discord's, in one line."""
    paid = sum(one.paid for one in found.relays.values())
    fates = ", ".join(f"{count} {fate}" for fate, count in sorted(found.fates.items()))
    kept = sum(one.kept for one in found.relays.values())
    written, unknown = found.ledger.get("relay", 0), sum(found.unknown.values())
    unheard = sum(found.unheard.values())
    return (
        f"{paid} paid for: {fates}\n"
        f"{_money(kept)} kept by the relays = {_money(written)} in the ledger "
        f"+ {_money(unknown)} told as unknown"
        + (f" - {_money(unheard)} given back unheard" if unheard else "")
    )


def _memory(diary: Diary) -> str:
    first, *lives = diary.memory
    return (
        f"memory: {_mib([first])} at the start; "
        f"at the end of each life (or part of one): {_mib(lives)}"
    )


def _mib(held: Iterable[int | None]) -> str:
    return ", ".join("?" if one is None else f"{one / MIB:.0f} MiB" for one in held)


def _money(amount: int) -> str:
    return f"{amount / MICRO:.2f}"


def _verdict(diary: Diary, found: Reckoning) -> str:
    wrongs = list(found.wrongs)
    if not diary.at_rest:
        wrongs.append("it has not come to rest")
    return "\n".join(f"! {wrong}" for wrong in wrongs) or "Everything matches to the last one."
