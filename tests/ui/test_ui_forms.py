"""Forms: what they are about, what they hold, and that nothing keeps them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui import forms, forms_prompt
from bot.ui.card import Address
from bot.ui.card import Verb as ButtonVerb
from bot.ui.forms import MOST_INPUT, FormAddress, FormVerb, Submitted
from bot.ui.texts import Texts
from tests.ui.running import Stage
from tests.ui.test_ui_clicks import result

NUMBERS = st.integers(0, 10**20 - 1)


@given(st.sampled_from(FormVerb), NUMBERS, NUMBERS)
def test_addresses_come_back(verb: FormVerb, task: int, position: int) -> None:
    address = FormAddress(verb, task, position)
    assert FormAddress.parse(address.custom_id) == address
    assert address.custom_id != address.custom_id
    assert len(address.custom_id) <= 100
    assert Address.parse(address.custom_id) is None


NEARLY = rf"ez:([a-z]+|{'|'.join(FormVerb)}):[0-9]{{0,9}}:[0-9]{{1,9}}(:[0-9a-f]{{7,9}})?\n?"


@given(st.one_of(st.text(), st.from_regex(NEARLY, fullmatch=True)))
def test_only_whole_addresses_are_read(text: str) -> None:
    address = FormAddress.parse(text)
    if address is not None:
        assert text.startswith(f"ez:{address.verb}:{address.task}:{address.position}:")


def test_a_buttons_address_is_no_forms() -> None:
    for verb in ButtonVerb:
        assert FormAddress.parse(Address(verb, 1, 2).custom_id) is None


@given(st.text(alphabet="ab é\n", min_size=1, max_size=8), st.integers(0, 6000))
def test_a_prompt_of_any_length_is_filled_in_whole(texts: Texts, piece: str, length: int) -> None:
    prompt = " ".join((piece * length)[:6000].split())
    found = forms_prompt.fields(prompt, "en", texts)
    assert all(len(field.value) <= MOST_INPUT for field in found)
    filled = Submitted({field.name: field.value for field in found})
    assert forms_prompt.typed(filled).replace(" ", "") == prompt.replace(" ", "")


def test_a_long_prompt_is_cut_between_words(texts: Texts) -> None:
    prompt = " ".join(["lighthouse"] * 500)
    first, rest = forms_prompt.fields(prompt, "en", texts)
    filled = Submitted({first.name: first.value, rest.name: rest.value})
    assert forms_prompt.typed(filled) == prompt
    assert first.required
    assert not rest.required


def a_submission(components: list[Any], **resolved: Any) -> discord.Interaction[Any]:
    """As much of an interaction as a form is read from."""

    class Given:
        data: Any = {"custom_id": "x", "components": components, "resolved": resolved}  # noqa: RUF012  (read only)
        _state = SimpleNamespace(http=None)

    return cast("discord.Interaction[Any]", Given())


def test_what_was_filled_in_is_read_from_any_layout() -> None:
    file = {
        "id": "7",
        "filename": "a.png",
        "size": 3,
        "url": "https://x/a",
        "proxy_url": "https://x/a",
    }
    filled = forms.values(
        a_submission(
            [
                {"type": 18, "component": {"type": 4, "custom_id": "a", "value": "one"}},
                {"type": 1, "components": [{"type": 4, "custom_id": "b", "value": None}]},
                {"type": 18, "component": {"type": 19, "custom_id": "c", "values": ["7", "8"]}},
                {"type": 10},
            ],
            attachments={"7": file},
        )
    )
    assert (filled.text("a"), filled.text("b"), filled.text("d")) == ("one", "", "")
    attached = filled.file("c")
    assert attached is not None
    assert (attached.filename, attached.size) == ("a.png", 3)
    assert filled.file("d") is None


async def test_nothing_of_a_form_is_kept(stage: Stage) -> None:
    message = await result(stage)
    message.button("ez:press:1:0")["custom_id"] = "ez:rerun:1:0"
    use = await (await stage.ada.press(message, "ez:rerun:1:0")).acknowledged()
    assert use.form is not None
    assert not stage.client._connection._view_store._modals


@pytest.mark.parametrize("custom_id", ["ez:gone:1:0:00000000", "ez:press:1:0", "mj-remix:1"])
async def test_a_form_of_another_version_is_answered(stage: Stage, custom_id: str) -> None:
    message = await result(stage)
    message.button("ez:press:1:0")["custom_id"] = "ez:rerun:1:0"
    use = await (await stage.ada.press(message, "ez:rerun:1:0")).acknowledged()
    assert use.form is not None
    use.form["custom_id"] = custom_id
    sent = await (await stage.ada.submit(use, {})).acknowledged()
    assert sent.reply is not None
    assert sent.reply.text == stage.texts.say("en", "errors.unsupported")


async def test_two_members_forms_are_not_mixed_up(stage: Stage) -> None:
    message = await result(stage)
    message.button("ez:press:1:0")["custom_id"] = "ez:rerun:1:0"
    bo = stage.discord.person("Bo")
    first = await (await stage.ada.press(message, "ez:rerun:1:0")).acknowledged()
    second = await (await bo.press(message, "ez:rerun:1:0")).acknowledged()
    await (await stage.ada.submit(first, {"prompt": "a dog"})).acknowledged()
    await stage.queued(2)
    await (await bo.submit(second, {"prompt": "a horse"})).acknowledged()
    one, two = await stage.queued(2), await stage.queued(3)
    assert (one.user_id, one.prompt) == (stage.ada.id, "a dog")
    assert (two.user_id, two.prompt) == (bo.id, "a horse")
