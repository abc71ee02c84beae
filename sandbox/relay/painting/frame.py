"""The frame of a scene: where the horizon lies, where the light comes from."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.relay.painting.canvas import Canvas
from sandbox.relay.painting.motif import Motifs
from sandbox.relay.painting.palette import Palette

_HIGH_SUN = frozenset({"day", "winter", "forest", "pastel"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Places in the scene (0 to 1 across and down). `hero` is where the main thing stands."""

    palette: Palette
    motifs: Motifs
    horizon: float
    sun: tuple[float, float]
    hero: float

    @property
    def wet(self) -> bool:
        """True when there is water below the horizon."""
        return bool(self.motifs & {"sea", "lake"})


def compose(canvas: Canvas, palette: Palette, motifs: Motifs) -> Frame:
    """Decides a scene's composition with the cell's dice."""
    dice = canvas.dice("frame")
    horizon = dice.uniform(0.56, 0.68)
    left = dice.random() < 0.5
    hero = dice.uniform(0.22, 0.36) if left else dice.uniform(0.64, 0.78)
    # The light stands on the other side of the picture than the main thing.
    across = dice.uniform(0.58, 0.82) if left else dice.uniform(0.18, 0.42)
    height = dice.uniform(0.26, 0.4) if palette.mood in _HIGH_SUN else dice.uniform(0.05, 0.2)
    if palette.dark:
        height = dice.uniform(0.28, 0.42)
    return Frame(palette, motifs, horizon, (across, horizon - height), hero)
