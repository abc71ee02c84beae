"""A message, as it lives: what it says now, who may see it, and how Discord describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sandbox.discord.cdn import Attachment, Cdn
from sandbox.discord.components import LINK, SELECTS, Kind, media, shown, walk
from sandbox.discord.errors import Json
from sandbox.discord.mentions import Mentions
from sandbox.discord.payloads import member_json, timestamp, user_json
from sandbox.discord.rules_message import EPHEMERAL, IS_V2, LOADING, embed_texts
from sandbox.discord.world import Channel, User, World

PLAIN, REPLY, SLASH, CONTEXT_MENU = 0, 19, 20, 23  # message types (Discord's docs)


@dataclass(frozen=True)
class Origin:
    """The interaction a message answers: what Discord tells of it in the message."""

    metadata: Json
    name: str | None  # the command's, when it was a command
    user: User


@dataclass(frozen=True)
class Look:
    """What the JSON of a message is made with."""

    world: World
    cdn: Cdn
    find: Callable[[int], Message | None]


@dataclass(eq=False)
class Message:
    """One message; stays the same object through its edits.

    `only_for` is the person an ephemeral message is for; `edits` counts edits, filling in a
    deferred reply included; `history` is what it was before each edit, when that is kept.
    """

    id: int
    channel: Channel
    author: User
    look: Look = field(repr=False)
    kind: int = PLAIN
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    flags: int = 0
    created: float = 0.0
    edited: float | None = None
    origin: Origin | None = None
    reference: int | None = None
    only_for: int | None = None
    mentioned: Mentions = field(default_factory=Mentions)
    nonce: str | int | None = None
    edits: int = 0
    deleted: bool = False
    history: list[Json] = field(default_factory=list)

    @property
    def thinking(self) -> bool:
        """Whether this is a deferred reply nobody has filled in yet."""
        return bool(self.flags & LOADING)

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def v2(self) -> bool:
        """Whether it is made of components V2."""
        return bool(self.flags & IS_V2)

    def visible_to(self, user: int) -> bool:
        """Whether a person sees this message in their client."""
        return self.only_for in (None, user) and self.channel.sees(user)

    def texts(self) -> list[str]:
        """Every text a reader sees, in order: content, embeds, text displays."""
        found = [self.content] if self.content else []
        for embed in self.embeds:
            found += embed_texts(embed)
        shown_texts = (p["content"] for _, p in walk(self.components) if p["type"] == Kind.TEXT)
        return [*found, *shown_texts]

    @property
    def text(self) -> str:
        """All texts, a line each."""
        return "\n".join(self.texts())

    def parts(self) -> Iterator[Json]:
        """Every component, nested ones too, in order."""
        return (part for _, part in walk(self.components))

    def buttons(self) -> list[Json]:
        """The buttons, in order, link buttons too."""
        return [part for part in self.parts() if part["type"] == Kind.BUTTON]

    def selects(self) -> list[Json]:
        """The menus, in order."""
        return [part for part in self.parts() if part["type"] in SELECTS]

    def button(self, label_or_id: str) -> Json:
        """The first button with a label, emoji or custom id; raises KeyError."""
        for button in self.buttons():
            emoji = (button.get("emoji") or {}).get("name")
            if label_or_id in (button.get("custom_id"), button.get("label"), emoji):
                return button
        raise KeyError(label_or_id)

    def clickable(self, custom_id: str) -> Json | None:
        """The button or menu with a custom id, or None; link buttons have none."""
        for part in (*self.buttons(), *self.selects()):
            if part.get("custom_id") == custom_id and part.get("style") != LINK:
                return part
        return None

    def pictures(self) -> list[tuple[str, bytes | None]]:
        """Every picture shown: its address, and its bytes when Discord keeps it.

        In order: files shown as themselves, embeds' pictures, galleries and thumbnails.
        """
        urls = [item["url"] for _, kind, item in media(self.components) if kind is not Kind.FILE]
        for embed in self.embeds:
            pictures = (embed.get("image") or {}, embed.get("thumbnail") or {})
            urls += [picture["url"] for picture in pictures if picture.get("url")]
        plain = [a.path for a in self.loose() if a.width is not None]
        return [self._picture(url) for url in [*plain, *urls]]

    def _picture(self, url: str) -> tuple[str, bytes | None]:
        kept = self.look.cdn.at(url)
        return (self.look.cdn.url(kept), kept.data) if kept else (url, None)

    def loose(self) -> list[Attachment]:
        """Attachments that neither an embed nor a component shows.

        Discord lists only these in `attachments` (Discord's docs, "Message Object").
        """
        used = {item["url"] for _, _, item in media(self.components)}
        for embed in self.embeds:
            used |= {(embed.get(key) or {}).get("url") for key in ("image", "thumbnail")}
        return [kept for kept in self.attachments.values() if kept.path not in used]

    def json(self, *, nested: bool = False) -> Json:
        """The message object; Discord describes a message alike to all who see it.

        `nested` leaves out the message it replies to.
        """
        world = self.look.world
        found: Json = {
            "id": str(self.id),
            "type": self.kind,
            "channel_id": str(self.channel.id),
            "author": user_json(self.author),
            "content": self.content,
            "timestamp": timestamp(self.created),
            "edited_timestamp": None if self.edited is None else timestamp(self.edited),
            "tts": False,
            "mention_everyone": self.mentioned.everyone,
            "mentions": [
                user_json(world.users[u]) for u in self.mentioned.users if u in world.users
            ],
            "mention_roles": [str(role) for role in self.mentioned.roles],
            "attachments": [self.look.cdn.json(kept) for kept in self.loose()],
            "embeds": [self._embed_json(embed) for embed in self.embeds],
            "components": shown(self.components, self._media_json),
            "pinned": False,
            "flags": self.flags,
        }
        if self.nonce is not None:
            found["nonce"] = self.nonce
        return found | self._origin_json() | ({} if nested else self._reference_json())

    def event_json(self) -> Json:
        """The message as MESSAGE_CREATE and MESSAGE_UPDATE bring it."""
        found = self.json()
        if self.channel.guild is not None:
            found["guild_id"] = str(self.channel.guild.id)
            member = member_json(self.channel.guild, self.author, with_user=False)
            found["member"] = member
        return found

    def _origin_json(self) -> Json:
        if self.origin is None:
            return {}
        app = str(self.look.world.app_id)
        found: Json = {
            "application_id": app,
            "webhook_id": app,
            "interaction_metadata": self.origin.metadata,
        }
        if self.origin.name is not None:
            found["interaction"] = {
                "id": self.origin.metadata["id"],
                "type": self.origin.metadata["type"],
                "name": self.origin.name,
                "user": user_json(self.origin.user),
            }
        return found

    def _reference_json(self) -> Json:
        if self.reference is None:
            return {}
        reference: Json = {
            "type": 0,
            "channel_id": str(self.channel.id),
            "message_id": str(self.reference),
        }
        if self.channel.guild is not None:
            reference["guild_id"] = str(self.channel.guild.id)
        replied = self.look.find(self.reference)
        return {
            "message_reference": reference,
            "referenced_message": replied.json(nested=True) if replied else None,
        }

    def _media_json(self, url: str) -> Json:
        """An unfurled media item: of a file of ours, or of an address elsewhere."""
        kept = self.look.cdn.at(url)
        if kept is None:
            place = self.look.cdn.base_url + url if url.startswith("/") else url
            return {"id": str(self.id), "url": place, "proxy_url": place}
        signed = self.look.cdn.url(kept)
        found: Json = {
            "id": str(kept.id),
            "url": signed,
            "proxy_url": signed,
            "width": kept.width,
            "height": kept.height,
            "content_type": kept.content_type,
            "loading_state": 2,
            "flags": 0,
        }
        if kept.id in self.attachments:
            found["attachment_id"] = str(kept.id)
        return found

    def _embed_json(self, embed: Json) -> Json:
        found = {"type": "rich", **embed}
        for key in ("image", "thumbnail"):
            if found.get(key):
                item = self._media_json(found[key]["url"])
                wanted = ("url", "proxy_url", "width", "height", "content_type")
                found[key] = {name: item[name] for name in wanted if name in item}
        return found
