"""The details of a task, compared as values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.request import Blend, Change, Describe, FaceSwap, Imagine, Speed, Verb
from bot.core.status import Status
from bot.core.task import Task
from bot.ui import details, layout
from bot.ui.card import Address, Card
from bot.ui.card import Verb as Click
from bot.ui.details import Seed
from bot.ui.texts import Texts
from tests.builders import NOW, USER, a_button, a_task, an_action

LONG = "a very long prompt " * 100


def done(**changes: Any) -> Task:
    whole = {
        "status": Status.DONE,
        "picture": "https://x.example/1.png",
        "relay_id": "1730000000000001",
        "ended_at": NOW + 72,
    }
    return a_task(**{**whole, **changes})


def card(texts: Texts, task: Task, locale: str = "en", **known: Any) -> Card:
    return details.card(task, locale, texts, **known)


def test_a_finished_task_tells_all(texts: Texts) -> None:
    task = done(
        number=12,
        request=Imagine("a lighthouse at dusk --ar 3:2", speed=Speed.FAST),
        final_prompt="a lighthouse at dusk --ar 3:2 --v 7",
        job_id="9f2d-11",
    )
    shown = card(texts, task)
    assert shown.headline == "**Details of #12**"
    assert shown.notes == (
        f"**Asked** <t:{int(NOW)}:f> · <@{USER}>",
        "**Made with** Imagine",
        f"**Ended** <t:{int(NOW) + 72}:f> · took 1 min 12 s",
        "**Speed** Fast",
        "**Parameters** `--ar 3:2`",
        "**Job** `9f2d-11`",
        "**Task at the relay** `1730000000000001`",
    )
    assert shown.line == (
        "**Prompt**\n```\na lighthouse at dusk --ar 3:2\n```\n"
        "**Prompt as the relay sent it**\n```\na lighthouse at dusk --ar 3:2 --v 7\n```"
    )
    assert [key.target for key in shown.rows[0]] == [Address(Click.SEED, 12)]
    assert not shown.file


@pytest.mark.parametrize(
    ("request_", "made"),
    [
        (an_action(parent=3, label="U2"), "**Made with** U2 of #3"),
        (Change(3, "r", 4, Verb.REROLL, 1, "🔄"), "**Made with** 🔄 of #3"),
        (Blend(), "**Made with** Blend"),
    ],
)
def test_what_made_it_is_said(texts: Texts, request_: Any, made: str) -> None:
    assert made in card(texts, done(request=request_)).notes


@pytest.mark.parametrize(
    ("request_", "buttons", "said"),
    [
        (Change(3, "r", 0, Verb.UPSCALE, 1, "U1"), (), True),
        (Change(3, "r", 4, Verb.REROLL, 1, "🔄"), (), False),  # Easel's own are there
        (an_action(), (a_button("U1"),), False),
        (FaceSwap(), (), False),  # Midjourney has none for it either
    ],
)
def test_a_relay_without_buttons_is_told_of(
    texts: Texts, request_: Any, buttons: tuple[Any, ...], said: bool
) -> None:
    notes = card(texts, done(request=request_, buttons=buttons)).notes
    assert (texts.say("en", "details.no_buttons") in notes) is said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (7325, "2 h 2 min")]
)
def test_how_long_it_took(texts: Texts, seconds: int, said: str) -> None:
    notes = card(texts, done(ended_at=NOW + seconds)).notes
    assert any(note.endswith(f"took {said}") for note in notes)


def test_a_task_that_runs_has_no_end_and_no_seed(texts: Texts) -> None:
    shown = card(texts, a_task(status=Status.RUNNING))
    assert not any("Ended" in note or "Seed" in note for note in shown.notes)
    assert shown.rows == ()


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_what_becomes_of_the_seed(texts: Texts, locale: str) -> None:
    asked = card(texts, done(), locale, seed=Seed())
    assert texts.say(locale, "details.seed_asked") in asked.notes
    assert asked.rows
    found = card(texts, done(), locale, seed=Seed(digits="4711"))
    assert texts.say(locale, "details.seed", seed="`4711`") in found.notes
    assert found.rows == ()
    failed = card(texts, done(), locale, seed=Seed(reason="No."))
    assert texts.say(locale, "details.seed_failed", reason="No.") in failed.notes
    assert failed.rows


def test_a_relay_without_seeds_says_so(texts: Texts) -> None:
    shown = card(texts, done(), missing=frozenset({"task/image-seed"}))
    reason = texts.say("en", "errors.operation")
    assert texts.say("en", "details.seed_failed", reason=reason) in shown.notes
    assert shown.rows == ()


@pytest.mark.parametrize("request_", [Describe(), an_action(custom_id="MJ::Picread::Retry")])
def test_words_have_no_seed(texts: Texts, request_: Any) -> None:
    assert card(texts, done(request=request_)).rows == ()


def test_buttons_that_are_off_are_explained(texts: Texts) -> None:
    high = a_button("Animate (High motion)", custom_id="MJ::JOB::animate_high::1::9f2d::SOLO")
    shown = card(texts, done(buttons=(a_button("U1"), high)), missing=frozenset({"animate_high"}))
    assert texts.say("en", "details.lacking", buttons="Animate (High motion)") in shown.notes


def test_a_long_prompt_is_a_file(texts: Texts) -> None:
    task = done(number=7, prompt=LONG, final_prompt="x")
    shown = card(texts, task)
    assert shown.file == "attachment://easel-7.txt"
    assert shown.line == texts.say("en", "details.in_file")
    [file] = details._files(task)
    assert file.filename == "easel-7.txt"
    assert file.fp.read().decode() == f"{LONG}\n\nx"
    assert details._files(done()) == []


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_long_prompts_fit_beside_all_that_is_known(texts: Texts, locale: str) -> None:
    prompt = "猫" * 600 + " --no " + ", ".join(f"thing {number}" for number in range(50))
    task = done(
        prompt=prompt,
        request=Imagine(prompt, speed=Speed.TURBO),
        final_prompt="a cat " * 183,
        translation="a cat " * 80,
        relay="w" * 32,
        relay_id="1" * 100,
        job_id="j" * 100,
        buttons=tuple(a_button(f"Upscale (Creative) {number}") for number in range(25)),
    )
    missing = frozenset({"submit/action"})
    shown = card(texts, task, locale, missing=missing, seed=Seed(reason="No. " * 75))
    assert sum(map(len, shown.texts)) <= 4000
    assert len(details._files(task)) == bool(shown.file)


def test_addresses_that_nobody_typed_are_left_out(texts: Texts) -> None:
    mine = "https://me.example/a.png a cat"
    task = done(prompt=mine, final_prompt=f"http://10.0.0.4/up/1.png {mine} --v 7")
    shown = card(texts, task)
    assert "10.0.0.4" not in repr(shown)
    assert f"```\n{mine} --v 7\n```" in shown.line


def test_a_prompt_cannot_leave_its_block(texts: Texts) -> None:
    shown = card(texts, done(prompt="a ``` **b** <@1> `c`\n\u202ed"))
    assert shown.line == "**Prompt**\n```\na ''' **b** <@1> 'c' d\n```"


WILD = st.text(st.characters() | st.sampled_from("*_`<@#>:|[]\n\u202e"), max_size=3000)


@given(
    WILD,
    WILD,
    WILD,
    st.sampled_from(Status),
    st.lists(WILD.map(lambda text: text[:90]), max_size=30),
    st.booleans(),
)
def test_any_task_has_details(
    texts: Texts,
    prompt: str,
    final: str,
    odd: str,
    status: Status,
    labels: list[str],
    asked: bool,
) -> None:
    task = done(
        prompt=prompt,
        final_prompt=final,
        job_id=odd,
        relay_id=odd or None,
        status=status,
        request=an_action(label=odd),
        buttons=tuple(a_button(label) for label in labels),
    )
    missing = frozenset({"submit/action"})
    shown = card(texts, task, missing=missing, seed=Seed() if asked else None)
    assert shown.components <= 40
    assert sum(map(len, shown.texts)) <= 4000
    assert all(text.strip() for text in shown.texts)
    view = layout.draw(shown)
    assert sum(1 for _ in view.walk_children()) == shown.components
    assert len(details._files(task)) == bool(shown.file)


def test_which_of_several_relays_made_it_is_said(texts: Texts) -> None:
    assert "**Relay** `spare`" in card(texts, done(relay="spare")).notes
    assert not [note for note in card(texts, done()).notes if "**Relay**" in note]
