"""A database that takes nothing for a while: what has happened meanwhile is not forgotten."""

from __future__ import annotations

import pytest

from tests.hurry import HURRIED
from tests.running import PATIENCE
from tests.scene import Scene

NOT_ACCEPTED = """
    CREATE TRIGGER full BEFORE UPDATE ON tasks WHEN new.status = 'submitted'
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
"""
NOT_CONFIRMED = """
    CREATE TRIGGER full BEFORE UPDATE ON replies
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
"""
NOT_CLAIMED = """
    CREATE TRIGGER full BEFORE INSERT ON tasks
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
"""
NOT_SENT = """
    CREATE TRIGGER full BEFORE UPDATE ON tasks WHEN new.sent_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
"""


@pytest.fixture
def pace() -> float:
    """A store in trouble is tried again after five seconds."""
    return HURRIED


async def refused(stage: Scene, trigger: str, prompt: str) -> None:
    """Somebody asks while the store refuses one kind of change, which then passes again."""
    with stage.house.database() as shell:
        shell.execute(trigger)
    use = await stage.imagine(prompt)
    await stage.house.until(lambda: "the disk is full" in stage.house.log())
    with stage.house.database() as shell:
        shell.execute("DROP TRIGGER full")
    stage.relay.finish((await stage.taken(prompt)).id)
    assert len((await stage.ended(use)).pictures()) == 1
    assert stage.submits() == 1


async def test_the_relays_answer_is_kept_until_it_can_be_stored(quiet: Scene) -> None:
    await refused(quiet, NOT_ACCEPTED, "a deep breath")


async def test_a_reply_that_discord_has_taken_is_finished(quiet: Scene) -> None:
    await refused(quiet, NOT_CONFIRMED, "a held breath")


async def test_what_could_not_be_marked_as_sent_is_sent_later(quiet: Scene) -> None:
    await refused(quiet, NOT_SENT, "a short breath")


async def test_a_claim_that_cannot_be_stored_is_refused_in_words(quiet: Scene) -> None:
    with quiet.house.database() as shell:
        shell.execute(NOT_CLAIMED)
    use = await quiet.ask("a last breath")
    await use.acknowledged(PATIENCE)
    assert use.reply.ephemeral
    assert "could not save" in use.reply.text
    assert quiet.submits() == 0
