"""Charts drawn by a process of their own."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from PIL import Image

from bot.media import drawing, fonts, panels
from bot.media.chart import Bar, Chart, Ranking, Series, Tile, Timeline
from bot.media.charts import Charts

NAMES = ["Ada", "陈晓明", "$x^{2$ \\frac", "🦊", "far too long for any bar " * 3, "\u202eabc", ""]


def a_chart(names: list[str] = NAMES, values: tuple[float | None, ...] = (1.0, None, 3.0)) -> Chart:
    ticks = [(0, "10-01")]
    line = Series("half", values, "teal")
    bars = [Bar(name, place, str(place)) for place, name in enumerate(names)]
    return Chart(
        title="Usage of Studio",
        subtitle="today",
        tiles=[Tile("Tasks", "2,431", "14 taken back"), Tile("Cost", "1" * 40)],
        timelines=[
            Timeline("Tasks", [line, replace(line, colour="red")], ticks),
            Timeline("Waits", [line], ticks, unit="s", lines=True),
        ],
        rankings=[Ranking("Members", bars, "blue", "nobody"), Ranking("None", [], "red", "no")],
    )


def size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture.size


@pytest.mark.filterwarnings("ignore:Glyph")
@settings(max_examples=12)
@given(
    names=st.lists(st.text(max_size=40), max_size=11),
    values=st.lists(st.none() | st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=31).map(
        tuple
    ),
)
def test_anything_can_be_drawn(names: list[str], values: tuple[float | None, ...]) -> None:
    assert size(drawing.draw([a_chart(names, values)])) == (panels.WIDTH, panels.HEIGHT)


def test_a_chart_is_the_same_after_its_way_to_the_process() -> None:
    told = json.loads(json.dumps(asdict(a_chart())))
    assert asdict(Chart.of(told)) == json.loads(json.dumps(asdict(a_chart()))) | {
        "timelines": [asdict(one) for one in Chart.of(told).timelines]
    }
    assert Chart.of(told).rankings == a_chart().rankings


async def test_the_process_draws_it(tmp_path: Path) -> None:
    drawn = await Charts(tmp_path).draw([a_chart()], "usage")
    assert drawn is not None
    assert drawn.name == "usage.png"
    assert (drawn.width, drawn.height) == size(drawn.data) == (panels.WIDTH, panels.HEIGHT)


async def test_it_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_KEY", "sk-secret")
    assert "sk-secret" not in Charts(tmp_path)._environment().values()


async def test_a_drawing_that_takes_too_long_is_left(tmp_path: Path) -> None:
    assert await Charts(tmp_path, patience=0.0).draw([a_chart()], "usage") is None


async def test_what_cannot_be_drawn_gives_no_picture(tmp_path: Path) -> None:
    broken = replace(a_chart(), timelines=[Timeline("x", [Series("x", (1.0,), "mauve")], [])])
    assert await Charts(tmp_path).draw([broken], "usage") is None


def test_without_chinese_letters_the_next_language_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    poor = fonts.Fonts.found()
    assert not poor.write("用量")
    assert poor.write("Usage é Ж")
    chinese, english = replace(a_chart(), title="用量"), a_chart()
    assert drawing.draw([chinese, english]) == drawing.draw([english])


@pytest.mark.skipif(
    not fonts.Fonts.found().write("用量"), reason="this machine has no Chinese font"
)
def test_with_chinese_letters_the_first_language_is_drawn() -> None:
    chinese, english = replace(a_chart(), title="用量"), a_chart()
    assert drawing.draw([chinese, english]) != drawing.draw([english])


@pytest.mark.parametrize("colour", [*panels.COLOURS.values(), panels.INK, panels.SOFT])
def test_colours_stand_out_from_their_ground(colour: str) -> None:
    def light(code: str) -> float:
        parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (light(colour) + 0.05) / (light(panels.PANEL) + 0.05) >= 4.5
