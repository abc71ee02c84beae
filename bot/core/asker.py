"""Who asks for something, and where: all that rules need to know of an interaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """A member at the moment they ask, as Discord told it with the interaction.

    `guild_id` is None outside of servers that the bot is in: in direct messages, and where somebody
    brought the app along; no server's settings count there. `parent_id` is the channel that a
    thread hangs from. `name` is what the member is called there. `moderates`: may manage the
    messages of this channel, or the server; `manages`: may manage the server. `lacking` are the
    permissions that the bot itself should have there and has not, by Discord's names for them.
    """

    user_id: int
    channel_id: int
    guild_id: int | None = None
    parent_id: int | None = None
    name: str = ""
    roles: frozenset[int] = frozenset()
    moderates: bool = False
    manages: bool = False
    age_restricted: bool = False
    lacking: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[int]:
        """The channel, and the one above it where it is a thread."""
        return frozenset(p for p in (self.channel_id, self.parent_id) if p is not None)
