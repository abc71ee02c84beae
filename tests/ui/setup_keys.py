"""Keys of the set-up panel that are put together from what it offers."""

from __future__ import annotations

from bot.core.limits import Scope
from bot.ui.setup_forms import CAP_NAMES, CAPS, FORMS, QUOTAS, REASONS, TURNS
from bot.ui.setup_pages import PAGES

FIELDS = (*(f"{unit}_{period}" for unit, period in QUOTAS), TURNS, *CAP_NAMES)
PICKERS = ("channels", "roles", "moderation", "audit", "form_role", "form_member")

SETUP = {
    *(f"setup.{page}" for page in PAGES),
    *(f"setup.{part}_{name}" for name in FIELDS for part in ("field", "hint")),
    *(f"setup.form_{word}" for word in FORMS),
    *(f"setup.button_{word}" for word in (Scope.EVERYONE, Scope.SERVER, CAPS)),
    *(f"setup.pick_{name}" for name in PICKERS),
    *(
        f"setup.{name}_{word}"
        for name in ("age_restricted_only", "translate")
        for word in ("on", "off")
    ),
    *(f"setup.{name}" for name in ("moderation", "audit")),
    *(f"errors.{reason}" for reason in REASONS),
}
