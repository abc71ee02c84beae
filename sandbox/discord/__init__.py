"""A strict stand-in for Discord: REST v10, gateway and CDN on loopback, and people who use it."""

from .board import Ping
from .cdn import Upload
from .errors import ApiError, Refused
from .faults import FAULTS, TROUBLES
from .feed import Subscription
from .interactions import Interaction
from .message import Message
from .people import Person
from .recorder import Request
from .server import API, Discord
from .world import Channel, Guild

__all__ = [
    "API",
    "FAULTS",
    "TROUBLES",
    "ApiError",
    "Channel",
    "Discord",
    "Guild",
    "Interaction",
    "Message",
    "Person",
    "Ping",
    "Refused",
    "Request",
    "Subscription",
    "Upload",
]
