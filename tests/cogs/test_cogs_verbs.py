"""The commands beside /imagine, through the real client and the sandbox Discord."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.request import (
    Blend,
    Describe,
    Dimensions,
    Edit,
    FaceSwap,
    Model,
    Motion,
    Request,
    Shorten,
    Speed,
    Video,
)
from bot.ui import attachments
from sandbox.discord import Interaction, Upload
from tests.ui.running import Stage
from tests.ui.stand_ins import PICTURE, PNG

CHEN = "Chen"


def a_file(name: str = "me") -> Upload:
    """A picture that differs from those with other names."""
    return Upload(f"{name}.png", PNG + name.encode())


FILES = [a_file(str(number)) for number in range(1, 6)]
FIVE = {f"image{number}": file for number, file in enumerate(FILES, start=1)}
TWO = {"image1": FILES[0], "image2": FILES[1]}


async def used(stage: Stage, name: str, by: str = "Ada", **options: Any) -> Interaction:
    use = await stage.discord.person(by).command(stage.gallery, name, options)
    return await use.acknowledged()


async def refused(stage: Stage, name: str, **options: Any) -> str:
    """What Chen is told in private, nothing having been made of it."""
    use = await used(stage, name, CHEN, **options)
    assert use.reply is not None
    assert use.reply.ephemeral
    assert await stage.store.get(1) is None
    return use.reply.text


def words(stage: Stage, reason: str, **values: int) -> str:
    return stage.texts.say("zh-CN", f"errors.{reason}", **values)


@pytest.mark.parametrize(
    ("name", "options", "request_", "pictures"),
    [
        ("blend", TWO, Blend(), FILES[:2]),
        (
            "blend",
            {**FIVE, "dimensions": "PORTRAIT", "bot": "NIJI_JOURNEY", "speed": "relax"},
            Blend(Dimensions.PORTRAIT, Model.NIJI, Speed.RELAX),
            FILES,
        ),
        ("blend", {**TWO, "image5": FILES[4]}, Blend(), [*FILES[:2], FILES[4]]),
        ("describe", {"image": FILES[0]}, Describe(), FILES[:1]),
        ("shorten", {"prompt": "a very fine cat"}, Shorten("a very fine cat"), []),
        (
            "shorten",
            {"prompt": "a cat —ar 16x9 --turbo"},
            Shorten("a cat --ar 16:9", speed=Speed.TURBO),
            [],
        ),
        (
            "faceswap",
            {"source": FILES[0], "target": FILES[1], "speed": "fast"},
            FaceSwap(Speed.FAST),
            FILES[:2],
        ),
        ("video", {"prompt": "it rains"}, Video("it rains"), []),
        (
            "video",
            {"prompt": "it rains", "image": FILES[0], "motion": "high", "loop": True},
            Video("it rains", Motion.HIGH, loop=True),
            FILES[:1],
        ),
        ("edit", {"image": FILES[0], "prompt": "a hat"}, Edit("a hat"), FILES[:1]),
        (
            "edit",
            {"image": FILES[0], "prompt": "a hat", "mask": FILES[1], "retexture": True},
            Edit("a hat", retexture=True),
            FILES[:2],
        ),
    ],
)
async def test_a_command_becomes_a_task(
    stage: Stage,
    name: str,
    options: dict[str, Any],
    request_: Request,
    pictures: list[Upload],
) -> None:
    use = await used(stage, name, **options)
    task = await stage.queued(1)
    assert use.reply is not None
    assert use.reply.thinking
    assert not use.reply.ephemeral
    assert task.request == request_
    assert task.prompt == getattr(request_, "prompt", "")
    assert [image.data for image in await stage.store.images(1)] == [p.data for p in pictures]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("blend", TWO),
        ("describe", {"image": FILES[0]}),
        ("shorten", {"prompt": "a cat"}),
        ("faceswap", {"source": FILES[0], "target": FILES[1]}),
        ("video", {"prompt": "it rains"}),
        ("edit", {"image": FILES[0], "prompt": "a hat"}),
    ],
)
async def test_each_can_be_private_and_says_what_it_is(
    stage: Stage, name: str, options: dict[str, Any]
) -> None:
    use = await used(stage, name, CHEN, private=True, **options)
    task = await stage.queued(1)
    await stage.show(1)
    assert use.reply is not None
    assert use.reply.ephemeral
    assert stage.texts.say("zh-CN", f"kinds.{task.request.kind}") in use.reply.text


async def test_a_link_is_followed(stage: Stage) -> None:
    await used(stage, "describe", link=PICTURE)
    await stage.queued(1)
    (image,) = await stage.store.images(1)
    assert image.data == PNG


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("describe", {}, "describe_one"),
        ("describe", {"image": FILES[0], "link": PICTURE}, "describe_one"),
        ("describe", {"link": "https://pictures.example.com/gone.png"}, "link_missing"),
        ("describe", {"image": Upload("a.png", b"<html>")}, "picture_kind"),
        ("blend", {"image1": FILES[0], "image2": FILES[0]}, "picture_twice"),
        ("blend", {**TWO, "image4": Upload("a.png", b"GIF")}, "picture_kind"),
        ("faceswap", {"source": FILES[0], "target": Upload("a.mp4", b"video")}, "picture_kind"),
        ("video", {"prompt": "--ar 16:9"}, "prompt_blank"),
        ("video", {"prompt": "rain", "image": Upload("a.png", b"")}, "picture_kind"),
        ("shorten", {"prompt": "--ar 16:9"}, "prompt_blank"),
        ("edit", {"image": FILES[0], "prompt": "--v 7"}, "prompt_blank"),
        ("edit", {"image": FILES[0], "prompt": "a", "mask": Upload("m", b"x")}, "mask_kind"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_spent(
    stage: Stage, name: str, options: dict[str, Any], reason: str
) -> None:
    assert await refused(stage, name, **options) == words(stage, reason)


async def test_one_picture_that_is_too_large_is_enough(stage: Stage) -> None:
    stage.discord.person(CHEN).user.file_limit = 25_000_000
    large = Upload("large.png", PNG + bytes(20_000_001))
    asked = len(stage.discord.requests)
    said = await refused(stage, "blend", **TWO, image3=large)
    assert said == words(stage, "picture_too_large", limit=20)
    assert len(stage.discord.requests) == asked + 1, "none of them was downloaded"


@pytest.mark.parametrize("options", [TWO, FIVE])
async def test_pictures_that_do_not_come_in_time_are_said(
    stage: Stage, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "READING_TIME", 0.0)
    assert await refused(stage, "blend", **options) == words(stage, "picture_slow")


async def test_a_link_that_does_not_answer_in_time_is_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "READING_TIME", 0.0)
    assert await refused(stage, "describe", link=PICTURE) == words(stage, "link_slow")


async def test_blend_takes_two_to_five(stage: Stage) -> None:
    command = next(row for row in stage.discord.commands if row["name"] == "blend")
    needed = {option["name"]: option["required"] for option in command["options"]}
    pictures = {name: must for name, must in needed.items() if name.startswith("image")}
    assert list(pictures.values()) == [True, True, False, False, False]
