"""What messages tell of the interaction they answer, and what an answer is answered with."""

from __future__ import annotations

from sandbox.discord.errors import Json
from sandbox.discord.interactions import Answer, Interaction, Use
from sandbox.discord.message import CONTEXT_MENU, REPLY, SLASH, Message, Origin
from sandbox.discord.payloads import user_json


def origin_of(interaction: Interaction, original: Message | None = None) -> Origin:
    """What a message tells of the interaction it answers; `original` for follow-ups."""
    return Origin(
        _metadata(interaction, original),
        interaction.command if interaction.kind is Use.COMMAND else None,
        interaction.user,
    )


def _metadata(interaction: Interaction, original: Message | None) -> Json:
    found: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": user_json(interaction.user),
        "authorizing_integration_owners": interaction.owners,
    }
    if original is not None:
        found["original_response_message_id"] = str(original.id)
    if interaction.kind is Use.COMMAND and interaction.data.get("type") == 3:
        found["target_message_id"] = interaction.data["target_id"]
    if interaction.kind is Use.COMPONENT and interaction.message is not None:
        found["interacted_message_id"] = str(interaction.message.id)
    if interaction.kind is Use.FORM and interaction.parent is not None:
        found["triggering_interaction_metadata"] = _metadata(interaction.parent, None)
    return found


def kind_of(interaction: Interaction) -> int:
    """The type of the message that answers an interaction."""
    if interaction.message is not None:
        return REPLY
    return CONTEXT_MENU if interaction.data.get("type") == 3 else SLASH


def response_json(interaction: Interaction, kind: Answer) -> Json:
    """The callback response object (Discord's docs, "Interaction Callback Response Object")."""
    found: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
    reply = interaction.reply
    if reply is None:
        return {"interaction": found}
    found |= {
        "response_message_id": str(reply.id),
        "response_message_loading": reply.thinking,
        "response_message_ephemeral": reply.ephemeral,
        "channel_id": str(reply.channel.id),
    }
    if reply.channel.guild is not None:
        found["guild_id"] = str(reply.channel.guild.id)
    if kind not in (Answer.MESSAGE, Answer.UPDATE):  # a resource carries no other message
        return {"interaction": found}
    return {"interaction": found, "resource": {"type": int(kind), "message": reply.json()}}
