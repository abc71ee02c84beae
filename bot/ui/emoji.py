"""The emoji on the relay's buttons, as emoji that Discord takes from a bot."""

from __future__ import annotations

import re

_SELECTORS = re.compile("[\ufe0e\ufe0f]")

NAMED = {
    "upscale_1": "🔍",
    "upscale_2": "🔍",
    "upscale": "🔍",
    "zoom_out": "🔍",
    "custom_zoom": "🔍",
    "make_square": "↔️",
    "make_variation": "🪄",
    "vary": "🪄",
    "vary_region": "🖌️",
    "inpaint": "🖌️",
    "reroll": "🔄",
    "refresh": "🔄",
    "pan_left": "⬅️",
    "pan_right": "➡️",
    "pan_up": "⬆️",
    "pan_down": "⬇️",
    "heart": "❤️",
    "animate": "🎞️",
}
"""Midjourney's own custom emoji live on its servers, where this bot cannot use them."""

_KEYCAPS = tuple(f"{digit}\ufe0f\u20e3" for digit in "0123456789#*")
_USED = (*NAMED.values(), *_KEYCAPS, "↕️", "✂️", "✏️", "✨", "🎉", "🎨", "🔖", "⏩", "▶️", "⏸️", "⏹️")
_CANONICAL = {_SELECTORS.sub("", emoji): emoji for emoji in _USED}
"""Emoji of the relays' buttons without variation selectors -> as Discord writes them."""

# What else counts: characters that are drawn as emoji without a variation selector (the Unicode
# property Emoji_Presentation), which is how Discord writes them.
_PRESENTED = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705"
    "\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
    "\u2b55\U0001f300-\U0001f320\U0001f32d-\U0001f335\U0001f337-\U0001f37c\U0001f37e-\U0001f393"
    "\U0001f3a0-\U0001f3ca\U0001f3cf-\U0001f3d3\U0001f3e0-\U0001f3f0\U0001f3f4"
    "\U0001f3f8-\U0001f43e\U0001f440\U0001f442-\U0001f4fc\U0001f4ff-\U0001f53d"
    "\U0001f54b-\U0001f54e\U0001f550-\U0001f567\U0001f57a\U0001f595\U0001f596\U0001f5a4"
    "\U0001f5fb-\U0001f64f\U0001f680-\U0001f6c5\U0001f6cc\U0001f6d0-\U0001f6d2"
    "\U0001f6d5-\U0001f6d7\U0001f6eb\U0001f6ec\U0001f6f4-\U0001f6fc\U0001f7e0-\U0001f7eb"
    "\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001f9ff\U0001fa70-\U0001fa74"
    "\U0001fa78-\U0001fa7c\U0001fa80-\U0001fa86\U0001fa90-\U0001faac\U0001fab0-\U0001faba"
    "\U0001fac0-\U0001fac5\U0001fad0-\U0001fad9\U0001fae0-\U0001fae7\U0001faf0-\U0001faf6"
)
_ONE = re.compile(f"[{_PRESENTED}][\U0001f3fb-\U0001f3ff]?")


def accepted(emoji: str) -> str:
    """The emoji as Discord takes it; a stand-in for a custom one; empty for what is no emoji."""
    text = emoji.strip()
    if text.lower() in NAMED:
        return NAMED[text.lower()]
    bare = _SELECTORS.sub("", text)
    if bare in _CANONICAL:
        return _CANONICAL[bare]
    return bare if _ONE.fullmatch(bare) else ""
