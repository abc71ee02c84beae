"""A command chosen and its options filled in, as a person's client does and checks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.discord.cdn import Attachment, Cdn, Upload
from sandbox.discord.errors import Json, Refused
from sandbox.discord.payloads import (
    partial_channel_json,
    partial_member_json,
    role_json,
    user_json,
)
from sandbox.discord.rules_commands import CHAT, Option
from sandbox.discord.world import Channel, User, World

Values = Mapping[str, object]


@dataclass(frozen=True)
class Chosen:
    """A command, the options of the leaf chosen, and the names that lead to it."""

    command: Json
    options: list[Json]
    path: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The full name: "imagine", "admin setup"."""
        return " ".join([self.command["name"], *(name for name, _ in self.path)])


def choose(commands: list[Json], name: str) -> Chosen:
    """The slash command of a name; raises Refused when there is none, or it is but a group."""
    first, *rest = name.split()
    for command in commands:
        if command["type"] == CHAT and command["name"] == first:
            return _descend(command, rest)
    raise Refused(f"There is no command /{name}.")


def _descend(command: Json, names: list[str]) -> Chosen:
    options, path = command["options"], []
    for name in names:
        found = next((o for o in options if o["name"] == name and o["type"] <= Option.GROUP), None)
        if found is None:
            raise Refused(f"/{command['name']} has no part {name!r}.")
        path.append((name, int(found["type"])))
        options = found.get("options") or []
    if any(option["type"] <= Option.GROUP for option in options):
        raise Refused(
            f"/{' '.join([command['name'], *names])} is a group; choose one of its parts."
        )
    return Chosen(command, options, tuple(path))


@dataclass
class Resolved:
    """What the ids in options and forms stand for; collected as they are written down."""

    world: World
    cdn: Cdn
    channel: Channel
    chooser: User
    file_limit: int
    found: dict[str, Json] = field(default_factory=dict)

    def attachment(self, upload: object) -> str:
        """Uploads a file as Discord keeps it for an interaction; gives its id."""
        if not isinstance(upload, Upload):
            raise Refused("A file is needed here.")
        if len(upload.data) > self.file_limit:
            raise Refused(f"{upload.filename} is too large: at most {self.file_limit >> 20} MiB.")
        kept: Attachment = self.cdn.keep(upload, self.world.app_id, ephemeral=True)
        return self._note("attachments", kept.id, self.cdn.json(kept))

    def user(self, number: object) -> str:
        """Notes a user, and as a member where they are one."""
        user = self.world.users.get(_id(number))
        if user is None:
            raise Refused("There is no such person.")
        guild = self.channel.guild
        if guild is not None and user.id in guild.members:
            self._note("members", user.id, partial_member_json(self.channel, guild, user))
        return self._note("users", user.id, user_json(user))

    def role(self, number: object) -> str:
        """Notes a role of this guild."""
        roles = self.channel.guild.roles if self.channel.guild else {}
        role = roles.get(_id(number))
        if role is None:
            raise Refused("There is no such role.")
        return self._note("roles", role.id, role_json(role))

    def role_of_a_menu(self, number: object) -> str:
        """Notes a role of this guild; menus of roles do not offer @everyone."""
        if self.channel.guild is not None and _id(number) == self.channel.guild.id:
            raise Refused("There is no such role.")
        return self.role(number)

    def place(self, number: object) -> str:
        """Notes a channel of this guild that whoever chooses can see."""
        channel = self.world.channels.get(_id(number))
        elsewhere = channel is None or channel.guild is not self.channel.guild
        if channel is None or elsewhere or not channel.sees(self.chooser.id):
            raise Refused("There is no such channel.")
        found = partial_channel_json(channel, self.world, self.chooser.id)
        return self._note("channels", channel.id, found)

    def check_place(self, taker: Json, number: object) -> None:
        """Raises Refused for a channel of a kind that an option or menu does not take."""
        kinds, places = taker.get("channel_types"), self.found.get("channels", {})
        if kinds and str(number) in places and places[str(number)]["type"] not in kinds:
            raise Refused("This kind of channel cannot be chosen here.")

    def anybody(self, number: object) -> str:
        """Notes a user or a role."""
        if _id(number) in self.world.users:
            return self.user(number)
        return self.role(number)

    def _note(self, kind: str, number: int, row: Json) -> str:
        self.found.setdefault(kind, {})[str(number)] = row
        return str(number)


