"""What a button's customId asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


class Verb(StrEnum):
    """What a press does, whatever the version of Midjourney writes into the id."""

    UPSCALE = "upscale"
    UPSCALE_HD = "upscale_hd"
    VARIATION = "variation"
    LOW_VARIATION = "low_variation"
    HIGH_VARIATION = "high_variation"
    REROLL = "reroll"
    INPAINT = "inpaint"
    OUTPAINT = "outpaint"
    CUSTOM_ZOOM = "custom_zoom"
    PAN = "pan"
    BOOKMARK = "bookmark"
    ANIMATE = "animate"
    UPSCALE_VIDEO = "upscale_video"
    PICK_DESCRIPTION = "pick_description"
    PICK_ALL = "pick_all"
    DESCRIBE_AGAIN = "describe_again"
    PICK_SHORTENED = "pick_shortened"


ALWAYS_A_FORM: Final = frozenset(
    {Verb.CUSTOM_ZOOM, Verb.INPAINT, Verb.PICK_DESCRIPTION, Verb.PICK_SHORTENED}
)
A_FORM_WITH_REMIX: Final = frozenset(
    {
        Verb.VARIATION,
        Verb.LOW_VARIATION,
        Verb.HIGH_VARIATION,
        Verb.PAN,
        Verb.REROLL,
        Verb.ANIMATE,
    }
)

_NUMBERED: Final = {
    "upsample": Verb.UPSCALE,
    "variation": Verb.VARIATION,
    "low_variation": Verb.LOW_VARIATION,
    "high_variation": Verb.HIGH_VARIATION,
    "reroll": Verb.REROLL,
    "video_virtual_upscale": Verb.UPSCALE_VIDEO,
}
_PREFIXED: Final = (("upsample_", Verb.UPSCALE_HD), ("pan_", Verb.PAN), ("animate_", Verb.ANIMATE))


@dataclass(frozen=True, slots=True)
class Press:
    """A press read from its customId. `detail` is what the verb needs besides the number: the way
    of a pan (`left`), the percent of a zoom (`50`), the name of a bigger upscale, the motion of a
    video (`high`, `low_extend`)."""

    verb: Verb
    index: int
    detail: str = ""

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Takes a customId (`MJ::JOB::upsample::2::<uuid>`); gives the press, None if unknown."""
        parts = custom_id.split("::")
        if len(parts) < 3 or parts[0] != "MJ":
            return None
        match parts[1]:
            case "JOB":
                return cls._job(parts[2], _number(parts, 3))
            case "Inpaint":
                return cls(Verb.INPAINT, _number(parts, 2))
            case "Outpaint":
                return cls(Verb.OUTPAINT, 1, parts[2])
            case "CustomZoom":
                return cls(Verb.CUSTOM_ZOOM, 1)
            case "BOOKMARK":
                return cls(Verb.BOOKMARK, 0)
            case "Picread":
                return cls(Verb.DESCRIBE_AGAIN, 0) if parts[2] == "Retry" else None
            case "Job":
                return cls._pick(parts[2], parts[3] if len(parts) > 3 else "")
            case _:
                return None

    @classmethod
    def _job(cls, name: str, index: int) -> Self | None:
        if name in _NUMBERED:
            return cls(_NUMBERED[name], index)
        for prefix, verb in _PREFIXED:
            if name.startswith(prefix):
                return cls(verb, index, name.removeprefix(prefix))
        return None

    @classmethod
    def _pick(cls, name: str, which: str) -> Self | None:
        if name == "PicReader" and which == "all":
            return cls(Verb.PICK_ALL, 0)
        picks = {"PicReader": Verb.PICK_DESCRIPTION, "PromptAnalyzer": Verb.PICK_SHORTENED}
        if name in picks and re.fullmatch(r"[1-5]", which):
            return cls(picks[name], int(which))
        return None


def _number(parts: list[str], at: int) -> int:
    """The number that stands at a place of the id, 1 when there is none."""
    found = parts[at] if at < len(parts) else ""
    return int(found) if re.fullmatch(r"[0-9]{1,2}", found) else 1
