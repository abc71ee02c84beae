"""Discord's refusals: error codes, their statuses and words, and the tree of form errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Json = dict[str, Any]

# Discord's docs, "Opcodes and Status Codes", with the HTTP status each code comes with.
KNOWN: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20012: (403, "You are not authorized to perform this action on this application"),
    30034: (429, "Max number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (
        400,
        "This interaction has reached the maximum number of follow-up messages.",
    ),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
}


class ApiError(Exception):
    """A refusal of the API: HTTP status, Discord's error code, words, and form errors if any."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        """The JSON Discord answers with: `message`, `code` and, for a bad form, `errors`."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


class Refused(Exception):
    """What a person's client would not let them do; the text is a sentence for that person."""


def known(code: int) -> ApiError:
    """The refusal for one of Discord's error codes in `KNOWN`; raises KeyError for another."""
    status, message = KNOWN[code]
    return ApiError(status, code, message)


def not_found() -> ApiError:
    """What an address that does not exist answers."""
    return ApiError(404, 0, "404: Not Found")


@dataclass
class Form:
    """Collects everything wrong with one request body, as Discord reports all of it at once."""

    problems: list[tuple[Path, str, str]] = field(default_factory=list)

    def say(self, at: Path, code: str, message: str) -> None:
        """Notes one problem: where in the body, Discord's name for it, its words."""
        self.problems.append((at, code, message))

    def tree(self) -> Json:
        """The problems as Discord nests them: `{"data": {"content": {"_errors": [...]}}}`."""
        root: Json = {}
        for at, code, message in self.problems:
            node = root
            for step in at:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return root

    def check(self) -> None:
        """Raises the refusal 50035 when anything was noted."""
        if self.problems:
            raise ApiError(400, 50035, "Invalid Form Body", self.tree())
