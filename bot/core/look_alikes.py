"""Characters that look like a letter of the Latin alphabet without being one."""

from __future__ import annotations

import re

_CAPITALS = {
    **dict(zip("авсеніјкмоѕртухԛԝ", "abcehijkmosptyxqw", strict=True)),
    **dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True)),
}
"""Cyrillic and Greek letters, in lower case, whose capitals are drawn like a Latin capital."""
_SMALL = {
    **dict(zip("асеоріјѕухԁһԛԝѵ", "aceopijsyxdhqwv", strict=True)),
    **dict(zip("αγικνορυχϳ", "ayikvopuxj", strict=True)),
}
"""Those that are drawn like a small Latin letter."""
_EITHER = {**_CAPITALS, **_SMALL, "ь": "b", "ε": "e", "η": "n", "τ": "t", "ω": "w"}
"""What stands for a Latin letter beside other Latin letters."""
_ALWAYS = str.maketrans(
    {
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)),
        **dict(zip("ɑɡɩɪʋ", "agiiv", strict=True)),
        **{
            chr(start + place): letter
            for start in (0x1F150, 0x1F170, 0x1F1E6)  # 🅐, 🅰 and 🇦; all others are NFKC's
            for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")
        },
    }
)
"""Small capitals and letters in circles and boxes, which no language is written in."""
_LETTERS = re.compile(r"[^\W\d_]+")


def in_latin(text: str, capitals: str) -> str:
    """Folded text with look-alikes as the Latin letters that they look like, of the same length.

    `capitals` is as long as the text and tells what was a capital: `В` looks like one, `в` does
    not. A word is read as Latin only when all of it can be, so that `нет` stays Russian and `cосk`
    with two letters of the Cyrillic alphabet does not.
    """
    plainer = text.translate(_ALWAYS)
    return _LETTERS.sub(lambda word: _word(word[0], capitals[word.start() : word.end()]), plainer)


def _word(word: str, capitals: str) -> str:
    if word.isascii():
        return word
    if any(letter.isascii() for letter in word):
        read = [letter if letter.isascii() else _EITHER.get(letter) for letter in word]
    else:
        tables = (_CAPITALS if letter.isupper() else _SMALL for letter in capitals)
        read = [table.get(letter) for letter, table in zip(word, tables, strict=True)]
    return "".join(letter for letter in read if letter) if all(read) else word
