"""The Discord client: what it asks of Discord, and what hangs from it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any, Protocol

import discord
import structlog
from discord import InteractionType, app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.utils import MISSING

from bot.core.errors import DiscordError
from bot.ui import language, replies
from bot.ui.arrivals import Arrivals
from bot.ui.buttons import TaskButton, is_on
from bot.ui.card import Address
from bot.ui.clicks import Clicks
from bot.ui.forms_router import FormRouter
from bot.ui.hidden import take_from_interactions
from bot.ui.network import FAILED, dropped, trace
from bot.ui.permissions import INVITED
from bot.ui.translator import Translator
from bot.ui.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import yarl

    from bot.service.gate import Gate
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

PUBLISHED = "commands"
"""The key under which the digest of the published commands is kept."""
AGAIN = 0.2
"""Seconds until a connection that has not heard of its end is told again."""


def needed() -> dict[str, int]:
    """The permissions of an invitation: each by the name Discord's page has for it, and its bit."""
    bits = {name: discord.Permissions(**{name: True}).value for name, on in INVITED if on}
    bits["view_channel"] = bits.pop("read_messages")  # discord.py's older name for it
    return {name.replace("_", " ").title(): bit for name, bit in bits.items()}


class TokenRefused(DiscordError):
    """Discord does not take the bot's token. The text is a sentence for the operator."""


class Meta(Protocol):
    """Short texts that are kept between runs."""

    async def get(self, key: str) -> str | None:
        """What was last set for `key`."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Keeps `value` for `key`."""
        ...


def point_at(api_url: str) -> None:
    """Sends every request of discord.py in this process to this base instead of Discord's own.

    The base ends with the version (`…/api/v10`). The gateway's address is asked for there.
    """
    Route.BASE = api_url.rstrip("/")


def invitation(application_id: int) -> str:
    """Where an operator adds the bot to a server."""
    return discord.utils.oauth_url(
        application_id, permissions=INVITED, scopes=("bot", "applications.commands")
    )


def installation(application_id: int) -> str:
    """Where members add the app to their own accounts, if its operator lets them."""
    return (
        discord.utils.oauth_url(application_id, scopes=("applications.commands",))
        + "&integration_type=1"
    )


