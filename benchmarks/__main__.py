"""`python -m benchmarks`: Easel and the naive bot under the same load; ratios, not absolutes."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import table
from benchmarks.load import Load
from benchmarks.machine import Machine
from benchmarks.program import EASEL, NAIVE, DidNotStart
from benchmarks.reach import Aim, Mode
from benchmarks.trial import Terms, Trial, trial
from sandbox.relay import PRESETS

if TYPE_CHECKING:
    from collections.abc import Sequence

OUT = Path(__file__).parent / "out"
KINDS = tuple(name for name in PRESETS if name != "classic")
"""The kinds of relay that put buttons into their answers, by which a task's end is known here."""


def main(words: Sequence[str] | None = None) -> int:
    """Measures, prints, writes; gives 1 when a task of Easel's was lost, 2 when a bot did not
    start. A goal that was missed is said and is no failure: other work on the machine counts."""
    asked = _parser().parse_args(words)
    terms = Terms(Load(asked.tasks, asked.rate, asked.seed), asked.pace, asked.poll_seconds)
    modes = [Mode(mode) for mode in asked.modes.split(",")]
    machine = Machine.this()
    print(f"{machine.line}\n{_described(terms)}")
    pairs: list[tuple[Trial, Trial]] = []
    try:
        for preset in asked.presets.split(","):
            theirs = _tried(NAIVE, preset, terms)
            for mode in modes:
                ours = _tried(EASEL, preset, replace(terms, mode=mode))
                pairs.append((ours, theirs))
                print(_shown(ours, theirs, Aim(terms.poll_seconds, mode)))
        print(_compared([ours for ours, _ in pairs]))
    except DidNotStart as error:
        print(f"A bot did not start:\n{error}", file=sys.stderr)
        return 2
    print(f"\nThe same as JSON: {_written(machine, terms, pairs)}")
    return int(any(ours.figures.finished < ours.figures.tasks for ours, _ in pairs))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tasks", type=_some, default=200, help="in flight at once")
    parser.add_argument("--rate", type=float, default=50.0, help="commands a second")
    parser.add_argument("--seed", type=int, default=1, help="of everything drawn by lot")
    parser.add_argument(
        "--pace", type=float, default=1.0, help="how many times faster than in life the relay is"
    )
    parser.add_argument(
        "--poll-seconds", type=float, default=2.0, help="Easel's POLL_SECONDS (default as Easel's)"
    )
    parser.add_argument(
        "--presets",
        type=_known,
        default="plus",
        help=f"kinds of relay, with commas between: {', '.join(KINDS)}",
    )
    parser.add_argument(
        "--modes",
        type=_modes,
        default="timed,fixed,callbacks",
        help=f"how Easel hears of news, with commas between: {', '.join(Mode)}",
    )
    return parser


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one task")
    return number


def _known(text: str) -> str:
    unknown = [name for name in text.split(",") if name not in KINDS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no relay {', '.join(unknown)}")
    return text


def _modes(text: str) -> str:
    unknown = [name for name in text.split(",") if name not in set(Mode)]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no mode {', '.join(unknown)}")
    return text


def _tried(bot: str, preset: str, terms: Terms) -> Trial:
    how = f" ({terms.mode})" if bot == EASEL else ""
    print(f"  {preset}: {bot}{how} ...", file=sys.stderr, flush=True)
    return asyncio.run(trial(bot, preset, terms))


def _described(terms: Terms) -> str:
    load = terms.load
    return (
        f"{load.tasks} tasks, {load.rate:g} a second, seed {load.seed}; relay at pace"
        f" {terms.pace:g}; Easel looks every {terms.poll_seconds:g} s, the naive bot every 5 s"
    )


def _shown(ours: Trial, theirs: Trial, aim: Aim) -> str:
    figures = ours.figures
    missed = table.missed(figures, theirs.figures, aim)
    return "\n".join(
        [
            f"\n{ours.preset}, {aim.mode}: {figures.in_flight_most} in flight at most,"
            f" for {figures.in_flight_seconds:.0f} s; the sandbox itself took"
            f" {ours.sandbox_busy:.0%} and {theirs.sandbox_busy:.0%} of a core",
            table.table(figures, theirs.figures, aim),
            f"Not reached: {'; '.join(missed)}." if missed else "Everything reached.",
        ]
    )


def _compared(trials: Sequence[Trial]) -> str:
    """What timed looks and callbacks bring over looking at fixed times, relay by relay."""
    fixed = {one.preset: one.figures for one in trials if one.mode is Mode.FIXED}
    lines = [""]
    for one in trials:
        base = fixed.get(one.preset)
        if one.mode is Mode.FIXED or base is None or not base.lag or not one.figures.lag:
            continue
        lines.append(
            f"{one.preset}: {one.mode} against fixed: {one.figures.reads / base.reads:.2f} of the"
            f" reads, done -> shown p50 {one.figures.lag.p50 / base.lag.p50:.2f},"
            f" p99 {one.figures.lag.p99 / base.lag.p99:.2f}"
        )
    return "\n".join(lines)


def _written(machine: Machine, terms: Terms, pairs: Sequence[tuple[Trial, Trial]]) -> Path:
    """Keeps the figures beside this file; gives where."""
    told = {
        "machine": asdict(machine),
        "terms": asdict(terms),
        "trials": [asdict(one) for one in dict.fromkeys(one for pair in pairs for one in pair)],
    }
    OUT.mkdir(exist_ok=True)
    path = OUT / f"bench-{terms.load.tasks}.json"
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
