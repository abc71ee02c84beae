"""A relay's or Midjourney's words as members may see them: a few plain words, or none at all."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""Characters."""
_PIECES = re.compile(r"\n+|(?<=[.!?。！？])\s+")
_MARKUP = re.compile(r"[*`~|\\]+|(?<![^\W_])_+|_+(?![^\W_])")
_TELLING = re.compile(
    r"""
      [<>@\[\]{}]                            # mentions, tags, links in Markdown, JSON
    | :// | www\.
    | [\w-]\.[\w-]*[^\W\d_]{2,}               # a host or file name: letters must follow the dot
    | [\w-]\u3002[a-z0-9-]*[a-z]{2}           # the same with the dot browsers take for one
    | localhost | [^\W\d_]:\d{2}             # a host of a container network and its port
    | \d{1,3}(?:\.\d{1,3}){3}                # an IPv4 address
    | :[0-9a-f]{0,4}:                        # an IPv6 address
    | \d{7,}                                 # a task's id, a snowflake
    | (?=[0-9a-z]*\d)[0-9a-z]{16,}           # a request's id, a hash, a key
    | [0-9a-f]{8}-[0-9a-f]{4}                # a uuid
    | request.?id | trace.?id | \bsk-
    """,
    re.VERBOSE | re.IGNORECASE,
)


def safe_detail(said: str) -> str:
    """As much of the beginning as is plain and harmless, whole sentences only; "" for none.

    Never holds an address, a host, an id, a request's id, markup or a control character, and never
    more than 200 characters.
    """
    kept = ""
    for piece in _PIECES.split(_normal(said)):
        longer = f"{kept} {_plain(piece)}".strip()
        if len(longer) > LONGEST or _TELLING.search(longer):
            break
        kept = longer
    return kept


def _normal(said: str) -> str:
    """Compatibility forms folded (full-width dots hide hosts), line ends alike, unseen gone."""
    folded = unicodedata.normalize("NFKC", said).replace("\r", "\n")
    return "".join(c for c in folded if c in "\n\t" or not unicodedata.category(c).startswith("C"))


def _plain(piece: str) -> str:
    """One sentence without markup, its white space as single spaces."""
    return " ".join(_MARKUP.sub("", piece).split()).lstrip("#").lstrip()