class EaselBot(commands.AutoShardedBot):
    """The client. It asks for little and keeps no member, no message and no button in memory.

    The servers themselves are asked for (an unprivileged intent), since how large an upload may be
    depends on their boosts.
    """

    def __init__(
        self, *, services: Services, meta: Meta, modules: Sequence[str], gate: Gate
    ) -> None:
        """`modules` are those that add the commands (`cogs.EXTENSIONS`).

        Every request by the bot's own token passes the `gate`.
        """
        # Easel has no voice, and its operators need not read about the packages for it.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            heartbeat_timeout=150.0,
            max_ratelimit_timeout=30.0,
            http_trace=trace(gate),
        )
        self.services = services
        self.arrivals = Arrivals()
        take_from_interactions(self)
        self.clicks = Clicks(services)
        self.forms = FormRouter(services)
        self._meta = meta
        self._modules = tuple(modules)

    async def enter(self, token: str) -> None:
        """Logs in and does what comes before the gateway; `connect` is next.

        Raises `TokenRefused`, or `DiscordError` with a sentence when Discord cannot be asked; it
        may be called again after that.
        """
        self._is_in = False
        try:
            await self.login(token)
        except discord.LoginFailure as error:
            raise TokenRefused(
                "Discord does not accept DISCORD_TOKEN. Make a new one on the Bot page of"
                " https://discord.com/developers/applications and set it."
            ) from error
        except commands.ExtensionError:
            raise
        except FAILED as error:
            await self._start_over()
            said = f"Discord cannot be reached at {Route.BASE}: {error}"
            if isinstance(error, discord.NotFound):  # Discord itself knows of every login
                said = f"No Discord at {Route.BASE}: check DISCORD_API_URL"
            raise DiscordError(said) from error
        except (TypeError, LookupError, AttributeError, ValueError) as error:
            if self._is_in:
                raise
            await self._start_over()  # a web page, for one, where /api/v10 was left out
            raise DiscordError(f"No Discord at {Route.BASE}: check DISCORD_API_URL") from error

    async def _start_over(self) -> None:
        await self.http.close()
        self.http.connector = MISSING  # it was closed too; the next login makes another

    async def setup_hook(self) -> None:
        """After the login, before the gateway."""
        self._is_in = True
        logging.getLogger("discord.app_commands.tree").addFilter(_is_news)
        await self.prepare()
        number = self.application_id or 0
        log.info("invite", url=invitation(number), to_an_account=installation(number))

    async def prepare(self) -> None:
        """Hangs up the buttons, the languages and the commands; asks nothing of Discord."""
        self.add_dynamic_items(TaskButton)
        await self.tree.set_translator(Translator(self.services.texts))
        for module in self._modules:
            await self.load_extension(module)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Holds the connection to the gateway until it is cancelled or the client closed.

        discord.py 2.7.1 takes a cancellation that comes while a shard connects anew for that
        attempt's, and goes on; so it is told again until it ends.
        """
        held = asyncio.create_task(super().connect(reconnect=reconnect), name="shards")
        try:
            await asyncio.wait({held})
        finally:
            while not held.done():
                held.cancel()
                await asyncio.wait({held}, timeout=AGAIN)
        held.result()

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connects one shard to the gateway that Discord named.

        discord.py 2.7.1 forgets that address: without it, it would come back to Discord's own after
        the first lost connection, whatever `point_at` said.
        """
        DiscordWebSocket.DEFAULT_GATEWAY = gateway
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def sync(self) -> int:
        """Publishes the commands in every server; gives how many. Raises `DiscordError`."""
        try:
            published = await self.tree.sync()
        except FAILED as error:
            raise DiscordError(f"Discord did not take the commands: {error}") from error
        await self._meta.set(PUBLISHED, await self.digest(self.application_id))
        log.info("commands published", count=len(published))
        return len(published)

    async def publish_news(self) -> None:
        """Publishes the commands if they have changed: Discord counts publications. Comes after
        `enter`, and before `connect`."""
        if await self._meta.get(PUBLISHED) == await self.digest(self.application_id):
            return
        try:
            await self.sync()
        except DiscordError as error:
            # What was published before goes on working, and the next start tries again.
            log.error("commands not published", error=str(error))  # noqa: TRY400  (its own words)

    async def digest(self, application_id: int | None) -> str:
        """A text that differs whenever other commands, or those of another app, are published."""
        translator = self.tree.translator
        payload = [
            await command.get_translated_payload(self.tree, translator)
            if translator
            else command.to_dict(self.tree)
            for command in self.tree.get_commands()
        ]
        told = json.dumps([application_id, discord.__version__, payload], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Takes forms, and is the last resort for clicks that nothing else answers."""
        self.arrivals.note(interaction.id)
        if interaction.type not in {InteractionType.component, InteractionType.modal_submit}:
            return
        data: Mapping[str, Any] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is InteractionType.component:
            if (address := Address.parse(custom_id)) is not None:
                if not is_on(interaction.message, custom_id):  # or the dynamic item has it
                    await self.clicks.handle(interaction, address)
                return
        elif await self.forms.handle(interaction, custom_id):
            return
        log.info("unsupported", custom_id=custom_id)
        await language.settle(interaction, self.services)
        texts = self.services.texts
        sentence = texts.say(replies.locale(interaction), "errors.unsupported")
        await replies.say(interaction, sentence)

    async def close(self) -> None:
        """Ends the connection. May be called at any time."""
        try:
            await super().close()
        except AttributeError:
            # discord.py 2.7.1 reaches for a queue that only a login makes; all else is closed then.
            if self.user is not None:
                raise


def _is_news(record: logging.LogRecord) -> bool:
    """Leaves out suggestions that came too late, which happens whenever somebody types fast, or got
    lost on their way."""
    error = record.exc_info[1] if record.exc_info else None
    return error is None or not dropped(error)
