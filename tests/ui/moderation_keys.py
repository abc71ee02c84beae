"""Keys of the catalogue that moderation puts together from values."""

from __future__ import annotations

from bot.core.blocklist import Kind, Level
from bot.core.durations import OFFERED, REASONS
from bot.service.moderation import REASONS as MEMBERS

KEYS = {
    *(f"errors.{reason}" for reason in (*REASONS, *MEMBERS)),
    *(f"choices.level_{level}" for level in Level),
    *(f"choices.kind_{kind}" for kind in Kind),
    *(f"words.{word}" for level in Level for word in (level, f"list_{level}", f"test_{level}")),
    *(f"words.{word}" for word in ("allowed", "as_before", "passes", "removed", "unknown")),
    *(f"durations.{one}" for one in OFFERED),
}
