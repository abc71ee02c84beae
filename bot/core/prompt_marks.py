"""Where a parameter begins among the words of a prompt, however its dashes were typed.

Midjourney takes `--ar` and, since phones make one of it, `—ar`. Members also type `-- ar`, `---ar`,
`-ar`, `－－ar` and `一只猫--ar`. What begins with two plain hyphens is a parameter for sure; of
anything else it is believed when its name is known and what follows could not be mere text.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import BadPrompt
from bot.core.parameter_lists import Negatives
from bot.core.parameter_table import BY_NAME
from bot.core.wording import DASH_RUN, HYPHENS, LONG_DASHES, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.parameter_table import Parameter
    from bot.core.parameter_values import Kind

_HEAD = re.compile(r"([A-Za-z]+)(?:(?P<bound>[=:].+|[.\d].*)|[,;.、。!?]+(?P<tail>.*))?", re.DOTALL)
_NAMES = "|".join(sorted(BY_NAME, key=len, reverse=True))
_GLUED = re.compile(
    rf"(.*[^{re.escape(HYPHENS + LONG_DASHES)}])"
    rf"([{re.escape(HYPHENS)}]{{2,}}|[{re.escape(HYPHENS)}]*[{re.escape(LONG_DASHES)}]+)"
    rf"((?:{_NAMES})(?![A-Za-z]).*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The words that begin a parameter.

    `name` is as typed, but with two hyphens. `before` is how it stood when it had to be mended.
    `inline` is what was glued to the name; `bound` says that it must be the value (`--ar=16:9`).
    `words` is how many words the mark itself took.
    """

    parameter: Parameter
    name: str
    before: str | None = None
    inline: tuple[str, ...] = ()
    bound: bool = False
    words: int = 1


def marked(words: Sequence[str]) -> Iterator[str | Mark]:
    """The words, with a `Mark` in the place of each beginning of a parameter.

    Raises `BadPrompt` for a parameter that Midjourney does not have.
    """
    pieces = _separated(words)
    place = 0
    while place < len(pieces):
        mark = _mark(pieces, place)
        yield pieces[place] if mark is None else mark
        place += 1 if mark is None else mark.words


def _separated(words: Sequence[str]) -> list[str]:
    """The words, each parameter that was glued to the end of another word (`猫--ar`) by itself.

    From the right, since whether a word is split depends on what follows it.
    """
    pieces: list[str] = []
    for whole in reversed(words):
        word = whole
        while (found := _GLUED.fullmatch(word)) and _splits(found, pieces[-1] if pieces else None):
            word = found[1]
            pieces.append("--" + found[3])
        pieces.append(word)
    return pieces[::-1]


def _splits(found: re.Match[str], following: str | None) -> bool:
    """Whether a word such as `rock--roll` is one word and a parameter."""
    if "://" in found.string:
        return False
    head = _HEAD.fullmatch(plain(found[3]))
    if head is None or (kind := _kind(head)) is None:
        return False
    if kind.sure:
        value = _inline(head) or following
        return value is not None and kind.fits(value)
    return found[2][-1] in HYPHENS and not (found[1][-1].isascii() and found[1][-1].isalpha())


def _mark(words: Sequence[str], place: int) -> Mark | None:
    """The mark that begins at `place`, None when the word there is text."""
    run = DASH_RUN.match(words[place])
    if run is None:
        return None
    body, ahead = words[place][run.end() :], place + 1
    spaced = not body and ahead < len(words)
    if spaced:
        body, ahead = words[ahead], ahead + 1
    following = words[ahead] if ahead < len(words) else None
    head = _HEAD.fullmatch(plain(body))
    double = len(run[0]) > 1 and all(dash in HYPHENS for dash in run[0])
    kind = _kind(head) if head else None
    if double and not spaced and kind is None:
        _refuse_unknown(body)
    if head is None or kind is None:
        return None
    if not (double and not spaced) and not _believable(kind, run[0], spaced, head, following):
        return None
    typed = f"{run[0]} {body}" if spaced else words[place]
    return _built(head, typed, ahead - place)


def _built(head: re.Match[str], typed: str, words: int) -> Mark:
    name = f"--{head[1].lower()}"
    before = typed[: len(typed) - len(head[0]) + len(head[1])]
    inline = _inline(head)
    return Mark(
        BY_NAME[head[1].lower()],
        name,
        None if before.lower() == name else before,
        (inline,) if inline else (),
        head["bound"] is not None,
        words,
    )


def _kind(head: re.Match[str]) -> Kind | None:
    parameter = BY_NAME.get(head[1].lower())
    return parameter.kind if parameter else None


def _inline(head: re.Match[str]) -> str:
    """What is glued to a name: its value, or text after a comma."""
    return (head["bound"] or head["tail"] or "").lstrip("=:")


def _believable(
    kind: Kind, run: str, spaced: bool, head: re.Match[str], following: str | None
) -> bool:
    """Whether a known name behind doubtful dashes is a parameter.

    A single hyphen is believed with its value only (`-ar 16:9`), a long dash also before a flag
    that ends the prompt or stands before another parameter (`—tile --ar 1:1`).
    """
    double = len(run) > 1 and all(dash in HYPHENS for dash in run)
    long = any(dash in LONG_DASHES for dash in run)
    if not double and not long and spaced:
        return False
    value = _inline(head) or following
    if value is not None and kind.fits(value):
        return True
    if kind.sure or not (double or long):
        return False
    if isinstance(kind, Negatives):
        return value is not None and (double or not spaced)
    return not _inline(head) and (following is None or DASH_RUN.match(following) is not None)


def _refuse_unknown(body: str) -> None:
    """Raises `BadPrompt` for `--body`, unless it is no name at all (`-->`)."""
    typed = plain(body)
    if not typed or not (typed[0].isalnum() or typed[0] == "_"):
        return
    name = re.split(r"[=:]", typed.lower(), maxsplit=1)[0]
    close = difflib.get_close_matches(name[:40], BY_NAME, n=1, cutoff=0.6)
    if close:
        raise BadPrompt("parameter_misspelt", name=shown(f"--{name}"), suggestion=f"--{close[0]}")
    raise BadPrompt("parameter_unknown", name=shown(f"--{name}"))
