"""The chat model that translates prompts: whether a relay has it. Nothing is asked of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checkup.finding import Finding, good, remark, wrong
from bot.core.errors import RelayError
from bot.relay import probe
from bot.relay.transport import Transport
from bot.relay.wire import chat, requests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.relay.settings import RelaySettings

NAME = "translation"
NAMED = 8
"""Models that are named; the others are counted."""


async def examine(relays: Iterable[RelaySettings], model: str, clock: Clock) -> Finding:
    """Whether one of the relays lists `model` among those that its key may use."""
    told = {settings.name: await _models(settings, clock) for settings in relays}
    having = [name for name, models in told.items() if models is not None and model in models]
    silent = [name for name, models in told.items() if models is None]
    if having:
        return good(NAME, f"{model} is there at relay {', '.join(having)}")
    if silent:
        tells = f"relay {', '.join(silent)} does not tell its models"
        return remark(NAME, f"{model} is not checked: {tells}")
    others = sorted(frozenset().union(*(models or () for models in told.values())))
    return wrong(
        NAME,
        f"no relay has {model}, so that prompts are sent as they are written",
        f"Set TRANSLATE_MODEL to a model that the key may use ({_list(others)}), or leave it out.",
    )


async def _models(settings: RelaySettings, clock: Clock) -> frozenset[str] | None:
    async with Transport(settings=settings, clock=clock, limits=probe.LIMITS) as transport:
        try:
            return chat.models(await transport.read(requests.models(), None))
        except RelayError:
            return None


def _list(names: list[str]) -> str:
    if not names:
        return "it has none now"
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
