"""The line under a result."""

from __future__ import annotations

import pytest

from bot.core.request import (
    Blend,
    Change,
    Describe,
    Edit,
    FaceSwap,
    Imagine,
    Request,
    Shorten,
    Verb,
    Video,
)
from bot.ui.line import line
from bot.ui.texts import Texts
from tests.builders import USER, a_reply, a_task, an_action

WHO = f"-# <@{USER}>"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Imagine("a cat"), f"{WHO} · #7"),
        (Imagine("a cat", picked=(3, 1)), f"{WHO} · 2 of #3 · #7"),
        (an_action(parent=5, label="U2"), f"{WHO} · U2 of #5 · #7"),
        (an_action(parent=5, label="*"), f"{WHO} · \\* of #5 · #7"),
        (Change(5, "r", 4, Verb.VARIATION, 1, "V1"), f"{WHO} · V1 of #5 · #7"),
        (Blend(), f"{WHO} · Blend · #7"),
        (Describe(), f"{WHO} · Describe · #7"),
        (Shorten("a cat"), f"{WHO} · Shorten · #7"),
        (FaceSwap(), f"{WHO} · Face swap · #7"),
        (Video("a cat"), f"{WHO} · Video · #7"),
        (Edit("a cat"), f"{WHO} · Edit · #7"),
        (Edit("a cat", retexture=True), f"{WHO} · Retexture · #7"),
    ],
)
@pytest.mark.parametrize("prompt", ["a cat", ""])
def test_it_says_what_made_it(texts: Texts, request_: Request, said: str, prompt: str) -> None:
    task = a_task(number=7, request=request_, prompt=prompt)
    assert line(task, a_reply(), texts) == (f"**{prompt}**\n{said}" if prompt else said)


def test_elsewhere_it_says_where_it_was_asked(texts: Texts) -> None:
    task = a_task(request=Blend(), prompt="")
    assert line(task, a_reply(channel_id=9), texts).endswith(f"From <#{task.channel_id}>")
