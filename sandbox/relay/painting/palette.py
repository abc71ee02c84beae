"""Sets of colours that belong together, and which of them a prompt's words call for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import Final

from sandbox.relay.painting.colour import Colour, drifted, hexed


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a scene. `sky` runs from the zenith to the horizon; ridges from the far one
    to the near one; `light` is the sun's or the moon's, `lamp` that of windows and lanterns."""

    mood: str
    sky: tuple[Colour, ...]
    light: Colour
    cloud: Colour
    far: Colour
    near: Colour
    water: Colour
    lamp: Colour
    accent: Colour
    dark: bool = False


def _palette(mood: str, sky: str, rest: str, dark: bool = False) -> Palette:
    light, cloud, far, near, water, lamp, accent = (hexed(code) for code in rest.split())
    stops = tuple(hexed(code) for code in sky.split())
    return Palette(mood, stops, light, cloud, far, near, water, lamp, accent, dark)


# sky: zenith … horizon; then: light cloud far near water lamp accent
_ALL: Final = (
    _palette(
        "sunset",
        "26305f 6a4478 c25b6e f08a5d ffd08a",
        "fff0c8 ff9d7a 8d5a7e 1e1a33 3b3a6b ffd27d e4572e",
    ),
    _palette(
        "sunset",
        "1d2b53 45416f a3516b f2735a ffc15e",
        "ffe9b0 f7846a 6f4a74 18152b 2f3a66 ffd98a ff5964",
    ),
    _palette(
        "sunset",
        "3a2b5c 833f6e d9546a ff9a5a ffe2a0",
        "fff4d6 ffb08a a0607a 241a35 54407a ffdb8f f94144",
    ),
    _palette(
        "dawn",
        "5a78b0 94a7cf e0b8c4 f8d0b8 fff0d2",
        "fffbe8 fff2ea 9aa6c6 34486a 7f9cc4 ffe6a8 ef8354",
    ),
    _palette(
        "dawn",
        "4a6fa5 7fa3c7 c8c6d6 f6cfc0 fde8cf",
        "fff6dd ffe9e2 8fa4c0 2e4a5f 7aa0be ffe0a0 e07a5f",
    ),
    _palette(
        "day",
        "1f6fb8 4a9ad6 86c3e8 c4e4f2 eef8f4",
        "fffef0 ffffff 86a9c4 1f5a4a 1f7fa8 fff0b0 f2a541",
    ),
    _palette(
        "day",
        "2a5fa8 5b93cf 9cc7e6 d8ebf0 fdf6e3",
        "fffbe0 ffffff 93a9c6 2c5e3f 2d7f9f fff0b0 e76f51",
    ),
    _palette(
        "storm",
        "10171f 1d2b36 34474f 5f7578 a9b6a6",
        "f2e8c4 6c7f84 3c4d54 0c1216 1c3a42 ffdc8a c9d6cf",
        dark=True,
    ),
    _palette(
        "storm",
        "141423 242a40 3d4a62 6c7c8c c7b79b",
        "ffe6b3 7a8798 414c60 0d0f18 223347 ffd27a d5dbe0",
        dark=True,
    ),
    _palette(
        "storm",
        "0b1a20 15313a 2b5157 6a8a7e d8cf9e",
        "fff0bf 64807f 35545a 081114 12404a ffe08f cfe3d6",
        dark=True,
    ),
    _palette(
        "night",
        "060b1f 0d1a3d 1b2f63 345089 6a83b0",
        "fdf6d8 4a5f96 2b3f6e 050914 0f2450 ffcf70 9fb8ff",
        dark=True,
    ),
    _palette(
        "night",
        "0a0720 1a1242 33246b 5a3f8f 9c6fae",
        "fff2e0 5d4a94 3b2c6c 080616 1d1850 ffc978 c7a0ff",
        dark=True,
    ),
    _palette(
        "night",
        "031018 06242f 0d4150 22707a 6ab5a8",
        "f4fff0 2f6b78 154a55 020a0e 08303c ffd67a 7fffd4",
        dark=True,
    ),
    _palette(
        "forest",
        "4f7f7a 86ab97 bccdac e4e2bd f7f0d0",
        "fffbe0 f4f5e4 7d9c86 12261f 3f6f68 ffe3a0 d98e3f",
    ),
    _palette(
        "forest",
        "2f5d62 5e8b7e a7c4a0 dfeec8 f6f8e4",
        "fdffe8 eef6e4 5f8a78 0f2a22 2d6a68 ffe6a0 e9b44c",
    ),
    _palette(
        "autumn",
        "6d8bab a9b6bf e3c9a8 f2b880 ffdfa0",
        "fff2cc fbe3c6 a3846f 3a1f18 6a7f8f ffd98a d1495b",
    ),
    _palette(
        "autumn",
        "53657f 9a97a0 dcae8e ee9a5c ffcf86",
        "ffedc0 f6cfae 8f6f66 2e1a18 566b80 ffd27a f26419",
    ),
    _palette(
        "winter",
        "6f9ac8 9dbfe0 c6dcee e6eef4 fbf3ec",
        "fffdf2 ffffff 9fb6d0 47607f 86abc9 ffdf95 d1495b",
    ),
    _palette(
        "winter",
        "3d5a8a 7a90bb b9bfdc e9cfd6 ffe4d0",
        "fff4e2 f6edf4 8f9fc6 324769 7a97c2 ffd98a e56b6f",
    ),
    _palette(
        "neon",
        "0b0420 24084a 5a0f7a b81f8f ff5fa2",
        "ffd6f5 7a2aa0 3d1070 08031a 24105a 5ff7ff ff2e93",
        dark=True,
    ),
    _palette(
        "neon",
        "020618 08144a 12358f 1e7fd0 63e0ff",
        "e8fdff 2a4ab0 14247a 020412 0a1f5a ff6fd8 3df5c8",
        dark=True,
    ),
    _palette(
        "desert",
        "3f7fb5 86b3cc dccfb4 f6c98a ffe3ac",
        "fff8da fff0dc c98a62 6a2f24 8f7f74 ffe0a0 c8553d",
    ),
    _palette(
        "desert",
        "463a6a 8a5a7a d9806a f5ac66 ffe0a0",
        "fff0c8 f7b594 b5654f 3f1d24 7a5a6a ffd98a e4572e",
    ),
    _palette(
        "space",
        "03020c 0a0822 1c1450 44287a 8a4a9a",
        "fff0e6 3d2a7a 2a1c55 04030e 120f3a ffd07a 7ad7ff",
        dark=True,
    ),
    _palette(
        "pastel",
        "8fb8de b7c9ea e3cfe6 fbd6d6 fff1dc",
        "fffdf4 ffffff b0b3d6 5a6a9a 9fc4dc fff0b8 f4978e",
    ),
)
_MOODS: Final = {
    "storm": "storm stormy thunder thunderstorm tempest hurricane lightning gale rain rainy",
    "neon": "neon cyberpunk synthwave vaporwave retrowave futuristic",
    "space": "space galaxy nebula planet planets cosmic cosmos alien astronaut",
    "night": "night midnight moon moonlit moonlight stars starry aurora dark nocturnal",
    "winter": "winter snow snowy ice icy frozen frost arctic christmas",
    "desert": "desert dune dunes sahara canyon mesa",
    "autumn": "autumn fall october harvest",
    "forest": "forest woods woodland jungle misty mist fog foggy trees pines",
    "sunset": "sunset dusk evening twilight golden sundown",
    "dawn": "dawn sunrise morning daybreak",
    "pastel": "pastel watercolor watercolour soft dreamy cute kawaii anime",
    "day": "day sunny noon summer spring bright blue",
}
_USUAL: Final = ("sunset", "dawn", "day", "sunset", "pastel", "night")


def choose(words: str, dice: random.Random) -> Palette:
    """The palette that the words call for, or any of the usual ones; never twice quite the same."""
    said = set(re.findall(r"[a-z]+", words.lower()))
    called = [mood for mood, names in _MOODS.items() if said & set(names.split())]
    mood = called[0] if called else dice.choice(_USUAL)
    base = dice.choice([palette for palette in _ALL if palette.mood == mood])
    return _drifted(base, dice)


def _drifted(base: Palette, dice: random.Random) -> Palette:
    turn = dice.uniform(-0.018, 0.018)
    fixed = random.Random(dice.getrandbits(32))  # noqa: S311 - a picture, not a secret
    sky = tuple(drifted(colour, fixed, abs(turn), 0.05) for colour in base.sky)
    return replace(base, sky=sky, accent=drifted(base.accent, fixed, 0.03))
