"""Every error in words: one table, looked up along an error's ancestors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import (
    AlreadyPressed,
    BadField,
    BadInput,
    BadPicture,
    BadPrompt,
    Busy,
    Confused,
    DiscordBusy,
    DiscordError,
    EaselError,
    Gone,
    InDoubt,
    NotAllowed,
    OperationMissing,
    OverQuota,
    PictureError,
    Refused,
    RelayError,
    RelayRemoved,
    RouteGone,
    Stale,
    StoreError,
    TooManyWaiting,
    Unreachable,
    UploadTooLarge,
)
from bot.ui import prose, quota_words

if TYPE_CHECKING:
    from bot.core.failure import Failure
    from bot.ui.texts import Texts

KEYS: dict[type[EaselError], str] = {
    EaselError: "errors.unexpected",
    BadInput: "errors.bad_input",
    BadField: "errors.bad_input",
    BadPrompt: "errors.bad_prompt",
    BadPicture: "errors.bad_picture",
    NotAllowed: "errors.not_allowed",
    OverQuota: "errors.over_quota",
    TooManyWaiting: "errors.too_many_waiting",
    Gone: "errors.gone",
    AlreadyPressed: "errors.already_pressed",
    RelayError: "errors.relay",
    Refused: "errors.refused",
    Busy: "errors.busy",
    Unreachable: "errors.unreachable",
    InDoubt: "errors.in_doubt",
    OperationMissing: "errors.operation",
    RelayRemoved: "errors.relay_removed",
    Confused: "errors.confused",
    PictureError: "picture.unreachable",
    DiscordError: "errors.discord",
    RouteGone: "errors.route_gone",
    DiscordBusy: "errors.discord_busy",
    UploadTooLarge: "errors.upload_too_large",
    Stale: "errors.stale",
    StoreError: "errors.store",
}
"""The sentence of each class; a new class is understood through its parent until it has its own."""

VALUE_LIMIT = 200
"""Most characters of a member's own words that a sentence repeats."""


MENTIONING = frozenset({"channels", "roles"})
"""Values that are mentions of a server's settings; everything else may be a member's words."""


def words(error: BaseException, texts: Texts, locale: str) -> str:
    """What a member is told. The error's own text never is: it is for the log."""
    match error:
        case OverQuota():
            return quota_words.refusal(error, texts, locale)
        case BadField(label=label):
            said = words(BadInput(error.reason, **error.values), texts, locale)
            return texts.say(locale, "forms.field", field=texts.say(locale, label), sentence=said)
        case BadInput(reason=reason, values=values) if texts.has(f"errors.{reason}"):
            harmless = {name: _harmless(name, value) for name, value in values.items()}
            return texts.say(locale, f"errors.{reason}", **harmless)
        case AlreadyPressed(task=task):
            return texts.say(locale, KEYS[AlreadyPressed], task=task)
        case RelayRemoved():
            again = texts.say(locale, "buttons.rerun")
            return texts.say(locale, KEYS[RelayRemoved], button=again)
        case Refused(failure=failure):
            return failure_words(failure, texts, locale)
        case PictureError(trouble=trouble):
            return texts.say(locale, f"picture.{trouble}")
        case _:
            return texts.say(locale, _key(type(error)))


def failure_words(failure: Failure, texts: Texts, locale: str) -> str:
    """Why a task came to nothing and what to do about it."""
    sentence = f"failures.{failure.kind}"
    if not failure.detail:
        return texts.say(locale, sentence)
    detail = prose.inert(failure.detail, VALUE_LIMIT)
    if texts.has(f"{sentence}_detail"):
        return texts.say(locale, f"{sentence}_detail", detail=detail)
    said = texts.say(locale, sentence)
    return texts.say(locale, "failures.detail", sentence=said, detail=detail)


def _key(kind: type[BaseException]) -> str:
    known = (ancestor for ancestor in kind.__mro__ if issubclass(ancestor, EaselError))
    return next((KEYS[ancestor] for ancestor in known if ancestor in KEYS), KEYS[EaselError])


def _harmless(name: str, value: str | int | float) -> str | int | float:
    if isinstance(value, str) and name not in MENTIONING:
        return prose.inert(value, VALUE_LIMIT)
    return value
