"""The small object that answers a submit, in every shape it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from bot.relay.wire.document import NotJson, parse
from bot.relay.wire.scalars import flag, identifier, mapping, number, text

if TYPE_CHECKING:
    from bot.relay.answer import Answer

_ID_NAMES = ("result", "data", "taskId", "task_id", "id")
_DEPTH = 4


def _error_words(value: object) -> str:
    """What an `error` says: a string (gateways), or new-api's `{message, type, code}`."""
    if not isinstance(value, dict):
        return text(value)
    parts = (text(value.get(name)) for name in ("message", "type", "code"))
    return " ".join(part for part in parts if part)


Text = Annotated[str, BeforeValidator(text)]


class Properties(BaseModel):
    """What a submit's answer says beside the id."""

    model_config = ConfigDict(frozen=True)

    waiting: Annotated[int | None, BeforeValidator(number)] = Field(
        default=None, alias="numberOfQueues"
    )
    banned_word: Text = Field(default="", alias="bannedWord")
    final_prompt: Text = Field(default="", alias="finalPrompt")
    remix: Annotated[bool | None, BeforeValidator(flag)] = None
    status: Text = ""


class Envelope(BaseModel):
    """`{code, description, result, properties}`, and what other servers send in its place.

    `code` is None where there is none that is a number. trueai answers
    `{success, code: -1, message}` to what it cannot bind, new-api `{error: {message}}` before its
    own handlers are reached, Spring `{timestamp, status, error, path}` for an unknown route.
    """

    model_config = ConfigDict(frozen=True)

    code: Annotated[int | None, BeforeValidator(number)] = None
    description: Text = ""
    message: Text = Field(default="", validation_alias=AliasChoices("message", "msg"))
    error: Annotated[str, BeforeValidator(_error_words)] = ""
    success: Annotated[bool | None, BeforeValidator(flag)] = None
    result: Any = None
    properties: Annotated[Properties, BeforeValidator(mapping)] = Field(default_factory=Properties)
    relay_id: str | None = None

    @classmethod
    def read(cls, answer: Answer) -> Envelope | None:
        """The envelope in an answer; None when the answer is not a JSON object.

        Some resellers wrap it: `{status, data: {code, ...}}`.
        """
        try:
            content = parse(answer)
        except NotJson:
            return None
        while isinstance(content, dict) and "code" not in content:
            inside = content.get("data")
            if not isinstance(inside, dict) or "code" not in inside:
                break
            content = inside
        if not isinstance(content, dict):
            return None
        # Its own first, or what is called `relay_id` by somebody else would be taken for it.
        return cls.model_validate(content | {"relay_id": _identity(content)})

    @property
    def words(self) -> str:
        """Everything it says in words, in one line."""
        return " ".join(part for part in (self.description, self.message, self.error) if part)

    @property
    def denies(self) -> bool:
        """Whether it says no without a code."""
        return self.success is False or bool(self.error)


def _identity(value: object, depth: int = _DEPTH) -> str | None:
    """The task's id: a string, a number, the first of a list, or inside of another object.

    trueai joins the ids of "Imagine all" with commas: the first is followed.
    """
    if isinstance(value, str):
        return identifier(value.split(",", 1)[0])
    if isinstance(value, list) and value and depth:
        return _identity(value[0], depth - 1)
    if isinstance(value, dict) and depth:
        found = (_identity(value.get(name), depth - 1) for name in _ID_NAMES)
        return next((name for name in found if name), None)
    return identifier(value)
