"""What a prompt's words put into a scene."""

from __future__ import annotations

import random
import re
from typing import Final

_NAMES: Final = {
    "sea": "sea ocean wave waves coast coastal harbor harbour bay beach island shore cliffs",
    "lake": "lake river pond fjord reflection reflections water waterfall",
    "mountains": "mountain mountains peak peaks alps alpine hill hills valley ridge ridges",
    "forest": "forest woods woodland trees tree pine pines jungle grove",
    "city": "city skyline town downtown street tokyo skyscraper skyscrapers cyberpunk metropolis",
    "lighthouse": "lighthouse lighthouses beacon",
    "house": "house cottage cabin hut home farmhouse barn chalet village",
    "castle": "castle fortress palace citadel tower towers kingdom",
    "boat": "boat boats ship ships sailboat sailing yacht sail sails pirate",
    "dunes": "desert dune dunes sahara",
    "flowers": "flower flowers meadow field poppy poppies lavender tulips garden blossom",
    "storm": "storm stormy thunder thunderstorm tempest hurricane gale",
    "lightning": "lightning thunder thunderstorm",
    "rain": "rain rainy storm stormy downpour drizzle",
    "snow": "snow snowy winter blizzard snowfall christmas frozen",
    "stars": "stars starry night galaxy space midnight cosmos nebula milky",
    "moon": "moon moonlit moonlight",
    "aurora": "aurora borealis northern",
    "planet": "planet planets space saturn alien galaxy",
    "balloon": "balloon balloons airship",
    "birds": "bird birds gull gulls seagull seagulls flock crow crows",
    "cat": "cat cats kitten kitty",
    "fog": "fog foggy mist misty haze",
    "sun": "sun sunset sunrise sunny dawn golden",
    "neon": "neon cyberpunk synthwave vaporwave retrowave",
}
_SETTINGS: Final = ("sea", "lake", "mountains", "forest", "city", "dunes", "flowers", "planet")
_COMPANY: Final = {"lighthouse": "sea", "boat": "sea", "castle": "mountains", "neon": "city"}
_ANYWHERE: Final = ("lake", "mountains", "sea", "forest")

Motifs = frozenset[str]


def read(words: str, dice: random.Random) -> Motifs:
    """Takes a prompt's words and dice; gives what to draw. A scene always has a setting."""
    said = set(re.findall(r"[a-z]+", words.lower()))
    found = {motif for motif, names in _NAMES.items() if said & set(names.split())}
    found |= {_COMPANY[motif] for motif in found & _COMPANY.keys()}
    if not found & set(_SETTINGS):
        found.add(dice.choice(_ANYWHERE))
    if dice.random() < 0.4 and not found & {"storm", "snow", "city"}:
        found.add("birds")
    return frozenset(found)
