"""What the relay takes for what: new-api's default prices, and those a test sets instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from sandbox.relay.presets import SPEEDS
from sandbox.relay.task import Kind

MICRO: Final = 1_000_000
MODAL: Final = "modal"
CHAT: Final = "chat"
_DEAREST: Final = 1_000
_USUAL: Final = 100_000
_USUAL_SPEED: Final = "fast"  # what a task without a speed runs at

# new-api's defaults where they are not the usual price, in millionths of its money. A region and a
# custom zoom cost nothing when pressed: their form does.
_DEFAULTS: Final[dict[str, int]] = {
    **{
        kind.value.lower(): 50_000
        for kind in (
            Kind.UPSCALE,
            Kind.UPSCALE_HD,
            Kind.VIDEO_UPSCALE,
            Kind.DESCRIBE,
            Kind.SWAP_FACE,
        )
    },
    Kind.INPAINT.value.lower(): 0,
    Kind.CUSTOM_ZOOM.value.lower(): 0,
    CHAT: 0,
}
OPERATIONS: Final = (*(kind.value.lower() for kind in Kind), MODAL, CHAT)


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices in millionths by operation (`imagine`) or operation and speed (`imagine.relax`)."""

    own: Mapping[str, int] = field(default_factory=dict)

    def of(self, operation: str, speed: str | None) -> int:
        """The price of an operation at a speed, None meaning fast."""
        usual = self.own.get(operation, _DEFAULTS.get(operation, _USUAL))
        return self.own.get(f"{operation}.{speed or _USUAL_SPEED}", usual)

    def describe(self) -> dict[str, str]:
        """Every operation's price in money, and those of single speeds."""
        names = [*OPERATIONS, *(name for name in self.own if "." in name)]
        return {name: money(self.of(*_parted(name))) for name in names}


def money(micro: int) -> str:
    """Millionths as money: two decimals, or as many as it needs."""
    exact = Decimal(micro) / MICRO
    cents = exact.quantize(Decimal("0.01"))
    return str(cents if cents == exact else exact.normalize())


def micro(value: object, most: int = _DEAREST) -> int:
    """Money (a number, or digits as text) in millionths. Raises ValueError unless it is an amount
    from 0 to `most` with six decimals at most."""
    try:
        amount = Decimal(str(value)) * MICRO if not isinstance(value, bool) else Decimal(-1)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= most * MICRO or amount != int(amount):
        raise ValueError(f"An amount of money is from 0 to {most:,}, with six decimals at most.")
    return int(amount)


def price_list(value: object) -> PriceList:
    """A price list from amounts by name. Raises ValueError for anything unknown."""
    if not isinstance(value, Mapping):
        words = "Prices are given as a map from an operation to an amount."
        raise ValueError(words)  # noqa: TRY004 - what every knob raises
    for name in value:
        operation, speed = _parted(str(name))
        if operation not in OPERATIONS or speed not in {None, *SPEEDS}:
            raise ValueError(f"There is no price called {name}; names are like imagine.relax.")
    return PriceList({str(name): micro(amount) for name, amount in value.items()})


def _parted(name: str) -> tuple[str, str | None]:
    operation, dot, speed = name.partition(".")
    return operation, speed if dot else None
