"""How Python itself is set for a process that waits for sockets and asks SQLite all the time."""

from __future__ import annotations

import gc
import sys

SWITCH_SECONDS = 0.001
"""How long a thread waits for the interpreter at most while another is busy. SQLite's has little to
do but is asked often: at Python's own 5 ms each answer to a member waited a dozen times as long."""
COLLECTED_AFTER = (20_000, 20, 10)
"""When Python looks for circles of objects that nobody holds: by its own 700 new objects it took a
tenth of the processor time, and with these a fortieth."""


def set_up() -> None:
    """Sets it, once all modules are loaded: they stay until the end."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
