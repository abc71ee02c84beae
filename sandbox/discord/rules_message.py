"""What Discord demands of a message's fields: lengths, flags, embeds, mentions."""

from __future__ import annotations

from sandbox.discord.errors import Form, Json, Path
from sandbox.discord.rules_components import check_address
from sandbox.discord.shape import Bool, Fields, Id, Items, OneOf, Text, Whole, cleaned, whole

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_V2 = 1 << 15
MAKING = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_V2  # flags a new message may carry
CHANGING = SUPPRESS_EMBEDS | IS_V2  # flags an edit may change; it may name what is there
ANSWERING = MAKING | EPHEMERAL  # flags an interaction's message may carry
# Flags a client may send back in an edit although only Discord sets them.
_ECHOED = sum(1 << bit for bit in (0, 1, 3, 4, 5, 6, 7, 8, 12, 14))
MOST_CONTENT = 2000
MOST_EMBED_TEXT = 6000  # characters over all embeds of a message
LEGACY = ("content", "embeds", "poll", "sticker_ids")  # what components V2 shuts out

_ADDRESS = Text(0, 2048)
_PICTURE = Fields({"url": _ADDRESS, "width": Whole(), "height": Whole()})
_FIELD = Fields(
    {"name": Text(1, 256), "value": Text(1, 1024), "inline": Bool()}, needs=("name", "value")
)
_EMBED = Fields(
    {
        "type": Text(),
        "title": Text(0, 256),
        "description": Text(0, 4096),
        "url": _ADDRESS,
        "timestamp": Text(),
        "color": Whole(0, 0xFFFFFF),
        "footer": Fields({"text": Text(0, 2048), "icon_url": _ADDRESS}),
        "image": _PICTURE,
        "thumbnail": _PICTURE,
        "author": Fields({"name": Text(0, 256), "url": _ADDRESS, "icon_url": _ADDRESS}),
        "fields": Items(_FIELD, 0, 25),
    }
)
_MENTIONS = Fields(
    {
        "parse": Items(OneOf(("users", "roles", "everyone"))),
        "users": Items(Id(), 0, 100),
        "roles": Items(Id(), 0, 100),
        "replied_user": Bool(),
    }
)
_ATTACHMENT = Fields(
    {
        "id": Id(),
        "filename": Text(1, 1024),
        "description": Text(0, 1024),
        "title": Text(0, 1024),
        "is_spoiler": Bool(),
    },
    needs=("id",),
)
_REFERENCE = Fields(
    {
        "type": OneOf((0, 1)),
        "message_id": Id(),
        "channel_id": Id(),
        "guild_id": Id(),
        "fail_if_not_exists": Bool(),
    }
)
_MESSAGE = Fields(
    {
        "content": Text(0, MOST_CONTENT),
        "embeds": Items(_EMBED, 0, 10),
        "flags": Whole(0, (1 << 53) - 1),
        "allowed_mentions": _MENTIONS,
        "attachments": Items(_ATTACHMENT, 0, 10),
        "message_reference": _REFERENCE,
        "tts": Bool(),
        "enforce_nonce": Bool(),
        "sticker_ids": Items(Id(), 0, 3),
    }
)


def check_fields(body: object, at: Path, form: Form) -> Json:
    """Notes what is wrong with a message's fields; gives them cleaned, nulls kept.

    Components are left as they are: they have rules of their own. Gives {} when misshapen.
    """
    before = len(form.problems)
    _MESSAGE.check(body, at, form)
    if len(form.problems) > before or not isinstance(body, dict):
        return {}
    found: Json = cleaned(_MESSAGE, body)
    nulls = {key: None for key in _MESSAGE.shapes if key in body and body[key] is None}
    others = {key: body[key] for key in ("components", "poll", "nonce") if key in body}
    _check_absent(others | found, at, form)
    _check_mentions(found.get("allowed_mentions"), (*at, "allowed_mentions"), form)
    _check_embeds(found.get("embeds") or [], (*at, "embeds"), form)
    return nulls | found | others


def _check_absent(body: Json, at: Path, form: Form) -> None:
    """There are no stickers and no polls in this sandbox."""
    if body.get("sticker_ids"):
        form.say((*at, "sticker_ids"), "STICKER_NOT_FOUND", "Unknown Sticker")
    if body.get("poll"):
        form.say((*at, "poll"), "POLL_NOT_AVAILABLE", "Polls are not available")


def _check_mentions(allowed: Json | None, at: Path, form: Form) -> None:
    for kind in ("users", "roles"):
        if allowed and kind in (allowed.get("parse") or ()) and allowed.get(kind):
            words = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            form.say(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _check_embeds(embeds: list[Json], at: Path, form: Form) -> None:
    total = sum(len(text) for embed in embeds for text in embed_texts(embed))
    if total > MOST_EMBED_TEXT:
        words = f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        form.say(at, "MAX_EMBED_SIZE_EXCEEDED", words)
    for number, embed in enumerate(embeds):
        for key in ("url", "author.url", "footer.icon_url", "author.icon_url"):
            outer, _, inner = key.rpartition(".")
            url = ((embed.get(outer) or {}) if outer else embed).get(inner)
            if url and not url.startswith("attachment://"):
                check_address(url, (*at, number, *key.split(".")), ("http", "https"), form)


def embed_texts(embed: Json) -> list[str]:
    """The texts of an embed that count towards the sum and that members read."""
    found = [embed.get("title"), embed.get("description")]
    found += [(embed.get("author") or {}).get("name"), (embed.get("footer") or {}).get("text")]
    for field in embed.get("fields") or ():
        found += [field.get("name"), field.get("value")]
    return [text for text in found if text]


def check_flags(body: Json, allowed: int, present: int | None, at: Path, form: Form) -> int:
    """The flags a message ends up with.

    Takes the flags a sender may set here and those the message has already (None: it is new). An
    edit may name flags it cannot change; they are ignored. Notes flags that are not settable, and
    components V2 taken back: it stays for good (Discord's docs, "Message Flags").
    """
    wanted = whole(body.get("flags"))
    if wanted is None:
        return present or 0
    if wanted & ~(allowed if present is None else allowed | _ECHOED):
        words = f"flags {wanted & ~allowed} cannot be set here"
        form.say((*at, "flags"), "BITFIELD_TYPE_INVALID_FLAGS", words)
    if present is None:
        return wanted & allowed
    if present & IS_V2 and not wanted & IS_V2:
        words = "The IS_COMPONENTS_V2 flag cannot be removed from a message"
        form.say((*at, "flags"), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", words)
    return present & ~CHANGING | wanted & CHANGING


def check_legacy(body: Json, leftovers: list[str], at: Path, form: Form) -> None:
    """Notes fields that a message with components V2 cannot have.

    Takes the fields the message still has from before it was turned to V2: an edit must clear
    them. `"embeds": null` is refused too where `[]` is taken.
    """
    named = [
        key for key in LEGACY if body.get(key) or (key == "embeds" and body.get(key, 0) is None)
    ]
    for key in [*named, *(key for key in leftovers if key not in body)]:
        words = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        form.say((*at, key), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
