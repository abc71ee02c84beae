"""Tasks as cards, compared as values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.failure import Failure, FailureKind
from bot.core.picture import Attached, PictureTrouble, Upload
from bot.core.reference import LINKED
from bot.core.report import Button, Style
from bot.core.request import Imagine, Note
from bot.core.status import Status, Waiting
from bot.core.task import Task
from bot.ui import layout, presenter
from bot.ui.card import Address, Card, Key, Verb
from bot.ui.texts import Texts
from bot.ui.verdicts import POINTLESS, REWORDED
from tests.builders import CHANNEL, NOW, USER, a_button, a_change, a_reply, a_task, an_action

LINE = f"**a lighthouse at dusk --ar 3:2**\n-# <@{USER}> · #1"
SINCE = f"-# Asked for <t:{int(NOW)}:R>"
CDN = "https://cdn.discordapp.com/attachments/1/2/grid.png?ex=1&is=2&hm=3"
RELAY_PICTURE = "https://pictures.example.com/grid.png"
CANCEL = Key("Cancel", Address(Verb.CANCEL, 1), style=Style.DANGER)
GRID = tuple(a_button(label) for label in ("U1", "U2", "U3", "U4", "", "V1", "V2", "V3", "V4"))


def card(texts: Texts, *, upload: Upload | None = None, **changes: object) -> Card:
    return presenter.card(a_task(**changes), a_reply(), texts, upload=upload)


def done(**changes: object) -> Task:
    whole = {"status": Status.DONE, "picture": RELAY_PICTURE, "progress": 100, **changes}
    return a_task(**whole)


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        ({}, "Waiting for its turn"),
        ({"status": Status.QUEUED, "ahead": 0}, "Waiting for its turn"),
        ({"status": Status.QUEUED, "ahead": 4}, "Place 4 in the line"),
        (
            {"status": Status.QUEUED, "ahead": 4, "turn_at": NOW + 90.5},
            f"Place 4 in the line · its turn is expected <t:{int(NOW) + 90}:R>",
        ),
        (
            {"status": Status.QUEUED, "waiting": Waiting.OWN},
            "Waits until another task of yours is done",
        ),
        (
            {"status": Status.QUEUED, "waiting": Waiting.RELAY_FULL, "ahead": 4},
            "The relay is full · it goes in as soon as there is room",
        ),
        (
            {"status": Status.QUEUED, "waiting": Waiting.RELAY_DOWN},
            "The relay cannot be reached · Easel keeps trying",
        ),
        (
            {"status": Status.QUEUED, "waiting": Waiting.ASKING},
            "Checking whether the relay has this task",
        ),
        ({"status": Status.SUBMITTED}, "Sent · waiting to start"),
        ({"status": Status.SUBMITTED, "ahead": 2}, "Sent · waiting to start · ahead of it: 2"),
        ({"status": Status.SUBMITTED, "form": "a"}, "Sent · the relay's form is being answered"),
        (
            {
                "status": Status.SUBMITTED,
                "form": "a",
                "confirmed_at": NOW,
                "waiting": Waiting.ASKING,
            },
            "Sent · the relay's form is being answered",
        ),
        (
            {"status": Status.SUBMITTED, "form": "a", "confirmed_at": NOW, "waiting": Waiting.TURN},
            "Sent · waiting to start",
        ),
    ],
)
def test_what_waits_says_for_what(texts: Texts, changes: dict[str, object], headline: str) -> None:
    assert card(texts, **changes) == Card(
        alt="a lighthouse at dusk --ar 3:2",
        headline=f"**{headline}**",
        since=SINCE,
        line=LINE,
        rows=((CANCEL,),),
        accent=presenter.WAITING_COLOUR,
    )


def test_a_picture_that_is_set_in_motion_is_filmed(texts: Texts) -> None:
    request = an_action(custom_id="MJ::JOB::animate_high::1::9f2d", label="Animate")
    failed = {"status": Status.FAILED, "failure": Failure(FailureKind.OPERATION)}
    assert card(texts, request=request, status=Status.RUNNING).headline == "**Filming**"
    assert card(texts, request=request, **failed).headline == "**No video**"


def test_what_is_drawn_shows_how_far_it_is(texts: Texts) -> None:
    reply = a_reply(attached=Attached("preview", CDN))
    shown = presenter.card(a_task(status=Status.RUNNING, progress=46), reply, texts)
    assert shown == Card(
        picture=CDN,
        alt="a lighthouse at dusk --ar 3:2",
        headline="**Drawing**",
        bar="▰▰▰▰▰▱▱▱▱▱▱▱ 46%",
        since=SINCE,
        line=LINE,
        rows=((CANCEL,),),
        accent=presenter.WORKING_COLOUR,
    )


def test_what_was_mended_in_the_prompt_is_said_while_it_waits(texts: Texts) -> None:
    note = Note("value_mended", {"name": "--ar", "before": "16x9 @everyone", "after": "16:9"})
    task = a_task(status=Status.QUEUED, request=Imagine("a cat --ar 16:9", notes=(note,)))
    [said] = presenter.card(task, a_reply(), texts).notes
    assert "--ar: 16x9" in said
    assert said.endswith("was read as 16:9.")
    assert "@everyone" not in said


def test_what_has_stalled_says_so(texts: Texts) -> None:
    shown = card(texts, status=Status.RUNNING, progress=99, stalled=True)
    assert shown.headline == "**Drawn · waiting for the picture**"
    assert shown.notes == (texts.say("en", "state.stalled"),)


def test_a_result_is_picture_line_and_buttons(texts: Texts) -> None:
    upload = Upload("grid.png", b"", 1, 1)
    shown = presenter.card(done(buttons=GRID), a_reply(), texts, upload=upload)
    assert replace(shown, rows=()) == Card(
        picture="attachment://grid.png", alt="a lighthouse at dusk --ar 3:2", line=LINE
    )
    assert [len(row) for row in shown.rows] == [5, 4, 5]
    assert shown.texts == (LINE,)
    own = (Verb.DETAILS, Verb.SPLIT, Verb.RERUN, Verb.KEEP, Verb.DELETE)
    assert [key.target for key in shown.rows[-1]] == [Address(verb, 1) for verb in own]
    assert all(key.label and key.emoji for key in shown.rows[-1])


def test_a_result_of_a_button_says_of_which(texts: Texts) -> None:
    action = an_action(parent=12, label="U2")
    shown = presenter.card(done(number=13, request=action), a_reply(), texts)
    assert shown.line == f"**a lighthouse at dusk --ar 3:2**\n-# <@{USER}> · U2 of #12 · #13"
    redrawn = presenter.card(done(request=an_action(label="🔄")), a_reply(locale="zh-CN"), texts)
    assert "#1 的 🔄" in redrawn.line


def test_what_stays_true_of_a_result_is_said_under_it(texts: Texts) -> None:
    linked = presenter.card(done(request=Imagine("a", notes=(LINKED,))), a_reply(), texts)
    assert any("Discord's own link" in note for note in linked.notes)
    same = presenter.card(done(request=a_change(remix=True)), a_reply(), texts)
    assert any("cannot ask for the prompt" in note for note in same.notes)
    assert presenter.card(done(request=a_change()), a_reply(), texts).notes == ()


def test_a_direct_message_says_where_it_was_asked(texts: Texts) -> None:
    shown = presenter.card(done(), a_reply(channel_id=7), texts)
    assert shown.line == f"{LINE} · From <#{CHANNEL}>"


def test_a_shrunk_picture_links_to_the_original(texts: Texts) -> None:
    link = Key("Original", RELAY_PICTURE)
    upload = Upload("grid.png", b"", 1, 1, shrunk=True)
    uploaded = presenter.card(done(buttons=GRID), a_reply(), texts, upload=upload)
    kept = presenter.card(
        done(buttons=GRID), a_reply(attached=Attached("s", CDN, shrunk=True)), texts
    )
    for shown in (uploaded, kept):
        assert shown.rows[-2] == (link,)
        assert shown.notes == (f"-# {texts.say('en', 'picture.shrunk')}",)


@pytest.mark.parametrize("trouble", PictureTrouble)
def test_a_picture_in_trouble_can_be_fetched_again(texts: Texts, trouble: PictureTrouble) -> None:
    shown = presenter.card(done(trouble=trouble, buttons=GRID), a_reply(), texts)
    assert shown.notes == (texts.say("en", f"picture.{trouble}"),)
    again, *links = shown.rows[-2]
    if trouble in {PictureTrouble.TOO_LARGE, PictureTrouble.TOO_MANY_PIXELS}:
        assert again.target == RELAY_PICTURE
        assert not links
    else:
        assert again.target == Address(Verb.PICTURE, 1)
        assert [key.target for key in links] == [RELAY_PICTURE]


def test_a_private_address_is_never_linked(texts: Texts) -> None:
    task = done(picture="http://10.0.0.4/mj/image/1", trouble=PictureTrouble.FORBIDDEN)
    shown = presenter.card(task, a_reply(), texts)
    assert [key.target for key in shown.rows[-2]] == [Address(Verb.PICTURE, 1)]
    assert "10.0.0.4" not in repr(shown)


@pytest.mark.parametrize("kind", FailureKind)
def test_a_failure_says_why_and_offers_what_makes_sense(texts: Texts, kind: FailureKind) -> None:
    reply = a_reply(attached=Attached("preview", CDN))
    shown = presenter.card(a_task(status=Status.FAILED, failure=Failure(kind)), reply, texts)
    again = Key("Try again", Address(Verb.AGAIN, 1), emoji="🔁")
    reword = Key("Run again with changes", Address(Verb.RERUN, 1), emoji="✏️")
    tried = () if kind in POINTLESS else (again,)
    offered = (reword,) if kind in REWORDED else tried
    assert shown == Card(
        alt="a lighthouse at dusk --ar 3:2",
        headline="**No picture**",
        notes=(texts.say("en", f"failures.{kind}"),),
        line=LINE,
        rows=(offered,) if offered else (),
        accent=presenter.FAILED_COLOUR,
    )


def test_an_unknown_outcome_warns_of_paying_twice(texts: Texts) -> None:
    failure = Failure(FailureKind.OUTCOME_UNKNOWN)
    for locale, warning in (("en", "charged twice"), ("zh-CN", "扣两次费")):
        task = a_task(status=Status.FAILED, failure=failure)
        shown = presenter.card(task, a_reply(locale=locale), texts)
        assert warning in shown.notes[0]
        assert shown.rows


def test_a_cancelled_task_can_be_asked_for_again(texts: Texts) -> None:
    shown = card(texts, status=Status.CANCELLED)
    assert shown.headline == "**Cancelled**"
    assert shown.rows[0][0].target == Address(Verb.AGAIN, 1)


def test_buttons_that_do_not_fit_are_behind_more(texts: Texts) -> None:
    task = done(buttons=(a_button(),) * 70)
    shown = presenter.card(task, a_reply(attached=Attached("s", CDN)), texts)
    assert shown.components == 40
    start = shown.rows[-2][-1].target
    assert start == Address(Verb.MORE, 1, 25)
    rest = presenter.rest(task, 25, "en", texts)
    assert rest.line == "More buttons of #1"
    assert rest.rows[0][0].target == Address(Verb.PRESS, 1, 25)


WILD = st.text(st.characters() | st.sampled_from("*_`<@#>:|[]\n\u202e"), max_size=3000)
BUTTONS = st.lists(
    st.builds(
        Button,
        custom_id=st.text(max_size=100),
        label=st.text(max_size=100),
        emoji=st.text(max_size=3) | st.just("🔄"),
        style=st.sampled_from(Style),
    ),
    max_size=60,
)


@given(
    WILD,
    BUTTONS,
    st.sampled_from(Status),
    st.none() | st.sampled_from(PictureTrouble),
    st.none() | st.builds(Failure, st.sampled_from(FailureKind), WILD),
    st.booleans(),
    st.sampled_from(["en-US", "zh-CN", "fr"]),
)
def test_any_task_fits_into_a_message(
    texts: Texts,
    prompt: str,
    buttons: list[Button],
    status: Status,
    trouble: PictureTrouble | None,
    failure: Failure | None,
    stalled: bool,
    locale: str,
) -> None:
    task = a_task(
        prompt=prompt,
        buttons=tuple(buttons),
        status=status,
        trouble=trouble,
        failure=failure if status is Status.FAILED else None,
        stalled=stalled,
        picture=RELAY_PICTURE,
        request=an_action(label=prompt[:90]),
    )
    shown = presenter.card(task, a_reply(locale=locale, attached=Attached("s", CDN)), texts)
    assert shown.components <= 40
    assert sum(map(len, shown.texts)) <= 4000
    assert len(shown.alt) <= 1024
    assert all(text.strip() for text in shown.texts)
    view = layout.draw(shown)
    components = view.to_components()
    assert sum(1 for _ in view.walk_children()) == shown.components
    ids = [
        button["custom_id"]
        for row in components[0]["components"]
        for button in row.get("components", ())
        if "custom_id" in button
    ]
    assert len(set(ids)) == len(ids)
    assert layout.digest(shown) == layout.digest(shown)
