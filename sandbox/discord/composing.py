"""A request's body and files made into what a message will be, or refused."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sandbox.discord.cdn import Attachment, Cdn, Upload, clean_name
from sandbox.discord.components import Kind, kept, media
from sandbox.discord.errors import Form, Json, Path, known
from sandbox.discord.message import Message
from sandbox.discord.rules_components import check_address, check_components
from sandbox.discord.rules_defaults import Knows, check_defaults
from sandbox.discord.rules_message import (
    IS_V2,
    LOADING,
    check_fields,
    check_flags,
    check_legacy,
)
from sandbox.discord.world import MEBIBYTE

MOST_FILES = 10
MOST_BYTES = 25 * MEBIBYTE  # of one request, unless a single file may be larger (Discord's docs)
_Value = TypeVar("_Value", str, list[Json])
_REFERENCE = "attachment://"
_EMBEDDABLE = (".jpg", ".jpeg", ".png", ".webp", ".gif")  # Discord's docs, "Uploading Files"


@dataclass(frozen=True)
class Draft:
    """What a message will be."""

    content: str
    embeds: list[Json]
    components: list[Json]
    attachments: dict[int, Attachment]
    flags: int
    allowed_mentions: Json | None
    has_text: bool  # whether the request said anything that could mention somebody


@dataclass(frozen=True)
class Request:
    """What somebody wants a message to say.

    `uploads` maps the n of each `files[n]`; `at` is where in the body the message stands; `flags`
    are those the sender may set; `file_limit` in bytes; `place` is the channel's id for files.
    """

    body: Json
    uploads: Mapping[int, Upload]
    flags: int
    file_limit: int
    place: int
    at: Path = ()
    ephemeral: bool = False


@dataclass
class _Files:
    """The files a message will have: those that stay, and uploads with what is said of them."""

    stay: list[Attachment] = field(default_factory=list)
    new: list[tuple[Upload, Json]] = field(default_factory=list)

    def names(self) -> set[str]:
        return {a.filename for a in self.stay} | {clean_name(u.filename) for u, _ in self.new}


class Composer:
    """Makes drafts.

    `emojis` are the custom ones the bot may use, `knows` says which people, roles and channels
    there are.
    """

    def __init__(self, cdn: Cdn, emojis: Container[int], knows: Knows) -> None:
        self._cdn = cdn
        self.emojis = emojis
        self.knows = knows

    def compose(self, request: Request, old: Message | None = None) -> Draft:
        """The draft of a new message, or of `old` as it will be after an edit.

        Nothing is kept before everything is right. Raises ApiError 50035, 50006 or 40005.
        """
        _check_sizes(request)
        form = Form()
        body = check_fields(request.body, request.at, form)
        form.check()
        request = replace(request, body=body)
        flags = check_flags(body, request.flags, old.flags if old else None, request.at, form)
        v2 = bool(flags & IS_V2)
        if v2:
            check_legacy(body, _leftovers(old), request.at, form)
        if body.get("components") is not None:
            rows, at = body["components"], (*request.at, "components")
            rows = check_components(rows, v2=v2, emojis=self.emojis, at=at, form=form)
            check_defaults(rows, self.knows, at, form)
            body["components"] = rows
        form.check()
        files = _files(request, old, form)
        self._check_media(request, files, old, form)
        form.check()
        return self._draft(request, old, flags, files)

    def _check_media(
        self, request: Request, files: _Files, old: Message | None, form: Form
    ) -> None:
        """Every picture must be a file of this message or an address."""
        names = files.names()
        if request.uploads and old is not None and request.body.get("attachments") is None:
            names = set()  # files of an edit that does not list them cannot be referred to
        for where, kind, item in _pictures(request.body, request.at):
            url = item["url"]
            name = url.removeprefix(_REFERENCE)
            if name == url and kind is Kind.FILE:
                words = 'Scheme must be "attachment".'
                form.say(where, "URL_TYPE_INVALID_SCHEME", words)
            elif name == url:
                check_address(url, where, ("http", "https", "attachment"), form)
            elif name not in names:
                words = f"The referenced attachment was not found: {url}"
                form.say(where, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", words)
            elif kind is None and not name.lower().endswith(_EMBEDDABLE):
                words = "An embed shows jpg, jpeg, png, webp and gif files only"
                form.say(where, "EMBED_ATTACHMENT_NOT_A_PICTURE", words)

    def _draft(self, request: Request, old: Message | None, flags: int, files: _Files) -> Draft:
        body = request.body
        content = _field(body, "content", old.content if old else "").strip()
        embeds = _field(body, "embeds", old.embeds if old else [])
        rows = _field(body, "components", old.components if old else [])
        if not (content or embeds or rows or files.stay or files.new):
            raise known(50006)
        attachments = self._keep(request, files)
        paths = {attachment.filename: attachment.path for attachment in attachments}
        if body.get("components") is not None:
            rows = kept(rows)
        for _, _, item in _pictures({"components": rows, "embeds": embeds}, ()):
            item["url"] = self._place(item["url"], paths)
        return Draft(
            content,
            embeds,
            rows,
            {attachment.id: attachment for attachment in attachments},
            flags & ~LOADING,
            body.get("allowed_mentions"),
            any(key in body for key in ("content", "embeds", "components")),
        )

    def _keep(self, request: Request, files: _Files) -> list[Attachment]:
        made = [
            self._cdn.keep(
                upload,
                request.place,
                description=said.get("description") or None,
                spoiler=bool(said.get("is_spoiler")) or upload.filename.startswith("SPOILER_"),
                ephemeral=request.ephemeral,
            )
            for upload, said in files.new
        ]
        return [*files.stay, *made]

    def _place(self, url: str, paths: Mapping[str, str]) -> str:
        """Where a picture is kept: the path of a file of ours, or the address as it was given."""
        if url.startswith(_REFERENCE):
            return paths[url.removeprefix(_REFERENCE)]
        ours = self._cdn.at(url)
        return ours.path if ours else url


def _check_sizes(request: Request) -> None:
    """Raises 40005 for a file over the limit, or for too much in one request."""
    sizes = [len(upload.data) for upload in request.uploads.values()]
    most = max(MOST_BYTES, request.file_limit)
    if any(size > request.file_limit for size in sizes) or sum(sizes) > most:
        raise known(40005)


def _leftovers(old: Message | None) -> list[str]:
    """What a message has from before it is turned to components V2."""
    if old is None or old.v2:
        return []
    return [key for key, value in (("content", old.content), ("embeds", old.embeds)) if value]


def _field(body: Json, key: str, present: _Value) -> _Value:
    """A field after the request: absent keeps, null clears."""
    if key not in body:
        return present
    value: _Value | None = body[key]
    return type(present)() if value is None else value


def _pictures(body: Json, at: Path) -> Iterator[tuple[Path, Kind | None, Json]]:
    """Every `{"url": ...}` of components and (kind None) embeds."""
    yield from media(body.get("components") or [], (*at, "components"))
    for number, embed in enumerate(body.get("embeds") or []):
        for key in ("image", "thumbnail"):
            item = embed.get(key)
            if item and item.get("url"):
                yield (*at, "embeds", number, key, "url"), None, item


def _files(request: Request, old: Message | None, form: Form) -> _Files:
    """Which files stay and which are new; notes empty files and ids that name no file.

    API v10: `attachments` absent keeps what is there, present replaces it; what a request uploads
    but does not list is dropped (Discord's docs, "Editing Message Attachments").
    """
    _check_uploads(request, form)
    listed, present = request.body.get("attachments"), old.attachments if old else {}
    if listed is None:
        new: list[tuple[Upload, Json]] = [(upload, {}) for upload in request.uploads.values()]
        return _Files([] if new else list(present.values()), new)
    found = _Files()
    for number, row in enumerate(listed):
        name = int(row["id"])
        if name in request.uploads:
            upload = request.uploads[name]
            found.new.append(
                (replace(upload, filename=row.get("filename") or upload.filename), row)
            )
        elif name in present:
            found.stay.append(present[name])
        else:
            at = (*request.at, "attachments", number, "id")
            form.say(at, "ATTACHMENT_NOT_FOUND", f"Attachment {name} was not found")
    return found


def _check_uploads(request: Request, form: Form) -> None:
    if len(request.uploads) > MOST_FILES:
        form.say(("files",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FILES} or fewer in length.")
    for number, upload in request.uploads.items():
        if not upload.data:
            form.say(("files", number), "FILE_EMPTY", "File cannot be empty")
