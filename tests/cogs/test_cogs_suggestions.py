"""What is offered while somebody types, when that cannot be read, or gets lost."""

from __future__ import annotations

import pytest

from tests.ui.running import Stage

TABLES = ("tasks", "presets", "members", "blocks")


@pytest.mark.parametrize(
    ("command", "options", "focused"),
    [
        ("imagine", {"prompt": ""}, "prompt"),
        ("imagine", {"prompt": "a", "preset": ""}, "preset"),
        ("preset delete", {"name": ""}, "name"),
        ("admin preset delete", {"name": ""}, "name"),
        ("cancel", {"task": ""}, "task"),
        ("admin quota remove", {"quota": ""}, "quota"),
        ("admin block", {"reason": "Spam", "duration": "1d", "left": ""}, "left"),
        ("admin unblock", {"member": ""}, "member"),
    ],
)
async def test_a_store_in_trouble_offers_nothing_and_costs_a_line_of_the_log(
    stage: Stage,
    caplog: pytest.LogCaptureFixture,
    command: str,
    options: dict[str, str],
    focused: str,
) -> None:
    nadia = stage.discord.person("Nadia")
    quota = {"amount": "3", "period": "day", "unit": "tasks", "member": str(stage.ada.id)}
    await (await nadia.command(stage.gallery, "admin quota set", quota)).acknowledged()
    async with stage.store._database.transaction() as connection:
        for table in TABLES:
            await connection.execute(f"ALTER TABLE {table} RENAME TO no_{table}")
    assert await nadia.autocomplete(stage.gallery, command, options, focused) == []
    assert not [record for record in caplog.records if record.exc_info]


async def test_suggestions_that_got_lost_disturb_nobody_either(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.discord.inject("reset", path="/callback")
    typed = {"prompt": "a", "aspect": "1"}
    with pytest.raises(TimeoutError):
        await stage.ada.autocomplete(stage.gallery, "imagine", typed, "aspect", timeout=0.5)
    assert not [record for record in caplog.records if record.exc_info]
