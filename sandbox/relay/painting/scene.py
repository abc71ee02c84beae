"""A scene from a prompt's words: what is drawn, in which order, from the sky to the rain."""

from __future__ import annotations

from PIL import Image

from sandbox.relay.painting import buildings, land, life, motif, palette, sky, water, weather
from sandbox.relay.painting.canvas import Canvas
from sandbox.relay.painting.frame import Frame, compose
from sandbox.relay.painting.picture import Cell


def paint(words: str, cell: Cell, size: tuple[int, int]) -> Image.Image:
    """Takes a prompt's words, one cell and a size in pixels; gives the picture."""
    canvas = Canvas(size, cell)
    colours = palette.choose(words, canvas.dice("palette"))
    frame = compose(canvas, colours, motif.read(words, canvas.dice("motifs")))
    sky.paint(canvas, frame)
    _far(canvas, frame)
    _middle(canvas, frame)
    _near(canvas, frame)
    _air(canvas, frame)
    weather.finish(canvas)
    return canvas.image


def _far(canvas: Canvas, frame: Frame) -> None:
    """What stands at the horizon."""
    motifs = frame.motifs
    if "lightning" in motifs:
        weather.lightning(canvas, frame)
    if "balloon" in motifs:
        life.balloons(canvas, frame)
    if "birds" in motifs:
        life.birds(canvas, frame)
    if motifs & {"mountains", "lake", "forest", "castle", "house", "aurora"}:
        land.mountains(canvas, frame)
    elif motifs & {"sea", "flowers"} and "storm" not in motifs:
        land.mountains(canvas, frame, 1)
    if "city" in motifs:
        buildings.city(canvas, frame)


def _middle(canvas: Canvas, frame: Frame) -> None:
    """Water or land between the horizon and one's feet, and what stands on it."""
    motifs = frame.motifs
    if frame.wet or "city" in motifs:
        water.paint(canvas, frame)
    elif "dunes" in motifs or "planet" in motifs:
        land.dunes(canvas, frame)
    else:
        land.plain(canvas, frame)
    if "lighthouse" in motifs:
        buildings.lighthouse(canvas, frame, land.headland(canvas, frame))
    if "castle" in motifs:
        buildings.castle(canvas, frame, frame.horizon + 0.035)
    if "boat" in motifs:
        life.boat(canvas, frame)


def _near(canvas: Canvas, frame: Frame) -> None:
    """The foreground."""
    motifs = frame.motifs
    if "forest" in motifs and not frame.wet:
        life.woods(canvas, frame)
    elif motifs & {"lake", "forest", "mountains"} and "lighthouse" not in motifs:
        _shore(canvas, frame)
    if "flowers" in motifs:
        life.flowers(canvas, frame)
    if "house" in motifs:
        if frame.wet:
            land.ground(canvas, frame, 0.2)
        buildings.house(canvas, frame, 0.84, frame.hero, 0.3)
    if "cat" in motifs:
        land.ground(canvas, frame, 0.14)
        life.cat(canvas, frame, 0.9)


def _shore(canvas: Canvas, frame: Frame) -> None:
    """Dark land with a few pines at the edges."""
    land.ground(canvas, frame)
    dice = canvas.shape_dice("shore")
    for n in range(9):
        left = n % 2 == 0
        across = dice.uniform(-0.05, 0.22) if left else dice.uniform(0.78, 1.05)
        high = dice.uniform(0.16, 0.38)
        life.pine(canvas, frame, (across, 0.97), high, frame.palette.near)


def _air(canvas: Canvas, frame: Frame) -> None:
    motifs = frame.motifs
    if "fog" in motifs:
        weather.fog(canvas, frame)
    if "snow" in motifs:
        weather.snow(canvas)
    if "rain" in motifs and "snow" not in motifs:
        weather.rain(canvas, frame)
