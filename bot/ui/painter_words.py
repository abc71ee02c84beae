"""What the painter's page says, out of the one catalogue."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.ui.errors import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ui.texts import Texts

_SECTION = "painter."


_TIME = re.compile(r"<t:([0-9]+):[a-zA-Z]>")
"""A moment as Discord shows it to each reader in their own time; a page shows it as it is."""


class PainterWords:
    """The texts of the page, and every error in words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def page(self, locale: str) -> Mapping[str, str]:
        """Every text of the page in a language, by its name."""
        return {
            key.removeprefix(_SECTION): self._texts.say(locale, key)
            for key in sorted(self._texts.keys())
            if key.startswith(_SECTION)
        }

    def error(self, error: BaseException, locale: str) -> str:
        """What went wrong, in a language."""
        return _TIME.sub(_written, words(error, self._texts, locale))


def _written(moment: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(moment[1]), UTC):%Y-%m-%d %H:%M} UTC"
