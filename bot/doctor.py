"""`python -m bot doctor`: looks at everything that Easel needs, and says how to mend each.

Nothing is changed, published, sent or spent, and the bot may be running meanwhile.
"""

from __future__ import annotations

import json as json_format
import re
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app, client
from bot.checkup import channels_side, chat_side, discord_side, machine, relay_side, web_side
from bot.checkup.asking import Heard
from bot.checkup.finding import Finding, Mark, good, remark, wrong
from bot.core.clock import SteadyClock
from bot.core.errors import EaselError
from bot.relays_file import relays, unused
from bot.store.inspection import chosen_channels, inspect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.checkup.discord_side import Asker, Side
    from bot.config import BadSettings, Settings
    from bot.core.clock import Clock


async def examine(settings: Settings, clock: Clock | None = None) -> list[Finding]:
    """Looks at everything; gives what was found, in the order in which it is best mended."""
    clock = clock or SteadyClock()
    found = [good("settings", "all are as they have to be")]
    if sentence := unused(settings):
        said, _, mend = sentence.partition(": ")
        found.append(remark("settings", said, mend[:1].upper() + mend[1:]))
    token = settings.discord_token.get_secret_value()
    asker = discord_side.Asker(settings.discord_api_url, token)
    side = await discord_side.examine(asker, client.needed(), client.invitation, clock)
    offs = [("Discord", side.off)]
    found += side.findings
    if side.user is not None:
        chosen = chosen_channels(settings.database_path)
        found.append(await channels_side.examine(asker, side.user, chosen, client.needed()))
    found += await _commands(settings, asker, side)
    for relay in relays(settings):
        findings, look = await relay_side.examine(relay.settings, clock)
        offs.append((f"relay {relay.name}", look.off))
        found += map(_of_a_file, findings) if settings.relays_file else findings
    if settings.translate_model is not None:
        entries = [relay.settings for relay in relays(settings)]
        found.append(await chat_side.examine(entries, settings.translate_model, clock))
    found.append(machine.clock([(whose, off) for whose, off in offs if off is not None]))
    found += machine.disk(settings.database_path)
    found.append(machine.database(settings.database_path, clock.now()))
    web = web_side.examine(settings.web_host, settings.web_port, settings.public_url)
    return found + [finding async for finding in web]


def _of_a_file(finding: Finding) -> Finding:
    """The same for a relay of RELAYS_FILE, whose settings have other names there."""
    mend = re.sub(r"RELAY_([A-Z_]+)=(.+?)(?=;| and )", _assigned, finding.mend)
    mend = re.sub(r"RELAY_([A-Z_]+)", lambda name: name[1].lower(), mend)
    if mend != finding.mend:
        mend = f"In RELAYS_FILE, for this relay: {mend[:1].lower()}{mend[1:]}"
    return replace(finding, mend=mend)


def _assigned(found: re.Match[str]) -> str:
    return f'{found[1].lower()} = "{found[2]}"'


# -- the commands ----------------------------------------------------------------------------------
async def _commands(settings: Settings, asker: Asker, side: Side) -> list[Finding]:
    """Whether Discord offers the commands of this version."""
    if side.application is None:
        return []
    try:
        names, digest = await _ours(settings, side.application)
    except (EaselError, OSError) as error:
        return [remark("commands", f"cannot be told now ({error})")]
    published = await asker(f"/applications/{side.application}/commands")
    return [_published(names, digest, inspect(settings.database_path).commands, published)]


async def _ours(settings: Settings, application: int) -> tuple[set[str], str]:
    """The names of this version's commands, and what the database keeps of published ones."""
    with tempfile.TemporaryDirectory(prefix="easel-doctor-") as folder:
        database = Path(folder) / "easel.db"
        elsewhere = settings.model_copy(update={"database_path": database})
        async with app.build(elsewhere) as easel:
            await easel.client.prepare()
            names = {command.name for command in easel.client.tree.get_commands()}
            return names, await easel.client.digest(application)


def _published(names: set[str], digest: str, kept: str | None, published: Heard) -> Finding:
    if not published.ok:
        return remark("commands", f"cannot be told now ({published.words})")
    if kept is None:
        return good("commands", f"the first start publishes {len(names)}")
    if kept != digest:
        said = "those of another version or application are published"
        return remark("commands", said, "The next start publishes this version's.")
    missing = sorted(names - {command.get("name") for command in published.content})
    if missing:
        return wrong(
            "commands",
            f"Discord has lost {', '.join(missing)}",
            "Stop the bot, run `python -m bot sync`, and start it again.",
        )
    return good("commands", f"all {len(names)} are published")


# -- what is told ----------------------------------------------------------------------------------
_FILE = "RELAYS_FILE"
_IN_FILE = "Correct it there; relays.example.toml explains what such a file holds."
_IN_ENV = "Correct it in .env or in the environment; .env.example explains each setting."


def unset(error: BadSettings) -> list[Finding]:
    """What is wrong with the settings; without them nothing else can be looked at."""
    return [
        wrong("settings", sentence.removesuffix("."), _IN_FILE if _FILE in sentence else _IN_ENV)
        for sentence in error.sentences
    ]


def is_well(findings: Sequence[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(finding.mark is not Mark.WRONG for finding in findings)


def told(findings: Sequence[Finding], *, json: bool = False) -> str:
    """What was found, for people or for programs."""
    if json:
        checks = [asdict(finding) for finding in findings]
        content = {"well": is_well(findings), "checks": checks}
        return json_format.dumps(content, ensure_ascii=False, indent=2)
    lines = [line for finding in findings for line in _lines(finding)]
    count = sum(finding.mark is Mark.WRONG for finding in findings)
    ending = "All is well." if not count else f"{count} of {len(findings)} checks found a fault."
    return "\n".join([*lines, "", ending])


def _lines(finding: Finding) -> list[str]:
    first = f"{finding.mark.sign} {finding.name}: {finding.said}"
    return [first, f"  → {finding.mend}"] if finding.mend else [first]
