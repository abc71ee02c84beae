"""What a press makes of the picture it was made on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sandbox.relay.extras import motion
from sandbox.relay.painting.picture import Motion, Picture
from sandbox.relay.press import Press, Verb
from sandbox.relay.prompt import Prompt

# A customId of these says a percent of the picture's size; 100 makes it square instead.
_ZOOMS: Final = {"50": 2.0, "75": 1.5, "100": 1.0}


def successor(base: Picture, press: Press, seed: int, prompt: Prompt) -> Picture:
    """Takes the parent's picture; gives the one that `prompt` and the press ask for."""
    words = prompt.words or base.words
    match press.verb:
        case Verb.UPSCALE:
            return base.upscaled(press.index)
        case Verb.UPSCALE_HD:
            return base.larger() if base.scale < 4 else base
        case Verb.VARIATION:
            return base.varied(press.index, seed, "middle", words)
        case Verb.LOW_VARIATION | Verb.HIGH_VARIATION:
            strength = "low" if press.verb is Verb.LOW_VARIATION else "high"
            return base.varied(1, seed, strength, words)
        case Verb.OUTPAINT:
            seen_from = base.shaped((1, 1)) if press.detail == "100" else base
            return seen_from.stepped_back(_ZOOMS.get(press.detail, 1.0), seed, words)
        case Verb.CUSTOM_ZOOM:
            return base.stepped_back(prompt.zoom, seed, words)
        case Verb.PAN:
            return base.panned(press.detail, seed, words)
        case Verb.ANIMATE:
            return base.still().moving(Motion("webp", motion(press.detail)))
        case Verb.UPSCALE_VIDEO:
            strength = base.motion.strength if base.motion else "low"
            return replace(base.upscaled(press.index), motion=Motion("mp4", strength))
        case _:
            return base.again(seed, words)
