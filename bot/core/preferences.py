"""What a member has chosen for themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """One member's settings; the defaults are those of somebody who never chose.

    `remix`: variations, pans, re-rolls and animations show the prompt first, to be changed.
    """

    remix: bool = False
