"""What of a running relay can be set, and what each setting takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.relay.presets import PRESETS, Preset
from sandbox.relay.prices import micro, price_list

_FASTEST: Final = 1000.0
_RICHEST: Final = 1_000_000


def preset(name: object) -> Preset:
    """One of the four servers. Raises ValueError for another name."""
    found = PRESETS.get(str(name))
    if found is None:
        raise ValueError(f"There is no relay preset called {name}; known are {', '.join(PRESETS)}.")
    return found


def pace(value: object) -> float:
    """How many times faster than in real life. Raises ValueError unless above 0, at most 1000."""
    if _is_number(value) and 0 < (wanted := float(str(value))) <= _FASTEST:
        return wanted
    raise ValueError(f"The pace must be a number above 0 and at most {_FASTEST:g}.")


def chances(value: object) -> Mapping[str, float]:
    """Faults and how likely each is. Raises ValueError unless names with numbers."""
    if isinstance(value, Mapping) and all(_is_number(chance) for chance in value.values()):
        return {str(name): float(chance) for name, chance in value.items()}
    raise ValueError("Faults are given as a map from their name to their chance, 0 to 1.")


def _truth(name: str) -> Callable[[object], bool]:
    def checked(value: object) -> bool:
        if value is True or value is False:
            return value
        raise ValueError(f"{name} is either true or false.")

    return checked


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("A number of places must be a whole number, not below 0.")


def _slots(value: object) -> int | None:
    return None if value is None else max(1, _count(value))


def _balance(value: object) -> int | None:
    return None if value is None else micro(value, _RICHEST)


def _truth_or_none(name: str) -> Callable[[object], bool | None]:
    checked = _truth(name)
    return lambda value: None if value is None else checked(value)


def _models(value: object) -> frozenset[str] | None:
    if value is None:
        return None
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return frozenset(value)
    raise ValueError("Models are given as a list of names, or null for any.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


KNOBS: Final[dict[str, Callable[[object], Any]]] = {
    "preset": preset,
    "pace": pace,
    "remix": _truth("Remix"),
    "extras": _truth("Extras"),
    "slots": _slots,
    "queue": _count,
    "faults": chances,
    "prices": price_list,
    "balance": _balance,
    "billing": _truth("Billing"),
    "chat": _truth_or_none("Chat"),
    "models": _models,
}
