"""The command line: run, demo, doctor, sync, backup, restore, healthy."""

from __future__ import annotations

import sys

from bot import hangup

if __name__ == "__main__" and sys.argv[1:] in ([], ["run"]):
    hangup.hold()  # the rest takes a second to load

import argparse
import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app, demo, doctor, healthy, logs
from bot.client import TokenRefused
from bot.config import BadSettings, LogFormat, load
from bot.core.errors import EaselError
from bot.redaction import Redactor
from bot.relays_file import relays
from bot.store.backup import backup
from bot.store.restoring import restore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.config import Settings

BAD_SETTINGS = 78
"""EX_CONFIG of sysexits.h: to start the program again would change nothing."""


def main(words: Sequence[str] | None = None) -> int:
    """Does what the command line says; gives the exit code."""
    asked = _parser().parse_args(words)
    try:
        return int(asked.do(asked))
    except BadSettings as error:
        for sentence in error.sentences:
            print(sentence, file=sys.stderr)
        return BAD_SETTINGS
    except TokenRefused as error:
        print(error, file=sys.stderr)
        return BAD_SETTINGS
    except (EaselError, demo.DemoFailed, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.set_defaults(do=_run)
    verbs = parser.add_subparsers(title="commands")
    parsers = {}
    for verb, (do, meaning) in command_line().items():
        parsers[verb] = verbs.add_parser(verb, help=meaning)
        parsers[verb].set_defaults(do=do)
    parsers["demo"].add_argument("--port", type=_port, default=demo.PAGE_PORT, help="of the page")
    parsers["demo"].add_argument("--pace", type=_pace, default=3.0, help="times as fast as in life")
    parsers["demo"].add_argument(
        "--preset",
        default="new-api",
        choices=demo.KINDS,
        help="the kind of relay to play",
    )
    parsers["doctor"].add_argument("--json", action="store_true", help="for programs")
    parsers["backup"].add_argument("file", type=Path, help="where the copy goes")
    parsers["restore"].add_argument("file", type=Path, help="the copy; it stays where it is")
    return parser


def _port(word: str) -> int:
    if word.isdecimal() and int(word) < 2**16:
        return int(word)
    raise argparse.ArgumentTypeError("must be a whole number from 0 to 65535")


def _pace(word: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < (pace := float(word)) <= demo.FASTEST:
            return pace
    raise argparse.ArgumentTypeError(f"must be a number over 0 and up to {demo.FASTEST}")


def command_line() -> Mapping[str, tuple[Callable[[argparse.Namespace], int], str]]:
    """Every command: what does it, and what it is for."""
    return {
        "run": (_run, "run the bot (this is also the default)"),
        "demo": (_demo, "try it in the browser, without Discord or a relay"),
        "doctor": (_doctor, "check everything, and say how to mend what is wrong"),
        "sync": (_sync, "publish the slash commands now (the bot does so itself; stop it first)"),
        "backup": (_backup, "copy the database to a file, also while the bot runs"),
        "restore": (_restore, "put such a copy in the database's place (stop the bot first)"),
        "healthy": (_healthy, "ask the running bot; exit 0 if it is alive"),
    }


def _settings() -> Settings:
    settings = load()
    keys = [entry.settings.key for entry in relays(settings)]
    logs.set_up(
        level=settings.log_level,
        json=settings.log_format is LogFormat.JSON,
        secrets=[*settings.secrets, *keys],
    )
    return settings


def _run(_asked: argparse.Namespace) -> int:
    asyncio.run(app.run(_settings()))
    return 0


def _demo(asked: argparse.Namespace) -> int:
    return asyncio.run(demo.demo(port=asked.port, pace=asked.pace, preset=asked.preset))


def _doctor(asked: argparse.Namespace) -> int:
    logs.set_up(level="error", json=False)
    try:
        settings = load()
        keys = [entry.settings.key for entry in relays(settings)]
        redact = Redactor([*settings.secrets, *keys])
        findings = asyncio.run(doctor.examine(settings))
    except BadSettings as error:
        print(doctor.told(doctor.unset(error), json=asked.json))
        return BAD_SETTINGS
    print(redact(doctor.told(findings, json=asked.json)))
    return 0 if doctor.is_well(findings) else 1


def _sync(_asked: argparse.Namespace) -> int:
    count = asyncio.run(app.sync(_settings()))
    print(f"Published {count} commands.")
    return 0


def _backup(asked: argparse.Namespace) -> int:
    copy = backup(load().database_path, asked.file)
    size = f"{copy.size / 1024**2:.1f} MiB"
    print(f"Copied {copy.tasks} tasks to {asked.file} ({size}), read back and found sound.")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    database = load().database_path
    copy = restore(asked.file, database)
    print(
        f"Put {copy.tasks} tasks from {asked.file} in the place of {database}. What waited when"
        " that copy was made may have been sent since: it is looked for, and never sent again."
    )
    return 0


def _healthy(_asked: argparse.Namespace) -> int:
    return healthy.ask()


if __name__ == "__main__":
    sys.exit(main())
