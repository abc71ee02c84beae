"""Rate limits: buckets by route and place, the global one, and the headers that tell of them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.discord.errors import Json, known

VIA = "1.1 google"  # what a 429 of Discord carries and one of its front door does not
_PURGE_AT = 10_000  # windows kept before those that are over are thrown out


@dataclass(frozen=True)
class Rule:
    """At most `limit` requests in a window of `seconds`."""

    limit: int
    seconds: float


# Discord publishes no numbers (they are to be read from the headers); these are what bots see.
RULES: dict[str, Rule] = {
    "token": Rule(5, 5.0),  # edits by an interaction's token, a bucket each
    "followup": Rule(5, 5.0),
    "edit": Rule(5, 5.0),  # by the bot, a bucket a channel
    "send": Rule(5, 5.0),
    "delete": Rule(5, 1.0),
    "read": Rule(10, 1.0),
    "commands": Rule(5, 20.0),
    "other": Rule(20, 5.0),
}
OLD_EDIT = Rule(3, 6.0)  # of messages older than an hour, a channel; refused with 30046
OLD_SECONDS = 3_600.0
GLOBAL = Rule(50, 1.0)  # requests with the bot's token; interaction endpoints do not count
_OPEN = Rule(1_000_000, 1.0)  # what the headers say when limits are off


@dataclass
class _Window:
    ends: float
    used: int = 0


@dataclass(frozen=True)
class Verdict:
    """Whether a request may pass, the headers to answer with, and the body when it may not."""

    headers: dict[str, str]
    refusal: Json | None = None


@dataclass
class Limits:
    """Counts requests in fixed windows. `rules`, `old_edit` and `everything` may be changed.

    `now` is a clock that runs like the client's (it sleeps for what the headers say); `wall` is
    what X-RateLimit-Reset is told by.
    """

    enabled: bool
    wall: Callable[[], float]
    now: Callable[[], float] = time.monotonic
    rules: dict[str, Rule] = field(default_factory=lambda: dict(RULES))
    old_edit: Rule = OLD_EDIT
    everything: Rule = GLOBAL
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)

    def take(self, rule: str, place: str, *, bot: bool) -> Verdict:
        """Counts one request of a rule's bucket in a place (a channel's id, a token ...)."""
        if not self.enabled:
            return Verdict(self._headers(rule, place, _OPEN, _Window(self.now() + 1)))
        if bot:
            window = self._count("global", "", self.everything)
            if window.used > self.everything.limit:
                return self._refuse("global", "", self.everything, window, scope="global")
        window = self._count(rule, place, self.rules[rule])
        if window.used > self.rules[rule].limit:
            return self._refuse(rule, place, self.rules[rule], window, scope="user")
        return Verdict(self._headers(rule, place, self.rules[rule], window))

    def take_old_edit(self, place: str) -> Verdict | None:
        """Counts an edit of a message older than an hour; a verdict only when refused."""
        if not self.enabled:
            return None
        window = self._count("old-edit", place, self.old_edit)
        if window.used <= self.old_edit.limit:
            return None
        verdict = self._refuse("old-edit", place, self.old_edit, window, scope="shared")
        words = known(30046).body()
        return Verdict(verdict.headers, {**(verdict.refusal or {}), **words})

    def _count(self, rule: str, place: str, limit: Rule) -> _Window:
        now = self.now()
        window = self._windows.get((rule, place))
        if window is None or now >= window.ends:
            if len(self._windows) > _PURGE_AT:
                self._windows = {k: w for k, w in self._windows.items() if w.ends > now}
            window = self._windows[rule, place] = _Window(now + limit.seconds)
        window.used += 1
        return window

    def _headers(self, rule: str, place: str, limit: Rule, window: _Window) -> dict[str, str]:
        after = max(window.ends - self.now(), 0.0)
        return {
            "X-RateLimit-Limit": str(limit.limit),
            "X-RateLimit-Remaining": str(max(limit.limit - window.used, 0)),
            "X-RateLimit-Reset": f"{self.wall() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(rule.encode()).hexdigest()[:32],
        }

    def _refuse(self, rule: str, place: str, limit: Rule, window: _Window, scope: str) -> Verdict:
        headers = self._headers(rule, place, limit, window)
        after = float(headers["X-RateLimit-Reset-After"])
        return refused(after, scope=scope, headers=headers)


def refused(after: float, *, scope: str = "user", headers: dict[str, str] | None = None) -> Verdict:
    """The answer 429: to be tried again after some seconds."""
    found = {**(headers or {}), "X-RateLimit-Scope": scope, "Via": VIA}
    found["Retry-After"] = str(int(after) + 1)
    if scope == "global":
        found["X-RateLimit-Global"] = "true"
    body: Json = {
        "message": "You are being rate limited.",
        "retry_after": after,
        "global": scope == "global",
    }
    return Verdict(found, body)
