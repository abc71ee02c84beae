from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.failure import Failure, FailureKind
from bot.core.picture import Attached, PictureTrouble
from bot.core.reply import Reply, Route
from bot.core.report import Button, Style
from bot.core.request import Imagine, Speed
from bot.core.status import Status, Waiting
from bot.core.task import Task
from bot.core.terms import Bar, Terms
from bot.store import rows, sql
from bot.store.schema import migrations
from tests.builders import a_button, a_reply, a_task

numbers = st.integers(0, 2**63 - 1)
times = st.floats(0, 1e11)
# Without lone halves of characters, which are the one thing that cannot be kept.
words = st.text(st.characters(exclude_categories=["Cs"]))
buttons = st.builds(Button, words, words, words, st.sampled_from(Style))
prices = st.integers(0, 10**12)
terms = st.builds(
    Terms,
    press=prices,
    form=prices,
    press_paid=st.booleans(),
    speed=st.none() | st.sampled_from(Speed),
    weight=st.integers(1, 10),
    most_running=st.none() | st.integers(1, 100),
    mature=st.booleans(),
    spoiler=st.booleans(),
    age_restricted=st.booleans(),
    roles=st.lists(numbers, max_size=3).map(tuple),
    barred=st.lists(st.builds(Bar, words, times), max_size=3).map(tuple),
)
tasks = st.builds(
    Task,
    number=st.integers(2, 2**63 - 1),
    revision=numbers,
    request=st.builds(Imagine, words),
    state=words,
    relay=words,
    user_id=numbers,
    guild_id=st.none() | numbers,
    channel_id=numbers,
    prompt=words,
    created_at=times,
    moved_at=times,
    terms=terms,
    status=st.sampled_from(Status),
    relay_id=st.none() | words,
    sent_at=st.none() | times,
    confirmed_at=st.none() | times,
    waiting=st.sampled_from(Waiting),
    ahead=st.none() | numbers,
    progress=st.integers(0, 100),
    preview=st.none() | words,
    picture=st.none() | words,
    trouble=st.none() | st.sampled_from(PictureTrouble),
    bare_since=st.none() | times,
    missing_since=st.none() | times,
    buttons=st.lists(buttons, max_size=5).map(tuple),
    pressed=st.frozensets(st.integers(0, 60), max_size=5),
    form=st.none() | words,
    form_since=st.none() | times,
    answer=st.none() | words,
    suggestions=st.lists(words, max_size=5).map(tuple),
    video=st.none() | words,
    muted=st.booleans(),
    removed=st.booleans(),
    final_prompt=words,
    failure=st.none() | st.builds(Failure, st.sampled_from(FailureKind), words),
    returned=st.booleans(),
    job_id=words,
    translation=st.none() | words,
    seed=words,
    stalled=st.booleans(),
    ended_at=st.none() | times,
)
replies = st.builds(
    Reply,
    task=st.just(1),
    user_id=numbers,
    application_id=numbers,
    channel_id=numbers,
    guild_id=st.none() | numbers,
    token=words,
    token_until=times,
    locale=words,
    ephemeral=st.booleans(),
    bot_can_edit=st.booleans(),
    message_id=st.none() | numbers,
    upload_limit=numbers,
    attached=st.none() | st.builds(Attached, words, words, st.booleans()),
    shown=st.integers(-1, 2**40),
    drawn=words,
    finished=st.booleans(),
    dead=st.frozensets(st.sampled_from(Route)),
)


SCHEMA = "\n".join(step.sql for step in migrations())


