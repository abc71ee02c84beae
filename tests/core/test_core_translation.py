"""Which prompts are translated, and what of a model's answer is believed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.parameters import Options, compose
from bot.core.prompt_reading import read
from bot.core.request import Blend, Imagine, Video
from bot.core.translation import (
    Wish,
    drawn_from,
    english,
    foreign,
    outgoing,
    source,
    understood,
    wanted,
    worded,
)
from tests.builders import a_task, an_action

CAT = Imagine("https://x.io/a.png 一只猫::2 狗::1 --ar 16:9 --no 人物")


@pytest.mark.parametrize(
    "text",
    [
        "一只猫",
        "a cat 在 the garden",
        "кот",
        "हिन्दी",
        "แมว",
        "قطة",
        "猫",
        "ねこ",
        "고양이",
        "γάτα",
        "חתול",
    ],
)
def test_other_letters_are_another_language(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "a cat", "café crème, ångström", "ein Haus am See", "π times α", "a sign “寿司” in red",
        'the word "猫" in neon', "𝓬𝓪𝓽", "ＣＡＴ", "🦊 ½ ™ №", "", "::2",
    ],
)  # fmt: skip
def test_signs_quotes_and_accents_are_not(text: str) -> None:
    assert not foreign(text)


def test_members_choose_which_of_theirs() -> None:
    german = Imagine("ein Haus am See --ar 1:1")
    assert [wanted(CAT, wish) for wish in Wish] == [True, True, False]
    assert [wanted(german, wish) for wish in Wish] == [False, True, False]
    assert wanted(Video("猫"), Wish.SCRIPT)


@pytest.mark.parametrize("request_", [Blend(), an_action(), Imagine("https://x.io/猫.png")])
def test_what_has_no_words_is_not(request_: object) -> None:
    assert source(request_) == ""
    assert not wanted(request_, Wish.ALWAYS)


def test_only_the_words_are_translated() -> None:
    assert source(CAT) == "一只猫::2 狗::1"
    line = worded(CAT.prompt, "a cat::2 a dog::1")
    assert line == "https://x.io/a.png a cat::2 a dog::1 --ar 16:9 --no 人物"


@pytest.mark.parametrize(
    "answer",
    [
        "a cat::2 a dog::1",
        '"a cat::2 a dog::1"',
        "“a cat::2 a dog::1”",
        "  a cat::2\ta dog::1\n",
        "```\na cat::2 a dog::1\n```",
        "Translation: a cat::2 a dog::1",
        "**English:** a cat::2 a dog::1",
        "Sure! Here is the translation:\n\na cat::2 a dog::1\n\nLet me know if you need more.",
        "<think>猫 is a cat.\nSo:</think>\n\na cat::2 a dog::1",
    ],
)
def test_what_models_put_around_it_goes(answer: str) -> None:
    assert understood(CAT, answer) == "a cat::2 a dog::1"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "   \n ",
        "a cat and a dog",  # the weights are gone
        "a cat::2 a dog::1 --ar 9:16",
        "a cat::2 a dog::1 --fast",
        "a cat::2 a dog::1 --unheard-of",
        "https://evil.example/x.png a cat::2 a dog::1",
        "{a cat::2, a dog::1}",
        "a cat::2 一只狗::1",
        "I'm sorry, but I can't help with that.",
        "I cannot translate this.",
        "As an AI, I will not.",
        "a cat::2\na dog::1",
        "a cat::2 a dog::1 " * 600,
        "<think>a cat::2 a dog::1</think>",
    ],
)
def test_what_is_no_translation_is_not_believed(answer: str) -> None:
    assert understood(CAT, answer) is None


def test_quotes_that_are_the_prompts_own_stay() -> None:
    assert understood(Imagine("“寿司” 招牌"), '"sushi" sign') == '"sushi" sign'
    assert understood(Imagine("写着“开”和“关”的牌子"), '"on" and "off"') == '"on" and "off"'


PIECES = st.lists(
    st.sampled_from(
        ["猫", "a cat", "--ar 1:1", "--no 人", "https://x.io/a", "::2", "“寿司”", "кот"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
ANSWERS = st.lists(
    st.sampled_from(
        [
            "a cat",
            "--ar 9:16",
            "—tile",
            "::2",
            "https://y.io/b",
            "\n",
            "```",
            '"',
            "{a, b}",
            "猫",
        ]
    )
    | st.text(max_size=12),
    max_size=8,
).map(" ".join)


@given(prompt=PIECES, answer=ANSWERS)
@example(prompt="猫", answer="<think>" * 2000)
def test_whatever_a_model_says_the_prompt_keeps_its_links_and_parameters(
    prompt: str, answer: str
) -> None:
    request = Imagine(prompt)
    found = understood(request, answer)
    if found is None:
        return
    before, after = compose(prompt, Options()), compose(worded(prompt, found), Options())
    assert (after.parameters, after.speed) == (before.parameters, before.speed)
    assert read(after.prompt).links == read(before.prompt).links
    assert found == " ".join(found.split())
    assert not foreign(found)


def test_a_task_is_sent_in_english_and_keeps_its_own_words() -> None:
    task = a_task(request=Imagine("猫 --ar 1:1"), prompt="猫 --ar 1:1", translation="a cat")
    assert outgoing(task) == Imagine("a cat --ar 1:1")
    assert task.request == Imagine("猫 --ar 1:1")
    assert drawn_from(task) == "a cat --ar 1:1"
    for none in (None, ""):
        plain = a_task(request=Imagine("猫"), prompt="猫", translation=none)
        assert outgoing(plain) == plain.request
        assert drawn_from(plain) == "猫"


def test_what_a_member_filled_in_since_has_no_translation() -> None:
    press = a_task(request=an_action(), prompt="猫", translation="a cat")
    assert outgoing(press) == press.request
    assert english(press) == "a cat"
    assert english(a_task(request=an_action(), prompt="猫", translation="a cat", answer="狗")) == ""
