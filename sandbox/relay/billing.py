"""What new-api tells of a key's money, at the addresses that OpenAI once had for it."""

from __future__ import annotations

from typing import Final

from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.prices import MICRO
from sandbox.relay.studio import Studio

WITHOUT_END: Final = 100_000_000  # what new-api calls the limit of a key that has none


def subscription(studio: Studio, _: Call) -> Answer:
    """The limit: what is left and what was ever used, together."""
    account = studio.account
    left = account.balance
    limit = WITHOUT_END if left is None else _number((left + account.charged) / MICRO)
    return Answer(
        data={
            "object": "billing_subscription",
            "has_payment_method": True,
            "soft_limit_usd": limit,
            "hard_limit_usd": limit,
            "system_hard_limit_usd": limit,
            "access_until": 0,
        }
    )


def usage(studio: Studio, _: Call) -> Answer:
    """What was ever used, in hundredths, whatever dates are asked for.

    What is given back does not lessen it: new-api adds it to what is left.
    """
    hundredths = _number(studio.account.charged / (MICRO // 100))
    return Answer(data={"object": "list", "total_usage": hundredths})


def _number(value: float) -> float | int:
    """A number as Go writes it: without decimals when there are none."""
    return int(value) if value == int(value) else value
