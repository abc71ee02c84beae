"""Writes docs/doctor.md anew, from what the doctor says: `python -m tests.doctor.document`."""

from __future__ import annotations

import asyncio
import tempfile
import textwrap
from pathlib import Path

from tests.doctor.setups import SETUPS, answered

DOCUMENT = Path(__file__).parents[2] / "docs/doctor.md"


async def main() -> None:
    head = DOCUMENT.read_text("utf-8").partition("\n### ")[0].rstrip()
    parts = [head]
    for setup in SETUPS:
        with tempfile.TemporaryDirectory() as folder:
            answer = await answered(setup, Path(folder))
        story = textwrap.fill(setup.story, 118, break_on_hyphens=False, break_long_words=False)
        parts.append(f"### {setup.title}\n\n{story}\n\n```\n{answer.faults}\n```")
    DOCUMENT.write_text("\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
