"""A picture that a prompt names by its address: how it is meant, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.parameters import Options, compose
from bot.core.request import Imagine, Note

if TYPE_CHECKING:
    from bot.core.parameters import Composed

OMNI = frozenset({"7", "8", "8.1"})
"""Versions whose reference to a character is `--oref`; older ones have `--cref`."""
LINKED = Note("reference_linked")
"""Says that a prompt names Discord's own address of the picture."""


class Role(StrEnum):
    """How a picture that goes with a prompt is meant."""

    START = "start"  # what the drawing starts from; attached, not named
    STYLE = "style"
    CHARACTER = "character"


def named(given: Composed, role: Role, address: str) -> str:
    """The prompt with the picture's address as a parameter, beside those that stand there already.

    Raises `BadPrompt`, as where the prompt's version knows no such references.
    """
    name = "sref" if role is Role.STYLE else _character(given)
    value = given.parameters.get(name)
    if value is None:
        return compose(f"{given.prompt} --{name} {address}", Options()).prompt
    before = f"--{name} {value}"
    return compose(given.prompt.replace(before, f"{before} {address}", 1), Options()).prompt


def at(request: Imagine, address: str) -> Imagine:
    """The request once its picture is where Midjourney can fetch it."""
    prompt = request.prompt.replace(request.reference, address)
    return replace(request, prompt=prompt, reference=address, placed=True)


def linked(request: Imagine) -> Imagine:
    """The request where the address it was asked for with has to do, and says so."""
    return replace(request, placed=True, notes=(*request.notes, LINKED))


def _character(given: Composed) -> str:
    return "oref" if given.parameters.get("v") in OMNI else "cref"
