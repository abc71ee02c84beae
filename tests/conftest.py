"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# Hypothesis fails an example that takes longer than 200 ms, which on a busy machine any may.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
