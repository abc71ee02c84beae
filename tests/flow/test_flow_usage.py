"""Usage, the relay's money and /metrics, through the whole program."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp

from tests.running import PATIENCE, ROOT
from tests.scene import scene


async def test_the_relays_own_account_is_told(tmp_path: Path, port: int) -> None:
    settings = {"WEB_PORT": str(port)}
    async with scene(tmp_path, preset="new-api", settings=settings) as stage:
        stage.relay.change(balance=20)
        await stage.finished("a lighthouse")
        nadia = stage.discord.person("Nadia")
        use = await nadia.command(stage.gallery, "admin usage", {"period": "today"})
        await use.acknowledged(PATIENCE)
        shown = await stage.discord.wait_for(
            lambda m: m is use.reply and not m.thinking, timeout=PATIENCE
        )
        assert shown.ephemeral
        assert "**1** tasks worth **$0.10**" in shown.text
        assert "has $19.90 left" in shown.text
        assert len(shown.pictures()) == 1
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/metrics") as answer,
        ):
            told = await answer.text()
        assert 'easel_relay_balance{relay="main"} 19.9\n' in told
        assert 'easel_tasks{relay="main",status="done"} 1.0\n' in told
        assert "easel_queue_length 0.0\n" in told
        drawn = set(re.findall(r"easel_[a-z_]+", (ROOT / "docs/grafana.json").read_text("utf-8")))
        written = set(re.findall(r"^(easel_[a-z_]+)", told, re.MULTILINE))
        assert drawn - written <= {"easel_relay_calls_total"}  # this relay calls nobody
        assert 'easel_edits_total{outcome="shown",route="token"}' in told
        assert "easel_acknowledge_seconds_count 1.0\n" in told
        stage.check()
