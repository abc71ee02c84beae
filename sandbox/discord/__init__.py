"""A strict stand-in for Discord: REST v10, gateway and CDN on loopback, and people who use it."""

from sandbox.discord.board import Ping
from sandbox.discord.cdn import Upload
from sandbox.discord.errors import ApiError, Refused
from sandbox.discord.faults import FAULTS, TROUBLES
from sandbox.discord.feed import Subscription
from sandbox.discord.interactions import Interaction
from sandbox.discord.message import Message
from sandbox.discord.people import Person
from sandbox.discord.recorder import Request
from sandbox.discord.server import API, Discord
from sandbox.discord.world import Channel, Guild, Role

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
    "Role",
    "Subscription",
    "Upload",
]
