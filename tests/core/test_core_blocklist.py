"""A server's words against prompts: what is found, whatever its disguise, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.blocklist import (
    ENTRIES_LIMIT,
    ENTRY_LIMIT,
    REASONS,
    Blocklist,
    Entry,
    Kind,
    Level,
    asked_for,
    exception,
)
from bot.core.errors import BadInput, BadPrompt
from bot.core.folding import LIMIT

MATURE = Level.MATURE
alphabet = st.sampled_from("ab  .!🍊血腥1е\u0301\u200bカ")
HIDDEN = ["", "\u200b", "\u00ad", "\u0301", "\ufe0f", "\U000e0041"]
MASKS = {
    "o": "oоο0０ⓞ",
    "e": "eеé3ｅ",
    "a": "aаα@ä",
    "c": "cсⓒ",
    "t": "tтｔ",
    "b": "bьʙ𝕓",
    "d": "dԁⅾ",
}


def found(text: str, *words: str, exceptions: tuple[str, ...] = ()) -> str | None:
    """What is found in a text, as it was written."""
    hit = Blocklist.parse([Entry(word) for word in words], exceptions).find(text)
    return hit.written if hit else None


@pytest.mark.parametrize(
    ("word", "text", "written"),
    [
        ("cat", "a CAT!", "CAT"),
        ("cat", "a cát.", "cát"),
        ("cat", "a c\u200bat", "c\u200bat"),
        ("cat", "ｃａｔ", "ｃａｔ"),
        ("cat", "the cat's eye", "cat"),
        ("cat", "snake_cat", "cat"),
        ("cat", "一只cat在", "cat"),
        ("CÁT", "cat", "cat"),
        ("cat", "c-a-t nap", "c-a-t"),
        ("blood", "a bl00d moon", "bl00d"),
        ("blood", "a b.l.о.0.d moon", "b.l.о.0.d"),
        ("blood moon", "Blood -- moon", "Blood -- moon"),
        ("blood moon", "blood\n moon", "blood\n moon"),
        ("blood moon", "blood 🌙 moon", "blood 🌙 moon"),
        ("AI绘画", "用ai绘画的", "ai绘画"),
        ("血腥", "画一张血腥的图", "血腥"),
        ("血腥", "血 腥", "血 腥"),
        ("ちち", "あちちい", "ちち"),
        ("피", "그 피", "피"),
        ("🍆", "a 🍆🍆", "🍆"),
        ("кот", "КОТ", "КОТ"),
        ("हिंसा", "यह हिंसा है", "हिंसा"),
    ],
)
def test_what_is_found(word: str, text: str, written: str) -> None:
    assert found(text, word) == written


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("cat", "concatenate"),
        ("cat", "cats"),
        ("ass", "a class, an assassin; the A55"),
        ("sam", "at 5am"),
        ("blood moon", "bloodmoon, moon blood, blood on the moon"),
        ("流血", "河流，血色的夕阳"),
        ("피", "피아노"),
        ("pot", "рот"),
        ("हिं", "हिंसा"),
        ("cat", ""),
    ],
)
def test_what_is_not_found(word: str, text: str) -> None:
    assert found(text, word) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a Blood-Orange and blood orange juice", None),
        ("bl00d orange", None),
        ("a blood orange in blood", "blood"),
        ("blood oranges", "blood"),
        ("ΒLOOD ΟRANGE", None),
    ],
)
def test_an_exception_is_not_looked_at(text: str, written: str | None) -> None:
    assert found(text, "blood", exceptions=("blood orange",)) == written


def test_an_exception_holds_for_every_reading_and_every_kind() -> None:
    assert found("РОТ", "pot", exceptions=("рот",)) is None
    words = Blocklist.parse([Entry("sex", Kind.REGEX)], ["Essex"])
    assert words.find("in Essex") is None
    assert words.find("in Sussex") is not None


def test_no_phrase_reaches_over_an_exception() -> None:
    assert found("bloody blood orange mary", "bloody mary", exceptions=("blood orange",)) is None


def test_the_most_severe_is_found() -> None:
    words = Blocklist.parse([Entry("nude", level=MATURE), Entry("go[rl]e", Kind.REGEX)])
    hit = words.find("a nude in gore")
    assert hit is not None
    assert (hit.entry.level, hit.written) == (Level.BLOCKED, "gore")


def test_mature_words_pass_in_age_restricted_channels_as_spoilers() -> None:
    words = Blocklist.parse([Entry("nude", level=MATURE), Entry("gore")])
    assert words.admit("a Nude", age_restricted=True)
    assert not words.admit("a cat", age_restricted=False)
    for prompt, restricted, reason in [
        ("a Nude", False, "prompt_mature"),
        ("a Nude in Gore", True, "prompt_blocked"),
    ]:
        with pytest.raises(BadPrompt) as caught:
            words.admit(prompt, age_restricted=restricted)
        assert caught.value.reason == reason
        assert caught.value.values == {"word": "Nude" if reason == "prompt_mature" else "Gore"}


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a cat --no blood, gore --ar 1:1", "a cat"),
        ("https://x.io/blood.png a cat --sref https://x.io/blood", "a cat"),
        ("a cat, <https://x.io/blood>", "a cat"),
        ("a cat —no blood", "a cat"),
        ("a cat --nothing blood", "a cat --nothing blood"),  # no parameter, so it may be a trick
    ],
)
def test_what_a_prompt_asks_for(prompt: str, words: str) -> None:
    assert asked_for(prompt) == words


@pytest.mark.parametrize("text", ["", " ", "!?", "\u200b", "\u0301", "\u3164", "\ud800"])
def test_a_word_has_something_to_look_for(text: str) -> None:
    for make in (Entry.parse, exception):
        with pytest.raises(BadInput) as caught:
            make(text)
        assert caught.value.reason == "word_empty"


def test_entries_have_a_longest() -> None:
    assert Entry.parse(f" {'a' * ENTRY_LIMIT} ").pattern == "a" * ENTRY_LIMIT
    with pytest.raises(BadInput) as caught:
        Entry.parse("a" * (ENTRY_LIMIT + 1), Kind.REGEX)
    assert caught.value.reason == "word_long"
    assert caught.value.values == {"length": ENTRY_LIMIT + 1, "limit": ENTRY_LIMIT}


def test_a_server_has_so_many() -> None:
    words = [f"word {number}" for number in range(ENTRIES_LIMIT + 1)]
    assert len(Blocklist.parse(map(Entry, words[:-1]), words[:-1]).entries) == ENTRIES_LIMIT
    for entries, exceptions in [(words, []), ([], words)]:
        with pytest.raises(BadInput) as caught:
            Blocklist.parse(map(Entry, entries), exceptions)
        assert caught.value.reason == "words_full"
        assert caught.value.values.keys() == REASONS["words_full"]


def test_twice_the_same_is_once_as_it_was_said_last() -> None:
    twice = [Entry("Cat"), Entry("dog"), Entry("cát", level=MATURE), Entry("cat", Kind.REGEX)]
    words = Blocklist.parse(twice, ["a cat", "a cat"])
    assert words.entries == (twice[2], twice[1], twice[3])
    assert words.exceptions == ("a cat",)


def test_a_bad_expression_in_a_list_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        Blocklist.parse([Entry("cat"), Entry("(a", Kind.REGEX)])
    assert caught.value.reason == "regex_broken"


@given(st.sampled_from(["blood", "boat", "cocoa", "beast"]), st.data())
def test_a_mask_does_not_hide_a_word(word: str, data: st.DataObject) -> None:
    def masked(letter: str) -> str:
        look = data.draw(st.sampled_from(MASKS.get(letter, letter)))
        return look + data.draw(st.sampled_from(HIDDEN))

    inside = "".join(masked(letter) for letter in word[1:-1])
    typed = word[0] + inside + word[-1]  # digits count as letters between letters
    gap = data.draw(st.sampled_from(["", ".", " ", " - ", "*"]))
    spelled = gap.join(typed) if typed.isalnum() else typed
    assert found(f"paint, {spelled} now", word) == spelled


@given(st.lists(st.text(alphabet, min_size=1), max_size=5), st.text(alphabet, max_size=100))
def test_what_is_found_is_in_the_text(words: list[str], text: str) -> None:
    good = [word for word in words if any(letter.isalnum() for letter in word)]
    hit = found(text, *good, exceptions=("a b",))
    if hit is not None:
        assert hit in text
        assert found(hit, *good) is not None


@pytest.mark.parametrize("piece", ["a ", "🍊", "血", "a🍊", "b.", "blood "])
def test_the_longest_texts_end(piece: str) -> None:
    words = [
        "a a a b",
        "🍊 b",
        "血血血腥",
        "b c",
        "blood moon",
        *(f"a {'a ' * n}c" for n in range(40)),
    ]
    assert found((piece * LIMIT)[:LIMIT], *words) is None
