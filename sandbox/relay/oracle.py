"""The words of describe and shorten: made up, but always the same for the same question."""

from __future__ import annotations

import math
import random
import re
from typing import Final

from sandbox.relay.painting.collage import opened

KEYCAPS: Final = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣")

_SUBJECTS: Final = (
    "a lighthouse on a rocky headland",
    "a quiet mountain lake",
    "a snow-covered cabin between pines",
    "a city skyline above a river",
    "sailing boats in a wide bay",
    "a castle over misty hills",
    "rolling dunes under a low sun",
    "a field of flowers before far ridges",
)
_MANNERS: Final = (
    "matte painting",
    "gouache illustration",
    "wide-angle photograph",
    "risograph print",
    "soft watercolor",
    "cinematic concept art",
)
_LIGHTS: Final = (
    "golden hour light",
    "soft morning mist",
    "dramatic storm clouds",
    "a clear starry night",
    "pale winter light",
    "neon glow after rain",
)
_FILLERS: Final = frozenset(
    re.findall(
        r"\w+",
        """a an the of in on at with and or to for by from very really highly extremely beautiful
        stunning amazing detailed ultra 4k 8k hd masterpiece best quality trending award winning""",
    )
)


def describe(dice: random.Random, data: bytes) -> str:
    """Takes dice and a picture's bytes; gives four prompts, one a line, as Midjourney writes
    them: a keycap first, a blank line between, a space at the end of all but the last."""
    ratio = _ratio(data)
    subjects, manners = dice.sample(_SUBJECTS, 4), dice.sample(_MANNERS, 4)
    lines = [
        f"{KEYCAPS[n]} {subjects[n]}, {dice.choice(_LIGHTS)}, {manners[n]} --ar {ratio}"
        for n in range(4)
    ]
    return " \n\n".join(lines)


def shorten(prompt: str) -> str:
    """Takes a prompt; gives Midjourney's answer: its important words and five shorter prompts."""
    tokens = [token for token in prompt.split() if not token.startswith("--")]
    weighed = [
        f"**{token}** (0.{max(9 - n, 1)}{n % 10})" for n, token in enumerate(_important(tokens))
    ]
    kept = _important(tokens) or tokens
    lengths = [max(1, math.ceil(len(kept) * share)) for share in (1.0, 0.8, 0.6, 0.4, 0.25)]
    lines = [f"{KEYCAPS[n]} {' '.join(kept[:length])}" for n, length in enumerate(lengths)]
    body = "\n\n".join(lines)
    return f"## Important tokens\n{', '.join(weighed)}\n\n## Shortened prompts\n{body}"


def _important(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token.strip(".,;:!").lower() not in _FILLERS]


def _ratio(data: bytes) -> str:
    """A picture's aspect ratio in small numbers; square when it cannot be read."""
    picture = opened(data)
    if picture is None:
        return "1:1"
    width, height = picture.size
    shapes = ((1, 1), (5, 4), (4, 5), (3, 2), (2, 3), (16, 9), (9, 16))
    shape = min(shapes, key=lambda s: abs(math.log(width / height) - math.log(s[0] / s[1])))
    return f"{shape[0]}:{shape[1]}"
