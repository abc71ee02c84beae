"""The JSON in an answer, with every number exact."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from bot.relay.answer import Ending

if TYPE_CHECKING:
    from bot.relay.answer import Answer


class NotJson(Exception):
    """The answer is empty, a web page, cut off, or otherwise not JSON."""


def parse(answer: Answer) -> object:
    """The JSON value in an answer, whatever its Content-Type said.

    Numbers are ints or Decimals, never floats: ids larger than 2**53 come as numbers too. Raises
    `NotJson`.
    """
    if answer.ending is not Ending.WHOLE or answer.is_empty or answer.is_page:
        raise NotJson(answer.ending)
    try:
        return _DECODER.decode(answer.body.decode("utf-8-sig", errors="replace"))
    except (ValueError, ArithmeticError, RecursionError) as exc:
        # ValueError also for an int of thousands of digits, RecursionError for endless brackets.
        raise NotJson(type(exc).__name__) from exc


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_not_json)
