"""What a picture shows, before anything is drawn: small values that follow from one another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final, Literal, Self

Making = Literal["drawing", "blend", "description", "swap", "edit", "retexture"]

_SEED_BYTES: Final = 4
# Sides of a picture are multiples of this, as Midjourney's are multiples of 16.
_STEP: Final = 16


@dataclass(frozen=True, slots=True)
class Camera:
    """Where one looks from: `zoom` above 1 steps back; x and y shift, in picture widths/heights."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One of a grid's pictures. `root` decides colours and composition, `twist` the shapes,
    `touch` the fine things (clouds, stars, glitter): what a variation leaves alone stays."""

    root: int
    twist: int
    touch: int
    camera: Camera = Camera()


@dataclass(frozen=True, slots=True)
class Repaint:
    """A painted mask (an encoded picture, white = anew) over the picture it was painted on."""

    mask: bytes
    under: Picture


@dataclass(frozen=True, slots=True)
class Motion:
    """How a picture moves, and as which file it is handed out."""

    file: Literal["webp", "mp4"]
    strength: Literal["low", "high"] = "low"
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to draw: four cells are a grid, one is a single picture `scale` times as large.

    `words` are the prompt without flags. `sources` are encoded pictures that it is `made` from,
    unless it is drawn: a swap has the face first. With `motion` it is a video of each cell.
    """

    words: str
    ratio: tuple[int, int]
    cells: tuple[Cell, ...]
    scale: int = 1
    repaint: Repaint | None = None
    sources: tuple[bytes, ...] = ()
    made: Making = "drawing"
    motion: Motion | None = None

    @classmethod
    def grid(cls, words: str, ratio: tuple[int, int], seed: int) -> Self:
        """A fresh grid of four, each with its own composition."""
        cells = tuple(
            Cell(_mix(seed, "root", n), _mix(seed, "twist", n), _mix(seed, "touch", n))
            for n in range(4)
        )
        return cls(words, ratio, cells)

    @classmethod
    def of(
        cls, made: Making, ratio: tuple[int, int], seed: int, sources: tuple[bytes, ...]
    ) -> Self:
        """A picture made from others: a grid when they are blended, else a single one."""
        grid = cls.grid(made, ratio, seed)
        cells = grid.cells if made == "blend" else grid.cells[:1]
        return replace(grid, cells=cells, made=made, sources=sources)

    @property
    def is_grid(self) -> bool:
        """True when it shows four pictures."""
        return len(self.cells) == 4

    def cell(self, index: int) -> Cell:
        """The cell a button's number (1 to 4) means; a single picture has but one."""
        return self.cells[min(max(index, 1), len(self.cells)) - 1]

    def upscaled(self, index: int) -> Picture:
        """One cell alone, as large as a cell of the grid."""
        return replace(self, cells=(self.cell(index),), scale=1)

    def again(self, seed: int, words: str) -> Picture:
        """A fresh grid for the same words or from the same pictures."""
        fresh = Picture.grid(words, self.ratio, seed)
        return replace(fresh, made=self.made, sources=self.sources, motion=self.motion)

    def moving(self, motion: Motion) -> Picture:
        """Four videos that begin with a single picture, or one of each of four."""
        cells = self.cells if self.is_grid else self.cells * 4
        return replace(self, cells=cells, scale=1, motion=motion)

    def still(self) -> Picture:
        """What a video begins with."""
        return replace(self, motion=None)

    def larger(self) -> Picture:
        """A single picture at twice the size, with the detail that has room there."""
        return replace(self, scale=self.scale * 2)

    def varied(self, index: int, seed: int, strength: str, words: str) -> Picture:
        """Four variations of a cell. `strength`: `low` keeps all but the fine things, `middle`
        draws other shapes, `high` another composition too."""
        base = self.cell(index)
        cells = tuple(_varied(base, seed, n, strength) for n in range(4))
        return replace(self, words=words, cells=cells, scale=1, repaint=None)

    def stepped_back(self, zoom: float, seed: int, words: str) -> Picture:
        """Four views of a single picture from further away."""
        return self._seen(zoom, 0.0, 0.0, seed, words)

    def panned(self, way: str, seed: int, words: str) -> Picture:
        """Four views to one side (`left`, `right`, `up`, `down`)."""
        x = {"left": -0.35, "right": 0.35}.get(way, 0.0)
        y = {"up": -0.2, "down": 0.2}.get(way, 0.0)
        return self._seen(1.0, x, y, seed, words)

    def shaped(self, ratio: tuple[int, int]) -> Picture:
        """The same in another aspect ratio."""
        return replace(self, ratio=ratio)

    def repainted(self, mask: bytes, seed: int, words: str) -> Picture:
        """Four pictures that differ from a single one where its mask is white."""
        fresh = self.varied(1, seed, "high", words)
        return replace(fresh, repaint=Repaint(mask, replace(self, scale=1)))

    def size(self, side: int) -> tuple[int, int]:
        """Width and height in pixels when a square single picture has `side`."""
        width, height = _cell_size(self.ratio, side)
        times = 2 if self.is_grid else self.scale
        return width * times, height * times

    def _seen(self, zoom: float, x: float, y: float, seed: int, words: str) -> Picture:
        base = self.cell(1)
        old = base.camera
        camera = Camera(old.zoom * zoom, old.x + x * old.zoom, old.y + y * old.zoom)
        cells = tuple(replace(base, touch=_mix(seed, "touch", n), camera=camera) for n in range(4))
        return replace(self, words=words, cells=cells, scale=1, repaint=None)


def _varied(base: Cell, seed: int, n: int, strength: str) -> Cell:
    touch = _mix(seed, "touch", n)
    if strength == "low":
        return replace(base, touch=touch)
    twist = _mix(seed, "twist", n)
    if strength == "middle":
        return replace(base, twist=twist, touch=touch)
    return replace(base, root=_mix(seed, "root", n), twist=twist, touch=touch)


def _mix(seed: int, *more: object) -> int:
    """A number that follows from a seed and whatever else, the same in every process."""
    text = ":".join(map(str, (seed, *more)))
    return int.from_bytes(blake2b(text.encode(), digest_size=_SEED_BYTES).digest())


def _cell_size(ratio: tuple[int, int], side: int) -> tuple[int, int]:
    """About `side` squared pixels in the ratio asked for, in whole steps where that is possible."""
    step = min(_STEP, max(1, side // 8))
    stretch = (ratio[0] / ratio[1]) ** 0.5
    width, height = (max(step, round(side * s / step) * step) for s in (stretch, 1 / stretch))
    return width, height
