"""Keys of the catalogue that usage puts together from values."""

from __future__ import annotations

from bot.core.failure import FailureKind
from bot.core.periods import Period
from bot.core.prices import OPERATIONS
from bot.core.status import Status
from bot.core.usage import Stretch
from bot.ui.usage_file import COLUMNS

KEYS = {
    *(f"choices.stretch_{stretch}" for stretch in Stretch),
    *(f"usage.failures.{kind}" for kind in FailureKind),
    *(f"usage.operations.{name}" for name in OPERATIONS - {"modal"}),
    *(f"usage.status.{status}" for status in Status),
    *(f"usage.columns.{column}" for column in COLUMNS),
    *(f"usage.budget_{period}" for period in Period),
    *(f"usage.{what}_by_{step}" for what in ("tasks", "cost") for step in ("hour", "day")),
}
