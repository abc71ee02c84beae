"""What is in the air before everything else: rain, snow, lightning, fog; and the last touches."""

from __future__ import annotations

import random
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sandbox.relay.painting.canvas import Canvas
from sandbox.relay.painting.colour import mix
from sandbox.relay.painting.frame import Frame
from sandbox.relay.painting.noise import curve, field


def lightning(canvas: Canvas, frame: Frame) -> None:
    """A bolt from the clouds to the horizon, with its glow."""
    dice = canvas.shape_dice("lightning")
    mask = Image.new("L", canvas.image.size)
    draw = ImageDraw.Draw(mask)
    start = (canvas.x(frame.sun[0] + dice.uniform(-0.1, 0.1)), canvas.y(0.06))
    _bolt(draw, dice, start, canvas.y(frame.horizon), canvas.span(0.0075))
    canvas.light((210, 220, 255), mask.filter(ImageFilter.GaussianBlur(canvas.span(0.012))))
    canvas.light((255, 255, 255), mask)
    canvas.glow(start, canvas.span(0.5), (170, 185, 230), 0.5)


def _bolt(
    draw: ImageDraw.ImageDraw,
    dice: random.Random,
    start: tuple[float, float],
    end: float,
    width: float,
) -> None:
    x, y = start
    step = max(2.0, (end - y) / 15)
    while y < end:
        to = (x + dice.gauss(0, 0.55) * step, y + step * dice.uniform(0.6, 1.2))
        draw.line((x, y, *to), fill=255, width=max(1, round(width)))
        if width > 1.5 and dice.random() < 0.3:
            _bolt(draw, dice, to, y + (end - y) * dice.uniform(0.2, 0.5), width * 0.45)
        x, y = to


def rain(canvas: Canvas, frame: Frame) -> None:
    """Slanting streaks in two depths."""
    dice = canvas.fine_dice("rain")
    for length, bright, count in ((0.035, 46, 500), (0.075, 62, 240)):
        mask = Image.new("L", canvas.image.size)
        draw = ImageDraw.Draw(mask)
        long = canvas.span(length)
        for _ in range(int(count * canvas.stretch)):
            x, y = dice.uniform(-0.1, 1.1) * canvas.width, dice.uniform(-0.1, 1.0) * canvas.height
            shine = round(bright * dice.uniform(0.4, 1.0))
            thick = max(1, round(canvas.span(0.0014)))
            draw.line((x, y, x - long * 0.28, y + long), fill=shine, width=thick)
        canvas.light(mix(frame.palette.sky[-1], (255, 255, 255), 0.4), mask)


def snow(canvas: Canvas) -> None:
    """Flakes, the near ones large and out of focus."""
    dice = canvas.fine_dice("snow")
    for size, bright, count in ((0.0022, 210, 380), (0.0045, 190, 130), (0.011, 90, 26)):
        mask = Image.new("L", canvas.image.size)
        draw = ImageDraw.Draw(mask)
        for _ in range(int(count * canvas.stretch)):
            x, y = dice.random() * canvas.width, dice.random() * canvas.height
            r = max(0.6, canvas.span(size) * dice.uniform(0.6, 1.3))
            draw.ellipse((x - r, y - r, x + r, y + r), fill=bright)
        canvas.light((255, 255, 255), mask.filter(ImageFilter.BoxBlur(canvas.span(size) * 0.6)))


def fog(canvas: Canvas, frame: Frame) -> None:
    """Banks of fog over the lower half."""
    top = max(0, round(canvas.y(frame.horizon - 0.12)))
    rows = canvas.height - top
    if rows < 8:
        return
    small = (max(4, canvas.width // 8), max(4, rows // 8))
    grey = field(canvas.fine_dice("fog"), small, (2.0 * canvas.stretch, 4.5), 4)
    bank = [round(255 * max(0.0, 1 - abs(2.6 * n / small[1] - 0.9))) for n in range(small[1])]
    fade = Image.frombytes("L", (1, small[1]), bytes(bank)).resize(small)
    mask = ImageChops.multiply(grey.point(curve(0.3, 0.75, 0.85)), fade)
    canvas.tint(
        mix(frame.palette.sky[-1], frame.palette.cloud, 0.3),
        mask.resize((canvas.width, rows), Image.Resampling.BICUBIC),
        (0, top),
    )


def finish(canvas: Canvas) -> None:
    """Darker corners, and a grain that keeps soft skies from showing steps."""
    size = canvas.image.size
    corner = Image.radial_gradient("L").point(curve(0.62, 1.25, 0.62)).resize(size)
    canvas.tint((8, 8, 18), corner)
    tile = _grain()
    grain = Image.new("RGB", size)
    for x in range(0, size[0], tile.width):
        for y in range(0, size[1], tile.height):
            grain.paste(tile, (x, y))
    canvas.image = ImageChops.add(canvas.image, grain, 1.0, -3)


@cache
def _grain() -> Image.Image:
    """A tile of values from 0 to 6, the same in all three colours."""
    dice = random.Random("grain")  # noqa: S311 - a picture, not a secret
    values = bytes(byte % 7 for byte in range(256))
    grey = Image.frombytes("L", (256, 256), dice.randbytes(65536).translate(values))
    return Image.merge("RGB", (grey, grey, grey))