def _id(value: object) -> int:
    number = getattr(value, "id", value)
    text = str(number)
    return int(text) if text.isdigit() else 0


def write(
    chosen: Chosen, values: Values, resolved: Resolved, *, focused: str | None, checked: bool
) -> list[Json]:
    """The options as an interaction carries them, in the command's own order.

    `focused` is the option being typed, which makes it an autocompletion: nothing is required
    yet. `checked` False sends what a tampered client would: no range, length or choice is held.
    Raises Refused for what a client would not send.
    """
    names = {option["name"] for option in chosen.options}
    if unknown := [name for name in values if name not in names]:
        raise Refused(f"/{chosen.name} has no option {unknown[0]!r}.")
    rows: list[Json] = []
    for option in chosen.options:
        name = option["name"]
        if name in values and values[name] is not None:
            value = _value(option, values[name], resolved, typing=focused is not None)
            if checked and focused is None:
                _check(option, value)
                resolved.check_place(option, value)
            row: Json = {"name": name, "type": option["type"], "value": value}
            rows.append({**row, "focused": True} if name == focused else row)
        elif option.get("required") and focused is None and checked:
            raise Refused(f"{name}: this option is required. Specify a value.")
    if focused is not None and not any(row.get("focused") for row in rows):
        kind = next(o["type"] for o in chosen.options if o["name"] == focused)
        rows.append({"name": focused, "type": kind, "value": "", "focused": True})
    for name, kind in reversed(chosen.path):
        rows = [{"name": name, "type": kind, "options": rows}]
    return rows


def _value(option: Json, value: object, resolved: Resolved, *, typing: bool) -> object:
    """A value in the form the wire wants it; half-typed numbers go as text."""
    kind = option["type"]
    if typing and kind in (Option.INTEGER, Option.NUMBER):
        return str(value)
    by_reference: dict[int, Callable[[object], str]] = {
        Option.USER: resolved.user,
        Option.CHANNEL: resolved.place,
        Option.ROLE: resolved.role,
        Option.MENTIONABLE: resolved.anybody,
        Option.ATTACHMENT: resolved.attachment,
    }
    if kind in by_reference:
        return by_reference[kind](value)
    wanted: dict[int, tuple[type, ...]] = {
        Option.STRING: (str,),
        Option.INTEGER: (int,),
        Option.BOOLEAN: (bool,),
        Option.NUMBER: (int, float),
    }
    fits = isinstance(value, wanted[kind]) and isinstance(value, bool) == (kind == Option.BOOLEAN)
    if not fits:
        raise Refused(f"{option['name']}: {value!r} is not what this option takes.")
    return value.strip() if isinstance(value, str) else value


def _check(option: Json, value: object) -> None:
    """Raises Refused for a value outside what the command allows."""
    name, choices = option["name"], option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise Refused(f"{name}: choose one of the suggestions.")
    if isinstance(value, str) and option["type"] == Option.STRING:
        low, high = option.get("min_length") or 0, option.get("max_length") or 6000
        if option.get("required") and not value:
            raise Refused(f"{name}: this option is required. Specify a value.")
        if not low <= len(value) <= high:
            raise Refused(f"{name}: between {low} and {high} characters.")
    if option["type"] in (Option.INTEGER, Option.NUMBER) and isinstance(value, int | float):
        low, high = option.get("min_value"), option.get("max_value")
        if (low is not None and value < low) or (high is not None and value > high):
            raise Refused(f"{name}: between {low} and {high}.")
