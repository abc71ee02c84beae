"""What the managers of a server have settled for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import NotAllowed

if TYPE_CHECKING:
    from bot.core.asker import Asker
    from bot.core.blocklist import Entry
    from bot.core.limits import Limit
    from bot.core.presets import Preset
    from bot.core.request import Speed
    from bot.core.terms import Terms

REASONS = {
    "not_this_channel": frozenset({"channels"}),
    "only_age_restricted": frozenset[str](),
    "mature_elsewhere": frozenset[str](),
    "not_these_roles": frozenset({"roles"}),
    "not_your_button": frozenset[str](),
    "not_a_manager": frozenset[str](),
}
"""Every reason that a server's settings turn somebody away for."""
NAMED = 5
"""How many channels or roles a refusal names at most."""
MOST_CHOSEN = 25
"""How many channels or roles can be chosen: as many as one menu of Discord's holds."""
MOST_CAP = 100
MOST_WEIGHT = 10


class Pressers(StrEnum):
    """Who may press the buttons under somebody's result."""

    ANYONE = "anyone"
    REQUESTER = "requester"
    MODERATORS = "moderators"  # the requester, and moderators


class Veil(StrEnum):
    """Which pictures are hidden until somebody looks."""

    NONE = "none"
    MATURE = "mature"  # those whose prompt holds a word for age-restricted channels
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """One server's settings; the defaults are those of a server that never chose.

    `channels` and `roles` hold ids, empty ones allow all; a channel's threads belong to it.
    `locale` is one of the catalogue's languages, for what everybody reads and whoever speaks none
    of them. `speed` is the mode where a member names none. `pressers` are who may press the buttons
    of somebody's result. `moderation` and `audit` are the channels for what moderators should know
    of, and for everything that happens. `age_restricted_only`: nothing is drawn elsewhere. `veil`
    is which pictures are hidden until somebody looks. `words` are what prompts may not hold, at all
    or outside of age-restricted channels, and `exceptions` what they may all the same. `limits`
    are the quotas, of which those of the whole server in money are its budget. `most_running` and
    `most_waiting` are how many tasks of one member may be with the relay and in the queue at once
    (None: no limit of the server's own), `weights` how many turns members of a role have in each
    round of the queue. `translate`: prompts are translated where the operator has named a model for
    that. `presets` are those that everybody there can use by name.
    """

    channels: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    locale: str | None = None
    speed: Speed | None = None
    pressers: Pressers = Pressers.ANYONE
    moderation: int | None = None
    audit: int | None = None
    age_restricted_only: bool = False
    veil: Veil = Veil.MATURE
    words: tuple[Entry, ...] = ()
    exceptions: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    most_running: int | None = None
    most_waiting: int | None = None
    weights: tuple[tuple[int, int], ...] = ()
    translate: bool = True
    presets: tuple[Preset, ...] = ()

    def weight(self, asker: Asker) -> int:
        """How many turns a member has in each round: the most that one of their roles gives."""
        return max((turns for role, turns in self.weights if role in asker.roles), default=1)

    def hides(self, *, mature: bool) -> bool:
        """Whether such pictures are hidden until somebody looks."""
        return self.veil is Veil.ALL or (self.veil is Veil.MATURE and mature)


NOBODYS = GuildSettings()
"""What holds in direct messages and wherever no server has chosen anything."""


def check_place(settings: GuildSettings, asker: Asker) -> None:
    """Raises `NotAllowed` where Easel may not be used, or by whom it may not be.

    Managers are let in everywhere: whoever chose the wrong channel has to be able to mend it. But
    what is for adults is drawn for nobody where others see it.
    """
    if settings.age_restricted_only and not asker.age_restricted:
        raise NotAllowed("only_age_restricted")
    if asker.manages:
        return
    if settings.channels and not settings.channels & asker.places:
        raise NotAllowed("not_this_channel", channels=_named("<#{}>", settings.channels))
    if settings.roles and not settings.roles & asker.roles:
        raise NotAllowed("not_these_roles", roles=_named("<@&{}>", settings.roles))


def check_mature(asker: Asker, terms: Terms) -> None:
    """Raises `NotAllowed` where others of a server would see what is for adults."""
    if terms.mature and asker.guild_id is not None and not asker.age_restricted:
        raise NotAllowed("mature_elsewhere")


def check_press(settings: GuildSettings, asker: Asker, owner: int) -> None:
    """Raises `NotAllowed` when this member may not press the buttons of `owner`'s result."""
    allowed = {
        Pressers.ANYONE: True,
        Pressers.REQUESTER: False,
        Pressers.MODERATORS: asker.moderates,
    }[settings.pressers]
    if asker.user_id != owner and not allowed:
        raise NotAllowed("not_your_button")


def check_manager(asker: Asker) -> None:
    """Raises `NotAllowed` when somebody may not settle anything here."""
    if asker.guild_id is None or not asker.manages:
        raise NotAllowed("not_a_manager")


def _named(mention: str, ids: frozenset[int]) -> str:
    """The first of them as Discord's mentions, which every reader sees by name."""
    shown = [mention.format(one) for one in sorted(ids)[:NAMED]]
    return ", ".join(shown + ["…"] * (len(ids) > NAMED))
