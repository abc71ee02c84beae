"""The addresses an interaction is answered at: its callback, and the webhook of its token."""

from __future__ import annotations

from sandbox.discord.answers import Answers
from sandbox.discord.board import Board
from sandbox.discord.interactions import Interaction, Interactions
from sandbox.discord.message import Message
from sandbox.discord.rest.call import NOTHING, Answer, Call
from sandbox.discord.rest.door import Route
from sandbox.discord.world import World


class InteractionRoutes:
    """Callbacks and webhooks; the interaction's token is the only credential."""

    def __init__(
        self, world: World, board: Board, interactions: Interactions, answers: Answers
    ) -> None:
        self._world = world
        self._board = board
        self._interactions = interactions
        self._answers = answers

    def routes(self) -> list[Route]:
        """The addresses."""
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        major = ("webhook_id", "webhook_token")
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        found = [
            Route("POST", callback, self._callback, None, bot=False),
            Route("POST", webhook, self._follow_up, "followup", major, bot=False),
        ]
        for name in ("@original", "{message_id}"):
            path = f"{webhook}/messages/{name}"
            found += [
                Route("GET", path, self._get, "read", major, bot=False),
                Route("PATCH", path, self._edit, "token", major, bot=False),
                Route("DELETE", path, self._delete, "delete", major, bot=False),
            ]
        return found

    def _callback(self, call: Call) -> Answer:
        interaction = self._interactions.for_callback(
            call.id("interaction_id"), call.params["interaction_token"]
        )
        response = self._answers.answer(interaction, call.json(), call.uploads)
        return Answer(200, response) if call.flag("with_response") else NOTHING

    def _interaction(self, call: Call) -> Interaction:
        return self._interactions.for_webhook(
            call.id("webhook_id"), self._world.app_id, call.params["webhook_token"]
        )

    def _message(self, call: Call) -> tuple[Interaction, Message]:
        interaction = self._interaction(call)
        if "message_id" not in call.params:
            return interaction, self._answers.original(interaction)
        return interaction, self._answers.own(interaction, call.id("message_id"))

    def _follow_up(self, call: Call) -> Answer:
        message = self._answers.follow_up(self._interaction(call), call.json(), call.uploads)
        return Answer(200, message.json())

    def _get(self, call: Call) -> Answer:
        return Answer(200, self._message(call)[1].json())

    def _edit(self, call: Call) -> Answer:
        interaction, message = self._message(call)
        self._answers.edit(interaction, message, call.json(), call.uploads)
        return Answer(200, message.json())

    def _delete(self, call: Call) -> Answer:
        self._board.delete(self._message(call)[1])
        return NOTHING
