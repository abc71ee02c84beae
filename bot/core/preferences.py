"""What a member has chosen for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.translation import Wish


@dataclass(frozen=True, slots=True)
class Preferences:
    """One member's settings; the defaults are those of somebody who never chose.

    `remix`: variations, pans, re-rolls and animations show the prompt first, to be changed.
    `translate`: which prompts are put into English, where the operator and the server have that.
    """

    remix: bool = False
    translate: Wish = Wish.SCRIPT
