"""What people do in their clients: commands, clicks, forms, messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.discord.board import Board
from sandbox.discord.cdn import Cdn, Upload
from sandbox.discord.commands import Commands
from sandbox.discord.components import LINK, Kind
from sandbox.discord.composing import Composer, Request
from sandbox.discord.errors import ApiError, Json, Refused
from sandbox.discord.forms import fill
from sandbox.discord.interactions import Interaction, Use
from sandbox.discord.invocations import Invocations, context_of, owners_of
from sandbox.discord.message import Message
from sandbox.discord.options import Resolved, Values, choose, write
from sandbox.discord.permissions import Permission
from sandbox.discord.rules_commands import MESSAGE
from sandbox.discord.world import FILE_LIMITS, Channel, User, World


@dataclass(frozen=True)
class Client:
    """The parts of the sandbox a person's client works with."""

    world: World
    board: Board
    cdn: Cdn
    commands: Commands
    composer: Composer
    invocations: Invocations


class Person:
    """One person at their client.

    Verbs raise Refused for what a client would not do. Those that start an interaction give it
    back at once; `await use.acknowledged()` waits for the app.
    """

    def __init__(self, user: User, client: Client) -> None:
        self.user = user
        self._client = client

    @property
    def id(self) -> int:
        """The account's id."""
        return self.user.id

    @property
    def name(self) -> str:
        """The name shown."""
        return self.user.name

    async def command(
        self,
        channel: Channel,
        name: str,
        options: Values | None = None,
        *,
        locale: str | None = None,
        checked: bool = True,
    ) -> Interaction:
        """Sends a slash command; "admin setup" for a part of a group.

        `checked` False sends what a tampered client would: values outside their ranges.
        """
        chosen = choose(self._usable(channel), name)
        self._may_use(chosen.command, channel)
        resolved = self._resolved(channel)
        rows = write(chosen, options or {}, resolved, focused=None, checked=checked)
        data = _command_data(chosen.command, rows, resolved)
        return self._send(Use.COMMAND, channel, data, command=chosen.name, locale=locale)

    async def autocomplete(
        self,
        channel: Channel,
        name: str,
        options: Values,
        focused: str,
        *,
        locale: str | None = None,
        timeout: float = 10,
    ) -> list[Json]:
        """The app's suggestions for the option being typed; raises Refused when none come."""
        chosen = choose(self._usable(channel), name)
        self._may_use(chosen.command, channel)
        option = next((o for o in chosen.options if o["name"] == focused), {})
        if not option.get("autocomplete"):
            raise Refused(f"/{chosen.name} has no suggestions for {focused!r}.")
        resolved = self._resolved(channel)
        rows = write(chosen, options, resolved, focused=focused, checked=True)
        data = _command_data(chosen.command, rows, resolved)
        use = self._send(Use.AUTOCOMPLETE, channel, data, command=chosen.name, locale=locale)
        await use.acknowledged(timeout)
        if use.choices is None:
            raise Refused("Loading options failed.")
        return use.choices

    async def press(
        self, message: Message, custom_id: str, *, locale: str | None = None
    ) -> Interaction:
        """Presses a button."""
        part = self._usable_part(message, custom_id)
        if part["type"] != Kind.BUTTON:
            raise Refused("This is no button.")
        data = {"custom_id": custom_id, "component_type": Kind.BUTTON.value, "id": part["id"]}
        return self._send(Use.COMPONENT, message.channel, data, message=message, locale=locale)

    async def select(
        self,
        message: Message,
        custom_id: str,
        values: Sequence[object],
        *,
        locale: str | None = None,
    ) -> Interaction:
        """Chooses from a menu: values of a list, or ids of people, roles or channels."""
        part = self._usable_part(message, custom_id)
        if part["type"] == Kind.BUTTON:
            raise Refused("This is no menu.")
        resolved = self._resolved(message.channel)
        asked = {**part, "required": True}  # "required" counts in forms only (Discord's docs)
        labelled = {"type": Kind.LABEL, "id": 0, "label": "This menu", "component": asked}
        form = {"custom_id": "", "components": [labelled]}
        filled = fill(form, {custom_id: list(values)}, resolved)["components"][0]["component"]
        data: Json = {
            "custom_id": custom_id,
            "component_type": part["type"],
            "id": part["id"],
            "values": filled["values"],
        }
        if resolved.found:
            data["resolved"] = resolved.found
        return self._send(Use.COMPONENT, message.channel, data, message=message, locale=locale)

    async def menu(
        self, channel: Channel, name: str, message: Message, *, locale: str | None = None
    ) -> Interaction:
        """Uses a command of a message's context menu."""
        self._must_see(message)
        if message.ephemeral:
            raise Refused("Private replies offer no apps.")
        for command in self._usable(channel):
            if command["type"] == MESSAGE and command["name"] == name:
                self._may_use(command, channel)
                break
        else:
            raise Refused(f"There is no command {name!r} in this menu.")
        data = _command_data(command, [], None)
        data |= {
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message.json()}},
        }
        return self._send(Use.COMMAND, channel, data, command=name, locale=locale)

    async def submit(self, use: Interaction, values: Values) -> Interaction:
        """Submits the form an interaction was answered with."""
        if use.form is None or use.user is not self.user:
            raise Refused("There is no form open.")
        data = fill(use.form, values, self._resolved(use.channel))
        return self._send(
            Use.FORM, use.channel, data, message=use.message, parent=use, locale=use.locale
        )

    async def say(self, channel: Channel, text: str = "", files: Sequence[Upload] = ()) -> Message:
        """Posts a plain message."""
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES
        if needed not in channel.permissions(self.id):
            raise Refused("You cannot write in this channel.")
        uploads = dict(enumerate(files))
        request = Request({"content": text}, uploads, 0, self._file_limit(channel), channel.id)
        try:
            draft = self._client.composer.compose(request)
        except ApiError as error:
            raise Refused(f"{error.message}.") from error
        return self._client.board.post(draft, channel, self.user)

    async def delete(self, message: Message) -> None:
        """Deletes a message: one's own, or as a moderator."""
        self._must_see(message)
        allowed = message.channel.permissions(self.id)
        moderates = message.channel.guild is not None and Permission.MANAGE_MESSAGES in allowed
        if message.ephemeral or (message.author is not self.user and not moderates):
            raise Refused("You cannot delete this message.")
        self._client.board.delete(message)

    def commands(self, channel: Channel) -> list[Json]:
        """The commands this person is offered in a channel."""
        found = []
        for command in self._usable(channel):
            try:
                self._may_use(command, channel)
            except Refused:
                continue
            found.append(command)
        return found

    def _usable(self, channel: Channel) -> list[Json]:
        return self._client.commands.usable(channel.guild.id if channel.guild else None)

    def _may_use(self, command: Json, channel: Channel) -> None:
        """Raises Refused for a command this person does not see in this channel."""
        bot, allowed = self._client.world.bot.id, channel.permissions(self.id)
        owners = owners_of(self.user, channel, None, bot)
        context, contexts = context_of(channel, bot), command["contexts"]
        if contexts is not None and context not in contexts:
            raise Refused("This command cannot be used here.")
        if contexts is None and context and command["dm_permission"] is False:
            raise Refused("This command cannot be used in direct messages.")
        if not any(str(kind) in owners for kind in command["integration_types"]):
            raise Refused("This command is not installed here.")
        if command["nsfw"] and channel.guild is not None and not channel.nsfw:
            raise Refused("This command can be used only in age-restricted channels.")
        if channel.guild is None:
            return
        needed = command["default_member_permissions"]
        if Permission.USE_APPLICATION_COMMANDS not in allowed:
            raise Refused("You cannot use apps in this channel.")
        lacking = needed is not None and (int(needed) & ~int(allowed) or not int(needed))
        if lacking and Permission.ADMINISTRATOR not in allowed:
            raise Refused("You do not have permission to use this command.")

    def _usable_part(self, message: Message, custom_id: str) -> Json:
        self._must_see(message)
        part = message.clickable(custom_id)
        if part is None or part.get("style") == LINK:
            raise Refused("There is no such button or menu on this message.")
        if part.get("disabled"):
            raise Refused("This is switched off.")
        return part

    def _must_see(self, message: Message) -> None:
        if message.deleted or not message.visible_to(self.id):
            raise Refused("This message is not there any more.")

    def _resolved(self, channel: Channel) -> Resolved:
        world, cdn = self._client.world, self._client.cdn
        return Resolved(world, cdn, channel, self.user, self._file_limit(channel))

    def _file_limit(self, channel: Channel) -> int:
        guild = channel.guild.file_limit if channel.guild else FILE_LIMITS[0]
        return max(guild, self.user.file_limit)

    def _send(
        self,
        kind: Use,
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
        parent: Interaction | None = None,
        command: str | None = None,
        locale: str | None = None,
    ) -> Interaction:
        if not channel.sees(self.id):
            raise Refused("You cannot see this channel.")
        return self._client.invocations.send(
            kind,
            self.user,
            channel,
            data,
            message=message,
            parent=parent,
            command=command,
            locale=locale,
        )


def _command_data(command: Json, rows: list[Json], resolved: Resolved | None) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if rows:
        data["options"] = rows
    if resolved is not None and resolved.found:
        data["resolved"] = resolved.found
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data