def a_connection() -> sqlite3.Connection:
    """An empty database of the newest schema."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA)
    return connection


def kept_task(task: Task) -> Task:
    """The task after a way through a real table."""
    with closing(a_connection()) as connection:
        values = rows.task_values(task) | rows.standing_values(a_reply())
        columns = ", ".join(values.keys() & {*rows.FIXED, *rows.MOVING, "number"})
        marks = ", ".join(f":{name}" for name in columns.split(", "))
        connection.execute(
            f"INSERT INTO tasks ({columns}, shown, reachable) VALUES ({marks}, :shown, :reachable)",
            values,
        )
        return rows.task(connection.execute("SELECT * FROM tasks").fetchone())


def kept_reply(reply: Reply) -> Reply:
    """The reply after a way through the real tables."""
    with closing(a_connection()) as connection:
        values = rows.task_values(a_task()) | rows.standing_values(reply)
        connection.execute(sql.ADD_TASK, values).fetchall()
        connection.execute(sql.ADD_REPLY, rows.reply_values(reply))
        return rows.reply(connection.execute(sql.REPLY, (1,)).fetchone())


@given(tasks)
def test_a_task_comes_back_as_it_went(task: Task) -> None:
    assert kept_task(task) == task


@given(replies)
def test_a_reply_comes_back_as_it_went(reply: Reply) -> None:
    assert kept_reply(reply) == reply


def test_a_bar_that_an_older_version_kept_without_an_end_is_over() -> None:
    assert rows.terms('{"press": 5, "barred": ["spare"]}') == Terms(press=5)


def test_every_field_of_a_task_has_its_column() -> None:
    columns = {"number", *rows.FIXED, *rows.MOVING}
    of_the_request = {"kind", "parent", "position"}
    # What follows from the rest, for quotas and usage.
    counted = {"speed", "operation", "reserved", "charged", "lost"}

    assert {field.name for field in fields(Task)} == columns - of_the_request - counted


def test_every_field_of_a_reply_has_its_column() -> None:
    assert {field.name for field in fields(Reply)} == {"task", "shown", *rows.REPLY}


def test_every_column_of_the_tables_is_written() -> None:
    with closing(a_connection()) as connection:
        names = {
            table: {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
            for table in ("tasks", "replies")
        }

    assert names["tasks"] == {"number", "shown", "reachable", *rows.FIXED, *rows.MOVING}
    assert names["replies"] == {"task", *rows.REPLY}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a cat \ud83d", "a cat \ufffd"),
        ("\ud83d\ude00 whole", "😀 whole"),
        ("\udc00\udc00", "\ufffd\ufffd"),
        ("end\x00of words", "end\x00of words"),
        ("画一只猫", "画一只猫"),
    ],
)
def test_half_characters_from_a_relay_do_not_stop_a_save(sent: str, kept: str) -> None:
    task = a_task(final_prompt=sent, picture=sent, suggestions=(sent,), buttons=(a_button(sent),))

    after = kept_task(task)

    assert (after.final_prompt, after.picture, after.suggestions) == (kept, kept, (kept,))


def test_a_number_larger_than_a_database_holds_is_kept_as_the_largest() -> None:
    assert kept_task(a_task(ahead=10**40)).ahead == 2**63 - 1


@pytest.mark.parametrize(
    ("changes", "reachable"),
    [
        ({}, True),
        ({"dead": frozenset(Route)}, False),
        ({"dead": frozenset(Route) - {Route.TOKEN}}, True),
        ({"dead": frozenset(Route) - {Route.TOKEN}, "token": ""}, False),
        ({"dead": frozenset(Route) - {Route.DIRECT}}, True),
        ({"dead": frozenset(Route) - {Route.BOT}}, False),
        ({"dead": frozenset(Route) - {Route.BOT}, "message_id": 5}, True),
        ({"dead": frozenset(Route) - {Route.BOT}, "message_id": 5, "ephemeral": True}, False),
        ({"dead": frozenset(Route) - {Route.FRESH}}, True),
        ({"dead": frozenset(Route) - {Route.FRESH}, "bot_can_edit": False}, False),
    ],
)
def test_a_reply_is_reachable_while_a_way_is_left(
    changes: dict[str, object], reachable: bool
) -> None:
    assert rows.standing_values(a_reply(**changes))["reachable"] is reachable
