"""The answers of faults: refusals, rate limits, errors and pages that nothing was done for."""

from __future__ import annotations

from sandbox.discord.errors import KNOWN, known
from sandbox.discord.faults import Fault
from sandbox.discord.limits import refused
from sandbox.discord.rest.call import Answer

_WORDS = {
    200: "OK",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_JSON = (500, 503)  # said by Discord itself; the others are pages of its front door
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


def spoiled_answer(fault: Fault) -> tuple[Answer, dict[str, str]]:
    """The answer and headers of a fault that is an answer."""
    if fault.name in ("429", "429-global"):
        scope = "global" if fault.name == "429-global" else "user"
        verdict = refused(fault.seconds, scope=scope)
        return Answer(429, verdict.refusal), verdict.headers
    if fault.name.isdigit() and int(fault.name) in KNOWN:
        refusal = known(int(fault.name))
        return Answer(refusal.status, refusal.body()), {}
    status = 429 if fault.name == "429-front-door" else int(fault.name)
    words = _WORDS[status]
    if status in _JSON:
        return Answer(status, {"message": f"{status}: {words}", "code": 0}), {}
    return Answer(status, _PAGE.format(f"{status} {words}")), {}
