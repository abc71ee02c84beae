"""What an app can do with an interaction: answer it, and then edit, follow up and delete."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.discord.board import Board
from sandbox.discord.cdn import Upload
from sandbox.discord.components import kept
from sandbox.discord.composing import Composer, Draft, Request
from sandbox.discord.errors import Form, Json, known
from sandbox.discord.interactions import Answer, Interaction, Interactions, Use
from sandbox.discord.mentions import PARSE_USERS
from sandbox.discord.message import REPLY, Message
from sandbox.discord.origins import kind_of, origin_of, response_json
from sandbox.discord.permissions import Permission
from sandbox.discord.rules_defaults import check_defaults
from sandbox.discord.rules_message import ANSWERING, CHANGING, EPHEMERAL
from sandbox.discord.rules_modal import check_modal
from sandbox.discord.shape import (
    Bool,
    Fields,
    Items,
    Locales,
    Number,
    OneOf,
    Shape,
    Text,
    Whole,
    whole,
)
from sandbox.discord.world import World

MOST_FOLLOWUPS = 5  # of an app installed by the user alone (Discord's docs, "Create Followup")
_ALLOWED = {
    Use.COMMAND: (Answer.MESSAGE, Answer.DEFER, Answer.FORM),
    Use.COMPONENT: (
        Answer.MESSAGE,
        Answer.DEFER,
        Answer.DEFER_UPDATE,
        Answer.UPDATE,
        Answer.FORM,
    ),
    Use.AUTOCOMPLETE: (Answer.CHOICES,),
    Use.FORM: (Answer.MESSAGE, Answer.DEFER),
}
_DEFER = Fields({"flags": Whole(0), "tts": Bool()})
_CHOICE_VALUES: dict[int, Shape] = {3: Text(0, 100), 4: Whole(), 10: Number()}


def allowed_answers(interaction: Interaction) -> tuple[Answer, ...]:
    """The callback types an interaction takes."""
    if interaction.kind is Use.FORM and interaction.message is not None:
        return (*_ALLOWED[Use.FORM], Answer.DEFER_UPDATE, Answer.UPDATE)
    return _ALLOWED[interaction.kind]


class Answers:
    """The app's side of interactions; every method raises ApiError as Discord answers."""

    def __init__(
        self, world: World, board: Board, composer: Composer, interactions: Interactions
    ) -> None:
        self._world = world
        self._board = board
        self._composer = composer
        self._interactions = interactions

    def answer(self, interaction: Interaction, body: Json, uploads: Mapping[int, Upload]) -> Json:
        """Answers an interaction; gives the callback response object (`with_response=1`)."""
        kind = _answer_kind(interaction, body)
        data = body.get("data")
        if data is not None and not isinstance(data, dict):
            form = Form()
            Fields({}).check(data, ("data",), form)
            form.check()
        match kind:
            case Answer.MESSAGE:
                request = self._request(interaction, data or {}, uploads, ANSWERING, ("data",))
                interaction.reply = self._say(interaction, self._composer.compose(request))
                self._board.look_again(interaction.reply)
            case Answer.DEFER:
                interaction.reply = self._defer(interaction, data or {})
                self._board.look_again(interaction.reply)
            case Answer.DEFER_UPDATE | Answer.UPDATE:
                interaction.reply = self._update(interaction, kind, data or {}, uploads)
            case Answer.CHOICES:
                interaction.choices = _choices(interaction, data or {})
            case Answer.FORM:
                interaction.form = self._form(data)
        self._interactions.answered(interaction, kind)
        return response_json(interaction, kind)

    def original(self, interaction: Interaction) -> Message:
        """The original response; raises 10015 when there is none, 10008 when it was deleted."""
        if interaction.reply is None:
            raise known(10015)
        if interaction.reply.deleted:
            raise known(10008)
        return interaction.reply

    def own(self, interaction: Interaction, number: int) -> Message:
        """A message this interaction's token reaches; raises 10008 for any other."""
        for message in (interaction.reply, *interaction.followups):
            if message is not None and message.id == number and not message.deleted:
                return message
        raise known(10008)

    def edit(
        self, interaction: Interaction, message: Message, body: Json, uploads: Mapping[int, Upload]
    ) -> None:
        """Edits a message by the interaction's token."""
        request = self._request(interaction, body, uploads, CHANGING, ephemeral=message.ephemeral)
        self._board.edit(message, self._composer.compose(request, message), PARSE_USERS)

    def follow_up(
        self, interaction: Interaction, body: Json, uploads: Mapping[int, Upload]
    ) -> Message:
        """A further message; the first one after a deferral fills the deferred reply in."""
        reply = interaction.reply
        if reply is not None and reply.thinking and not reply.deleted:
            asked = (whole(body.get("flags")) or 0) & ~EPHEMERAL
            self.edit(interaction, reply, {**body, "flags": asked}, uploads)
            return reply
        if interaction.by_user_alone and len(interaction.followups) >= MOST_FOLLOWUPS:
            raise known(40094)
        request = self._request(interaction, body, uploads, ANSWERING)
        draft = self._composer.compose(request)
        only_for = interaction.user.id if self._private(interaction, draft.flags) else None
        message = self._board.post(
            self._flagged(draft, only_for),
            interaction.channel,
            self._world.bot,
            kind=REPLY if reply else 0,
            origin=origin_of(interaction, reply),
            reference=reply.id if reply else None,
            only_for=only_for,
            parse=PARSE_USERS,
        )
        interaction.followups.append(message)
        return message

    def _request(
        self,
        interaction: Interaction,
        body: Json,
        uploads: Mapping[int, Upload],
        flags: int,
        at: tuple[str, ...] = (),
        *,
        ephemeral: bool | None = None,
    ) -> Request:
        if ephemeral is None:
            ephemeral = self._private(interaction, whole(body.get("flags")) or 0)
        place = self._world.app_id if ephemeral else interaction.channel.id
        limit = interaction.file_limit
        return Request(body, uploads, flags, limit, place, at, ephemeral)

    def _private(self, interaction: Interaction, flags: int) -> bool:
        """Whether a reply is for one person alone: asked for, or forced.

        Forced where the app is here by a user's installation and that member may not use external
        apps (Discord's docs, "Permissions": USE_EXTERNAL_APPS).
        """
        if flags & EPHEMERAL:
            return True
        if not interaction.by_user_alone or interaction.channel.guild is None:
            return False
        allowed = interaction.channel.permissions(interaction.user.id)
        return Permission.USE_EXTERNAL_APPS not in allowed

    @staticmethod
    def _flagged(draft: Draft, only_for: int | None) -> Draft:
        if only_for is None:
            return draft
        return Draft(**{**vars(draft), "flags": draft.flags | EPHEMERAL})

    def _say(self, interaction: Interaction, draft: Draft) -> Message:
        only_for = interaction.user.id if self._private(interaction, draft.flags) else None
        return self._board.post(
            self._flagged(draft, only_for),
            interaction.channel,
            self._world.bot,
            kind=kind_of(interaction),
            origin=origin_of(interaction),
            reference=interaction.message.id if interaction.message else None,
            only_for=only_for,
            parse=PARSE_USERS,
        )

    def _defer(self, interaction: Interaction, data: Json) -> Message:
        form = Form()
        _DEFER.check(data, ("data",), form)
        form.check()
        flags = whole(data.get("flags")) or 0
        if flags & ~EPHEMERAL:
            words = "Only MessageFlags.EPHEMERAL can be set on a deferred response"
            form.say(("data", "flags"), "INTERACTION_CALLBACK_INVALID_FLAGS", words)
        for key in ("content", "embeds", "components", "attachments"):
            if data.get(key):
                words = "A deferred response carries no message"
                form.say(("data", key), "INTERACTION_CALLBACK_DEFERRED_DATA", words)
        form.check()
        only_for = interaction.user.id if self._private(interaction, flags) else None
        clicked = interaction.message.id if interaction.message else None
        return self._board.think(
            interaction.channel,
            self._world.bot,
            kind_of(interaction),
            origin_of(interaction),
            clicked,
            only_for,
        )

    def _update(
        self, interaction: Interaction, kind: Answer, data: Json, uploads: Mapping[int, Upload]
    ) -> Message:
        message = interaction.message
        if message is None or message.deleted:
            raise known(10008)
        if kind is Answer.UPDATE and (data or uploads):
            request = self._request(
                interaction, data, uploads, CHANGING, ("data",), ephemeral=message.ephemeral
            )
            self._board.edit(message, self._composer.compose(request, message), PARSE_USERS)
        return message

    def _form(self, data: object) -> Json:
        form = Form()
        found = check_modal(
            data if data is not None else {}, self._composer.emojis, ("data",), form
        )
        form.check()
        check_defaults(found["components"], self._composer.knows, ("data", "components"), form)
        form.check()
        return {**found, "components": kept(found["components"])}


def _answer_kind(interaction: Interaction, body: Json) -> Answer:
    allowed = allowed_answers(interaction)
    form = Form()
    Fields({"type": OneOf(tuple(map(int, allowed)))}, needs=("type",)).check(body, (), form)
    form.check()
    return Answer(body["type"])


def _choices(interaction: Interaction, data: Json) -> list[Json]:
    """The suggestions of an answer; raises 50035 unless they fit the option being typed."""
    kind = _focused(interaction.data.get("options") or [])
    name = Text(1, 100)
    choice = Fields(
        {"name": name, "name_localizations": Locales(name), "value": _CHOICE_VALUES[kind]},
        needs=("name", "value"),
    )
    form = Form()
    Fields({"choices": Items(choice, 0, 25)}).check(data, ("data",), form)
    form.check()
    return list(data.get("choices") or [])


def _focused(options: list[Json]) -> int:
    for option in options:
        if option.get("focused"):
            return int(option["type"])
        if found := _focused(option.get("options") or []):
            return found
    return 0
