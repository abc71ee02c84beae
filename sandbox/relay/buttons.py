"""The buttons under a finished task, in Discord's order."""

from __future__ import annotations

from typing import Any, Final

from sandbox.relay.presets import Preset
from sandbox.relay.prompt import Prompt
from sandbox.relay.task import Kind, RelayTask

Button = dict[str, Any]

_PLAIN: Final = 2
_PRESSED: Final = 3
_KEYCAPS: Final = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣")
_ARROWS: Final = (("left", "⬅️"), ("right", "➡️"), ("up", "⬆️"), ("down", "⬇️"))
# Models from 5 on have zoom, pan and region; 5 to 7 the larger upscales named like this.
_LARGER: Final = {
    "5": (("v5_2x", "Upscale (2x)"), ("v5_4x", "Upscale (4x)")),
    "6": (("v6_2x_subtle", "Upscale (Subtle)"), ("v6_2x_creative", "Upscale (Creative)")),
    "6.1": (("v6r1_2x_subtle", "Upscale (Subtle)"), ("v6r1_2x_creative", "Upscale (Creative)")),
    "7": (("v7_2x_subtle", "Upscale (Subtle)"), ("v7_2x_creative", "Upscale (Creative)")),
}


def under(preset: Preset, task: RelayTask) -> list[Button]:
    """The buttons of a task that has ended well."""
    match task.kind:
        case Kind.DESCRIBE:
            made = _described(preset, task)
        case Kind.SHORTEN:
            made = [
                _button(f"MJ::Job::PromptAnalyzer::{n}", emoji=_KEYCAPS[n - 1]) for n in _five()
            ]
        case Kind.SWAP_FACE:
            made = []
        case Kind.VIDEO | Kind.VIDEO_EXTEND:
            made = _videos(task.job)
        case Kind.VIDEO_UPSCALE:
            made = _extensions(task)
        case Kind.UPSCALE | Kind.UPSCALE_HD:
            made = _upscaled(preset, task)
        case _:
            made = _grid(task.job)
    for button in made:
        if button["customId"] in task.pressed_buttons:
            button["style"] = _PRESSED
    return made


def _five() -> range:
    return range(1, 6)


def _grid(job: str) -> list[Button]:
    upscales = [_button(f"MJ::JOB::upsample::{n}::{job}", f"U{n}") for n in range(1, 5)]
    again = _button(f"MJ::JOB::reroll::0::{job}::SOLO", emoji="🔄")
    varied = [_button(f"MJ::JOB::variation::{n}::{job}", f"V{n}") for n in range(1, 5)]
    return [*upscales, again, *varied]


def _upscaled(preset: Preset, task: RelayTask) -> list[Button]:
    job = task.job
    version = Prompt.read(task.final_prompt).version.removeprefix("niji ")
    major = version.partition(".")[0]
    vary = [
        _button(f"MJ::JOB::low_variation::1::{job}::SOLO", "Vary (Subtle)", "🪄"),
        _button(f"MJ::JOB::high_variation::1::{job}::SOLO", "Vary (Strong)", "🪄"),
    ]
    if major not in {"5", "6", "7"}:
        return [*vary, *_last(preset, job)]
    larger = _larger(task, version, major)
    region = _button(f"MJ::Inpaint::1::{job}::SOLO", "Vary (Region)", "🖌️")
    pans = [_button(f"MJ::JOB::pan_{way}::1::{job}::SOLO", emoji=sign) for way, sign in _ARROWS]
    return [*larger, *vary, region, *_zooms(preset, task), *pans, *_last(preset, job)]


def _videos(job: str) -> list[Button]:
    upscales = [
        _button(f"MJ::JOB::video_virtual_upscale::{n}::{job}", f"U{n}") for n in range(1, 5)
    ]
    return [*upscales, _button(f"MJ::JOB::reroll::0::{job}::SOLO", emoji="🔄")]


def _extensions(task: RelayTask) -> list[Button]:
    return [
        _button(
            f"MJ::JOB::animate_{way}_extend::1::{task.job}", f"Extend ({way.title()} motion)", "🎞️"
        )
        for way in ("high", "low")
    ]


def _larger(task: RelayTask, version: str, major: str) -> list[Button]:
    names = _LARGER.get(version, _LARGER[major])
    redo = "Redo " if task.kind is Kind.UPSCALE_HD else ""
    return [
        _button(f"MJ::JOB::upsample_{name}::1::{task.job}::SOLO", f"{redo}{label}", "upscale_1")
        for name, label in names
    ]


def _zooms(preset: Preset, task: RelayTask) -> list[Button]:
    job = task.job
    # trueai writes this id itself and puts a number in; Discord does not.
    custom = f"MJ::CustomZoom::1::{job}" if preset.lineage == "trueai" else f"MJ::CustomZoom::{job}"
    zooms = [
        _button(f"MJ::Outpaint::50::1::{job}::SOLO", "Zoom Out 2x", "🔍"),
        _button(f"MJ::Outpaint::75::1::{job}::SOLO", "Zoom Out 1.5x", "🔍"),
        _button(custom, "Custom Zoom", "🔍"),
    ]
    if task.picture is not None and task.picture.ratio[0] != task.picture.ratio[1]:
        zooms.append(_button(f"MJ::Outpaint::100::1::{job}::SOLO", "Make Square", "↔️"))
    return zooms


def _last(preset: Preset, job: str) -> list[Button]:
    animate = [
        _button(f"MJ::JOB::animate_{way}::1::{job}::SOLO", f"Animate ({way.title()} motion)", "🎞️")
        for way in ("high", "low")
    ]
    if preset.lineage == "trueai":
        return [*animate, _button(f"MJ::JOB::reroll::0::{job}::SOLO", emoji="🔄")]
    return [_button(f"MJ::BOOKMARK::{job}", emoji="❤️"), *animate]


def _described(preset: Preset, task: RelayTask) -> list[Button]:
    picks = [_button(f"MJ::Job::PicReader::{n}", emoji=_KEYCAPS[n - 1]) for n in range(1, 5)]
    if preset.lineage == "trueai":
        return picks  # its template loses Retry and "Imagine all"
    every = _button("MJ::Job::PicReader::all", "Imagine all", "🎉")
    return [*picks, _button("MJ::Picread::Retry", emoji="🔄"), every]


def _button(custom_id: str, label: str = "", emoji: str = "") -> Button:
    return {
        "customId": custom_id,
        "emoji": emoji,
        "label": label,
        "style": _PLAIN,
        "type": _PLAIN,
    }
