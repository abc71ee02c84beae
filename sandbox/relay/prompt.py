"""A prompt as Midjourney reads it: words, pictures it starts with, and flags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

# Every flag Midjourney has taken in versions 4 to 8; anything else it refuses.
_FLAGS: Final = frozenset(
    re.findall(
        r"\w+",
        """ar aspect v version niji style stylize s chaos c weird w seed sameseed no quality q
        tile raw sref cref oref sw cw ow iw sv p profile personalize zoom fast relax turbo
        repeat r stop video motion loop end bs batch exp draft hd sd stealth public uplight
        upbeta test testp creative iv visibility""",
    )
)
# Words the sandbox's moderation refuses, standing for the relays' own long lists.
_BANNED: Final = frozenset({"blood", "gore", "gory", "naked", "nude", "nsfw"})
_URL: Final = re.compile(r"^<?https?://\S+$")
_RATIO: Final = re.compile(r"^(\d{1,4}):(\d{1,4})$")
_DEFAULT_VERSION: Final = "7"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt taken apart. `flags` keeps each flag's value as typed, `""` when it has none."""

    text: str
    words: str
    flags: dict[str, str]

    @classmethod
    def read(cls, text: str) -> Self:
        """Takes a prompt as typed; gives its parts. Never raises: whatever is odd stays a word."""
        words: list[str] = []
        flags: dict[str, str] = {}
        flag: str | None = None
        for token in text.split():
            if token.startswith(("--", "—")) and token.strip("-—"):
                flag = token.lstrip("-—").lower()
                flags[flag] = ""
            elif flag is not None:
                flags[flag] = f"{flags[flag]} {token}".strip()
            elif not _URL.match(token):
                words.append(token)
        return cls(text=text.strip(), words=" ".join(words), flags=flags)

    @property
    def unknown_flags(self) -> tuple[str, ...]:
        """The flags Midjourney would refuse."""
        return tuple(flag for flag in self.flags if flag not in _FLAGS)

    @property
    def banned_word(self) -> str | None:
        """The first word the moderation refuses, if any."""
        found = (word for word in re.findall(r"[a-z]+", self.words.lower()) if word in _BANNED)
        return next(found, None)

    @property
    def ratio(self) -> tuple[int, int]:
        """Width and height as `--ar` asks; square when it does not or is not a ratio."""
        asked = _RATIO.match(self.flags.get("ar", self.flags.get("aspect", "")))
        if asked is None:
            return (1, 1)
        width, height = int(asked[1]), int(asked[2])
        # Midjourney keeps ratios within 1:14; a zero is no ratio at all.
        if not width or not height or max(width, height) > 14 * min(width, height):
            return (1, 1)
        return (width, height)

    @property
    def seed(self) -> int | None:
        """The seed that `--seed` asks for."""
        value = self.flags.get("seed", "")
        return int(value) if re.fullmatch(r"[0-9]{1,10}", value) else None

    @property
    def zoom(self) -> float:
        """How far `--zoom` steps back; 1 when absent. Midjourney takes 1 to 2."""
        value = self.flags.get("zoom", "")
        known = re.fullmatch(r"[0-9](\.[0-9]{1,3})?", value)
        return min(2.0, max(1.0, float(value))) if known else 1.0

    @property
    def version(self) -> str:
        """The model: `"7"`, `"6.1"`, or `"niji 6"`."""
        if "niji" in self.flags:
            return f"niji {self.flags['niji'] or '6'}"
        return self.flags.get("v") or self.flags.get("version") or _DEFAULT_VERSION

    @property
    def speed(self) -> str | None:
        """The speed a flag asks for."""
        return next((speed for speed in ("fast", "relax", "turbo") if speed in self.flags), None)

    def final(self, niji: bool = False) -> str:
        """The prompt as Midjourney repeats it: with the model it used written out."""
        if self.flags.keys() & {"v", "version", "niji"} or not self.text:
            return self.text
        return f"{self.text} {'--niji 6' if niji else f'--v {_DEFAULT_VERSION}'}"
