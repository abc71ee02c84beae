"""What a disguised text is matched on, and the way back to the words as they were written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadPrompt
from bot.core.folding import LIMIT, fold

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\ufe0f\U000e0041\U000e0101\u034f\x07"
ACCENTS = "\u0301\u0308\u0336\u0489\u20dd"
TRICKS = "аеоѕВΟ血がカﾞ각🅱🇦🍆ßİøæﬁ½ﷺ１ａ.- @$!0134_\u3164\u0e38\u093f" + INVISIBLE + ACCENTS
texts = st.text(max_size=60) | st.text(st.sampled_from(TRICKS + "abcXYZ"), max_size=60)
latin = st.text(st.sampled_from("abcxyz ABC.,!7é-中ñ"), max_size=40)


def spread(text: str, between: str) -> str:
    return between + between.join(text) + between


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("CAT", "cat"),
        ("ｃａｔ　１", "cat 1"),
        ("cát ñ ö Å", "cat n o a"),
        ("ca\u0301t", "cat"),
        ("c\u0336a\u0489t", "cat"),
        ("Straße ﬁn Øre Łódź Æon", "strasse fin ore lodz aeon"),
        ("İstanbul ılık", "istanbul ilik"),
        ("𝕓𝓵𝖔𝚘𝗱 ⓑ ℬ", "blood b b"),
        ("c\u200ba\u00adt\ufe0f\U000e0041", "cat"),
        ("ё й", "е и"),
        ("か が ガ ｶﾞ か\u3099", "か が ガ ガ が"),
        ("각 \u1100\u1161\u11a8", "각 각"),
        ("हिन्दी ก็", "हिन्दी ก็"),
        ("血\u0301\u0e38", "血"),
        ("нет", "нет"),
        ("bl00d b.l.o.o.d", "bl00d b.l.o.o.d"),
    ],
)
def test_what_a_text_says(written: str, says: str) -> None:
    assert fold(written).plain.text == says


@pytest.mark.parametrize(
    ("written", "looks"),
    [
        ("blооd", "blood"),  # о is Cyrillic
        ("ВLООD", "blood"),
        ("сосk", "cock"),
        ("ѕех", "sex"),  # all Cyrillic
        ("ΡΟΤ", "pot"),  # all Greek
        ("РОТ", "pot"),
        ("рот", "рот"),  # т looks like no Latin letter
        ("нет сад", "нет сад"),
        ("ʙʟᴏᴏᴅ 🅱🅻🅾🅾🅳 🇧🇱🇴🇴🇩", "blood blood blood"),
        ("b.l.o.o.d", "blood"),
        ("b l o o d", "blood"),
        ("paint b - l - o - o - d here", "paint blood here"),
        ("a b.l.o.o.d moon", "a blood moon"),
        ("U.S. army", "u.s. army"),
        ("a b", "a b"),
        ("plan b, a cat", "plan b, a cat"),
        ("血 腥", "血腥"),
        ("画血 腥图", "画血 腥图"),
        ("b\u3164l\u2800o", "blo"),
        ("bl00d s3x d1ck a$$ @ss sh!t c@t", "blood sex dick ass ass shit cat"),
        ("5am 35mm 1920s mp3 ps5 a55 4k 3d", "5am 35mm 1920s mp3 ps5 a55 4k 3d"),
        ("stop! it costs 5$ at 8", "stop! it costs 5$ at 8"),
    ],
)
def test_what_a_text_looks_like(written: str, looks: str) -> None:
    assert fold(written).looks.text == looks


@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    says = fold(text).plain.text
    assert fold(says).plain.text == says


@given(latin, st.sampled_from(INVISIBLE))
def test_invisible_characters_change_nothing(text: str, hidden: str) -> None:
    assert fold(spread(text, hidden)).plain.text == fold(text).plain.text
    assert fold(spread(text, hidden)).looks.text == fold(text).looks.text


@given(latin, st.sampled_from(ACCENTS))
def test_accents_case_and_width_change_nothing(text: str, accent: str) -> None:
    says = fold(text).plain.text
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    for same in (spread(text, accent), text.upper(), text.lower(), wide):
        assert fold(same).plain.text == says
    assert fold(unicodedata.normalize("NFD", text)).plain.text == says


@given(texts)
def test_every_character_knows_where_it_came_from(text: str) -> None:
    for line in fold(text).lines:
        assert len(line.sources) == len(line.text)
        assert list(line.sources) == sorted(line.sources)
        assert all(0 <= source < len(text) for source in line.sources)


@given(texts, st.data())
def test_what_was_written_folds_to_what_was_found(text: str, data: st.DataObject) -> None:
    line = fold(text).plain
    starts = [i for i in range(len(line.text)) if i == 0 or line.sources[i] > line.sources[i - 1]]
    if not starts:
        return
    start = data.draw(st.sampled_from(starts))
    end = data.draw(st.sampled_from([*(i for i in starts if i > start), len(line.text)]))
    written = line.written(start, end)
    assert written in text
    assert fold(written).plain.text.strip() == line.text[start:end].strip()


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a!", "\u0301", "ก\u0e38\u0323", "ᅡ", "각", "ﷺ", "🇦", "血 ", "аa", "\u3164"]
)
def test_the_longest_texts_end(piece: str) -> None:
    text = (piece * LIMIT)[:LIMIT]
    assert fold(text).looks.original == text


def test_a_longer_text_is_refused_in_words() -> None:
    with pytest.raises(BadPrompt) as caught:
        fold("a" * (LIMIT + 1))
    assert caught.value.reason == "prompt_too_long"
    assert caught.value.values == {"length": LIMIT + 1, "limit": LIMIT}
