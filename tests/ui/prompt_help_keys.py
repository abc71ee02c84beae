"""Keys of the catalogue that presets and translation put together from values."""

from __future__ import annotations

from bot.core.presets import REASONS
from bot.core.translation import Wish

KEYS = {
    *(f"errors.{reason}" for reason in REASONS),
    *(f"choices.translate_{wish}" for wish in Wish),
    *(f"settings.translate_{wish}" for wish in Wish),
    *(f"settings.translate_is_{wish}" for wish in Wish),
}
