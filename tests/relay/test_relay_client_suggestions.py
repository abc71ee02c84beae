"""The prompts of a describe and a shorten, as each kind of server sends them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import classic, new_api, plus, trueai

from bot.core.report import RelayStatus, Report
from bot.relay.wire.suggestions import MOST, described, shortened
from bot.relay.wire.tasks import told

FOUR = ("a red fox --ar 5:4", "fox in snow --ar 5:4", "winter --ar 5:4", "a fox, gouache --ar 5:4")
KEYCAPS = "\n\n".join(f"{n}\ufe0f\u20e3 {prompt} " for n, prompt in enumerate(FOUR, 1))
EMBED = (
    "## Important tokens\n**very** (0.9), ~~beautiful~~ (0.1)\n\n"
    "## Shortened prompts\n"
    "1\ufe0f\u20e3 red fox, snow\n\n2\ufe0f\u20e3 fox, snow\n\n3\ufe0f\u20e3 fox"
)
SHORTER = ("red fox, snow", "fox, snow", "fox")
ENDED = {"status": "SUCCESS", "progress": "100%"}


def report(row: dict[str, object]) -> Report:
    found = told(row)
    assert found is not None
    return found.report


@pytest.mark.parametrize(
    "row",
    [
        classic(action="DESCRIBE", prompt=KEYCAPS, promptEn=KEYCAPS,
                properties={"finalPrompt": KEYCAPS}),
        classic(action="DESCRIBE", prompt=KEYCAPS, promptEn=KEYCAPS, properties={}),
        plus(action="DESCRIBE", prompt=KEYCAPS, description="/describe 7.jpg",
             properties={"finalPrompt": KEYCAPS, "finalZhPrompt": "1️⃣ 狐狸"}),
        plus(action="DESCRIBE", prompt=None, promptEn=None,
             properties={"finalPrompt": None, "finalZhPrompt": KEYCAPS}),
        trueai(action="DESCRIBE", prompt=None, promptEn=KEYCAPS,
               properties={"finalPrompt": KEYCAPS}),
        # trueai's partner accounts
        trueai(action="DESCRIBE", prompt=None, promptEn="\r\n".join(FOUR), properties=None),
        new_api(action="DESCRIBE", prompt="", promptEn=KEYCAPS,
                properties={"finalPrompt": KEYCAPS, "finalZhPrompt": ""}),
        # without an action: by the command, by the buttons
        plus(action=None, description="/describe 7.jpg", properties={"finalPrompt": KEYCAPS}),
        plus(action=None, description="Submit success", properties={"finalPrompt": KEYCAPS},
             buttons=[{"customId": "MJ::Job::PicReader::1", "emoji": "1️⃣", "label": ""}]),
    ],
)  # fmt: skip
def test_a_description_at_every_server(row: dict[str, object]):
    done = report(row | ENDED)
    assert done.suggestions == FOUR
    assert (done.final_prompt, done.video, done.picture) == ("", None, None)


@pytest.mark.parametrize(
    "row",
    [
        plus(action="SHORTEN", properties={"finalPrompt": EMBED, "finalZhPrompt": EMBED}),
        plus(action="SHORTEN", properties={"finalPrompt": EMBED.partition("prompts\n")[2]}),
        plus(action="SHORTEN", properties={"finalZhPrompt": EMBED}),
        trueai(action="SHORTEN", description=EMBED, properties={"finalPrompt": EMBED}),
        # what was asked for is not what came of it
        trueai(action="SHORTEN", description=EMBED, properties={"finalPrompt": "a red fox"}),
        new_api(action="SHORTEN", properties={"finalPrompt": EMBED, "finalZhPrompt": ""}),
        new_api(action="", description="/shorten x", properties={"finalPrompt": EMBED}),
        plus(action=None, properties={"finalPrompt": EMBED},
             buttons=[{"customId": "MJ::Job::PromptAnalyzer::1", "emoji": "1️⃣", "label": ""}]),
    ],
)  # fmt: skip
def test_a_shortening_at_every_server(row: dict[str, object]):
    done = report(row | ENDED)
    assert done.suggestions == SHORTER
    assert done.final_prompt == ""


def test_nothing_is_suggested_before_the_end_or_by_anything_else():
    text = {"finalPrompt": KEYCAPS}
    assert report(plus(action="DESCRIBE", status="SUBMITTED", properties=text)).suggestions == ()
    assert report(plus(action="IMAGINE", properties=text, **ENDED)).suggestions == ()
    assert report(plus(action=None, description="", properties=text, **ENDED)).suggestions == ()
    assert report(plus(action="SHORTEN", **ENDED)).suggestions == ()


def test_a_status_nobody_knows_has_ended_when_prompts_came_of_it():
    row = new_api(action="DESCRIBE", status="", progress="100%", promptEn=KEYCAPS)
    assert report(row).status is RelayStatus.SUCCESS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("\r\n \r\n", ()),
        ("1️⃣ a 2️⃣ b", ("a", "b")),  # in one line
        ("1\u20e3 a\n2\u20e3 b", ("a", "b")),  # without the emoji's own sign
        ("1. a\n2) b\n3、c", ("a", "b", "c")),
        ("2.5 D render\n3. x", ("2.5 D render", "3. x")),  # not counted from 1
        ("1️⃣ a\nstill a\n\n2️⃣ b", ("a still a", "b")),
        ("1️⃣ a\n\n2️⃣ b\n\nsome words behind", ("a", "b")),
        ("Here you are:\n1️⃣ a\n\n2️⃣ b", ("a", "b")),
        ("2️⃣ a\n\n3️⃣ b", ("a", "b")),  # the first got lost
        ("1️⃣\n\n2️⃣ b", ("b",)),
        ("a\n\nb\nb", ("a", "b b")),
        ("a\n\na", ("a",)),
        ("## Prompts\na\nb", ("a", "b")),
        ("1️⃣ by [an artist](https://goo.gl/search?a%20(b)) **bold**", ("by an artist bold",)),
        ("[[a](https://x.example)](<https://y.example>)", ("a",)),
        ("1️⃣ [left](alone) no [link] (here)", ("left no [link] (here)",)),
        ("1️⃣ a\u200b\u202e b\t c", ("a b c",)),
        ("\n".join(f"{n}. p{n}" for n in range(1, 15)), tuple(f"p{n}" for n in range(1, 11))),
        ("\n".join(f"{n}\ufe0f\u20e3 p{n}" for n in range(1, 10)) + "\n🔟 p10",
         tuple(f"p{n}" for n in range(1, 11))),
    ],
)  # fmt: skip
def test_one_text(text: str, expected: tuple[str, ...]):
    assert described(text) == expected


def test_the_first_text_with_numbers_is_taken():
    assert described("plain", KEYCAPS) == FOUR
    assert described("", "plain", "other") == ("plain",)


def test_a_shortening_without_numbers_needs_its_heading():
    assert shortened("a prompt") == ()
    assert shortened("a prompt", "**Shortened prompts**\nfox\nsnow") == ("fox", "snow")


PIECES = st.lists(
    st.sampled_from(
        ["1️⃣", "2️⃣", "3\u20e3", "🔟", "1.", "2)", "\n", "\n\n", "\r\n", " ", "[a]", "(https://x)",
         "](", "##", "Shortened prompts", "**", "`", "fox", "--ar 5:4", "\u200b", "[", ")"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(PIECES | st.text(max_size=60))
def test_any_text_gives_a_few_whole_prompts(text: str):
    for read in (described, shortened):
        found = read(text)
        assert len(found) <= MOST
        assert len(set(found)) == len(found)
        for prompt in found:
            assert prompt == " ".join(prompt.split())
            assert prompt
            assert "[a](https://x)" not in prompt


@given(st.lists(st.text("abcdef ,:-", min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_what_is_numbered_comes_back_in_order(prompts: list[str]):
    text = "\n\n".join(f"{n}\ufe0f\u20e3 {prompt} " for n, prompt in enumerate(prompts, 1))
    expected = dict.fromkeys(" ".join(prompt.split()) for prompt in prompts)
    assert described(text) == tuple(expected)
