"""What a relay takes for what, and what one request will cost by that."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core import money
from bot.core.button_kinds import kind
from bot.core.errors import BadInput
from bot.core.money import LARGEST, MICRO
from bot.core.request import Action, Change, Edit, Speed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.errand import Errand
    from bot.core.request import Request

_TENTH, _TWENTIETH = MICRO // 10, MICRO // 20
DEFAULTS: Mapping[str, int] = {
    "imagine": _TENTH,
    "variation": _TENTH,
    "reroll": _TENTH,
    "blend": _TENTH,
    "modal": _TENTH,
    "zoom": _TENTH,
    "shorten": _TENTH,
    "pan": _TENTH,
    "describe": _TWENTIETH,
    "upscale": _TWENTIETH,
    "faceswap": _TWENTIETH,
    "inpaint": 0,
    "custom_zoom": 0,
    "bookmark": 0,
    # Not in that list, but in new-api's own table.
    "video": 8 * _TENTH,
    "edit": _TENTH,
    # Nowhere; as much work as a picture.
    "retexture": _TENTH,
    "action": _TENTH,
}
"""new-api's own prices (its `Midjourney.md`), in millionths; the names are Easel's.

They are what has to be believed until the operator writes down what the relay really takes.
"""
OPERATIONS = frozenset(DEFAULTS)
"""Everything that has a price; `modal` is the answer to a form, `action` a button of no known kind.
"""

_BUTTONS = {
    "variation": "variation",
    "low_variation": "variation",
    "high_variation": "variation",
    "reroll": "reroll",
    "pan_left": "pan",
    "pan_right": "pan",
    "pan_up": "pan",
    "pan_down": "pan",
    "Outpaint": "zoom",
    "CustomZoom": "custom_zoom",
    "Inpaint": "inpaint",
    "BOOKMARK": "bookmark",
    "Picread": "describe",
    "PicReader": "imagine",
    "PicReader::all": "imagine",
    "PromptAnalyzer": "imagine",
    "video": "video",
    "video_virtual_upscale": "upscale",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request costs, in millionths: its submit, and the answer to a form it may end in."""

    press: int
    form: int = 0


@dataclass(frozen=True, slots=True)
class PriceList:
    """One relay's prices: what stands in `own` (`imagine`, or for one mode `imagine.relax`), else
    the defaults.

    `presses_paid`: a press that ends in a form is paid for, and its form again, as at new-api.
    """

    own: Mapping[str, int] = field(default_factory=dict)
    presses_paid: bool = False

    def of(self, operation: str, speed: Speed | None) -> int:
        """The price of an operation in a mode (None: the relay's own choice), in millionths."""
        if speed is not None and (price := self.own.get(f"{operation}.{speed}")) is not None:
            return price
        return self.own.get(operation, DEFAULTS[operation])

    def cost(self, errand: Errand, speed: Speed | None) -> Cost:
        """What a request costs in a mode."""
        form = self.of("modal", speed) if errand.has_form else 0
        return Cost(self.of(errand.priced, speed), form)


class BadPrices(ValueError):
    """A price list cannot be read; the text goes on from its name: `names "upscal", which ...`."""


def parse(text: str) -> dict[str, int]:
    """A price list as an operator writes it (`imagine=0.1, imagine.relax=0.05`), in millionths.

    Raises `BadPrices` for the first entry that cannot be.
    """
    found: dict[str, int] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, sign, price = (part.strip() for part in entry.partition("="))
        if not sign:
            raise BadPrices(
                f'holds "{entry[:40]}": write each price as imagine=0.1, with a point, and a comma'
                " between two"
            )
        _check_name(name)
        if name in found:
            raise BadPrices(f"has two prices for {name}: keep one")
        found[name] = _price(name, price)
    return found


def _check_name(name: str) -> None:
    operation, dot, speed = name.partition(".")
    if operation not in OPERATIONS:
        close = difflib.get_close_matches(operation, OPERATIONS, n=1)
        instead = close[0] if close else f"one of {', '.join(sorted(OPERATIONS))}"
        raise BadPrices(f'names "{name[:40]}", which nothing is called: write {instead}')
    if dot and speed not in list(Speed):
        raise BadPrices(f'names "{name[:40]}": write fast, relax or turbo after the point')


def _price(name: str, text: str) -> int:
    try:
        return money.parse(text)
    except BadInput as error:
        most = f" up to {LARGEST // MICRO}" if error.reason == "amount_large" else ""
        raise BadPrices(
            f'has "{text[:40]}" for {name}: write an amount{most} such as 0.05, or 0'
        ) from error


NEW_API = PriceList(presses_paid=True)
OTHERS = PriceList()


def operation(request: Request) -> str:
    """What a request is called in a price list."""
    match request:
        case Action(custom_id=custom_id):
            return _button(kind(custom_id))
        case Change(verb=verb):
            return verb.lower()
        case Edit(retexture=True):
            return "retexture"
        case _:
            return request.kind


def _button(what: str) -> str:
    if what.startswith("upsample"):
        return "upscale"
    if what.startswith("animate"):
        return "video"
    return _BUTTONS.get(what, "action")
