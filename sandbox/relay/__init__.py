"""A relay of the midjourney-proxy family: four servers in one, faults included."""

from sandbox.relay.faults import FAULTS
from sandbox.relay.journal import Received
from sandbox.relay.presets import PRESETS
from sandbox.relay.relay import Relay
from sandbox.relay.task import Moment, RelayTask

__all__ = ["FAULTS", "PRESETS", "Moment", "Received", "Relay", "RelayTask"]
