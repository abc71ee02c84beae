"""Assertions of the tries tell what they compared."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(
    *(f"tests.operations.{name}" for name in ("commands", "errands", "presses", "stage"))
)
