"""Values for tests: whole by default, so that a test names only what it is about."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from bot.core.reply import TOKEN_LIFE, Reply
from bot.core.report import Button, RelayStatus, Report
from bot.core.request import Action, Change, Imagine, Verb
from bot.core.task import Task

NOW = 1_760_000_000.0
"""Seconds since the epoch at which everything built here happens."""
USER = 80_351_110_224_678_912
CHANNEL = 381_870_553_235_193_857
GUILD = 197_038_439_483_310_086
APPLICATION = 845_027_738_276_462_632

_states = itertools.count(1)


def a_task(**changes: Any) -> Task:
    """A task as it is claimed; its `state` differs from every other's."""
    task = Task(
        number=1,
        revision=0,
        request=Imagine("a lighthouse at dusk --ar 3:2"),
        state=f"state-{next(_states)}",
        relay="main",
        user_id=USER,
        guild_id=GUILD,
        channel_id=CHANNEL,
        prompt="a lighthouse at dusk --ar 3:2",
        created_at=NOW,
        moved_at=NOW,
    )
    return replace(task, **changes)


def an_action(**changes: Any) -> Action:
    """A press of the first button of task 1."""
    action = Action(
        parent=1,
        parent_relay_id="1730000000000001",
        position=0,
        custom_id="MJ::JOB::upsample::1::9f2d",
        label="U1",
    )
    return replace(action, **changes)


def a_change(**changes: Any) -> Change:
    """A press of the first button that Easel itself offers under task 1."""
    change = Change(
        parent=1,
        parent_relay_id="1730000000000001",
        position=0,
        verb=Verb.UPSCALE,
        index=1,
        label="U1",
    )
    return replace(change, **changes)


def a_reply(**changes: Any) -> Reply:
    """A public reply to task 1 in a guild, whose token has just been given."""
    reply = Reply(
        task=1,
        user_id=USER,
        application_id=APPLICATION,
        channel_id=CHANNEL,
        guild_id=GUILD,
        token="aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4",
        token_until=NOW + TOKEN_LIFE,
        locale="en-US",
    )
    return replace(reply, **changes)


def a_button(label: str = "U1", **changes: Any) -> Button:
    """A relay's button with this label."""
    return replace(Button(custom_id=f"MJ::JOB::{label}::9f2d", label=label), **changes)


def a_report(status: RelayStatus = RelayStatus.RUNNING, **changes: Any) -> Report:
    """What the relay says of a task with this status."""
    return replace(Report(relay_id="1730000000000001", status=status), **changes)
