"""Follow-ups of a finished task: pressed buttons, forms, and the older change requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sandbox.relay import answers, buttons, uploads
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.oracle import KEYCAPS, describe
from sandbox.relay.painting.picture import Picture
from sandbox.relay.press import A_FORM_WITH_REMIX, ALWAYS_A_FORM, Press, Verb
from sandbox.relay.prices import MODAL
from sandbox.relay.prompt import Prompt
from sandbox.relay.studio import Studio
from sandbox.relay.submits import enqueue, objection, prepared
from sandbox.relay.successors import successor
from sandbox.relay.task import WAITING_FOR_FORM, Kind, RelayTask, Status
from sandbox.relay.view import seen

_KINDS: Final = {
    Verb.UPSCALE: Kind.UPSCALE,
    Verb.UPSCALE_HD: Kind.UPSCALE_HD,
    Verb.VARIATION: Kind.VARIATION,
    Verb.LOW_VARIATION: Kind.LOW_VARIATION,
    Verb.HIGH_VARIATION: Kind.HIGH_VARIATION,
    Verb.REROLL: Kind.REROLL,
    Verb.INPAINT: Kind.INPAINT,
    Verb.OUTPAINT: Kind.ZOOM,
    Verb.CUSTOM_ZOOM: Kind.CUSTOM_ZOOM,
    Verb.PAN: Kind.PAN,
    Verb.PICK_DESCRIPTION: Kind.IMAGINE,
    Verb.PICK_SHORTENED: Kind.IMAGINE,
    Verb.DESCRIBE_AGAIN: Kind.DESCRIBE,
    Verb.ANIMATE: Kind.VIDEO,
    Verb.UPSCALE_VIDEO: Kind.VIDEO_UPSCALE,
}
_CHANGES: Final = {"UPSCALE": "U", "VARIATION": "V", "REROLL": "R"}
_CHANGEABLE: Final = frozenset({Kind.IMAGINE, Kind.VARIATION, Kind.REROLL, Kind.BLEND})


@dataclass(frozen=True, slots=True)
class _FollowUp:
    """A press on a parent, and the prompt it will run with."""

    parent: RelayTask
    press: Press
    custom_id: str
    prompt: str


def act(studio: Studio, call: Call) -> Answer:
    """A button is pressed."""
    task_id, custom_id = call.text("taskId"), call.text("customId")
    if not task_id or not custom_id:
        return answers.invalid("参数错误")
    parent = studio.tasks.get(task_id)
    if parent is None:
        return answers.lost_parent(studio.preset)
    if seen(studio, parent).status != Status.SUCCESS:
        return answers.invalid("关联任务状态错误")
    press = Press.read(custom_id)
    refused = _refusal(studio, call, parent, press, custom_id)
    if refused is not None:
        return refused
    if press is None or press.verb not in _KINDS:
        return _without_task(studio, parent, press)
    return _follow(studio, call, _FollowUp(parent, press, custom_id, _prompt(parent, press)))


def confirm(studio: Studio, call: Call) -> Answer:
    """A form is sent in; the task that waited for it keeps its id."""
    if not call.text("taskId"):
        return answers.invalid("参数错误")
    task = studio.tasks.get(call.text("taskId"))
    if task is None or task.parent is None:
        if studio.preset.lineage == "plus":
            return answers.envelope(answers.NOT_FOUND, "任务不存在或已失效")
        return answers.lost_parent(studio.preset)
    if task.fixed != WAITING_FOR_FORM:
        return answers.invalid("任务状态错误")
    typed = call.text("prompt").strip() or task.prompt
    prompt = Prompt.read(typed)
    mask = uploads.mask(call.text("maskBase64"))
    if task.kind is Kind.INPAINT and mask is None and studio.preset.lineage == "plus":
        return answers.invalid("蒙版base64不能为空")
    if studio.preset.bans_at_submit and prompt.banned_word:
        return answers.banned(typed, prompt.banned_word)
    if "form_stuck" in call.quirks:
        if studio.preset.charges_forms:  # it was answered with success, whatever becomes of it
            now = studio.time.wall()
            studio.account.charge(task.id, task.kind, now, operation=MODAL, speed=task.speed)
        return answers.accepted(task, 0)
    return _confirmed(studio, task, typed, mask)


def change(studio: Studio, call: Call) -> Answer:
    """novicezk's older follow-up: an action and a number instead of a customId."""
    wanted = call.text("action")
    if not call.text("taskId"):
        return answers.invalid("taskId不能为空")
    if wanted not in _CHANGES:
        return answers.invalid("action参数错误")
    index = call.body.get("index")
    number = index if isinstance(index, int) else 1
    return _changed(studio, call, call.text("taskId"), wanted, number)


def simple_change(studio: Studio, call: Call) -> Answer:
    """The same in one string: `<taskId> U2`, `<taskId> R`."""
    found = re.fullmatch(r"(\S+) (?:([uv])([1-4])|r)", call.text("content"), re.IGNORECASE)
    if found is None:
        return answers.invalid("content参数错误")
    wanted = {"u": "UPSCALE", "v": "VARIATION"}.get((found[2] or "").lower(), "REROLL")
    return _changed(studio, call, found[1], wanted, int(found[3] or 1))


# ---------------------------------------------------------------------- what a server refuses


def _refusal(
    studio: Studio, call: Call, parent: RelayTask, press: Press | None, custom_id: str
) -> Answer | None:
    if studio.preset.lineage == "trueai":
        return _trueai_refusal(studio, call, parent, press)
    offered = {button["customId"] for button in buttons.under(studio.preset, parent)}
    if custom_id not in offered:
        return answers.envelope(answers.NOT_FOUND, "关联动作不存在")
    refused = {Verb.BOOKMARK, Verb.PICK_ALL, Verb.ANIMATE, Verb.UPSCALE_VIDEO}
    if press is None or press.verb in refused:
        return answers.invalid("不支持的动作")
    parent.pressed_buttons |= {custom_id}
    return None


def _trueai_refusal(
    studio: Studio, call: Call, parent: RelayTask, press: Press | None
) -> Answer | None:
    if press is None or press.verb is Verb.PICK_SHORTENED:
        return answers.invalid("未知的 Action 类型")
    if press.verb in {Verb.ANIMATE, Verb.UPSCALE_VIDEO} and not studio.extras:
        return answers.invalid("视频功能未启用")
    final = {Kind.REROLL, Kind.SWAP_FACE, Kind.VIDEO_EXTEND}
    if press.verb is Verb.REROLL and parent.kind in final:
        return answers.invalid("该任务不支持重新生成")
    if call.body.get("enableRemix") is True and not studio.remix:
        return answers.invalid("当前账号不支持 remix，请开启 remix 功能")
    return None


def _without_task(studio: Studio, parent: RelayTask, press: Press | None) -> Answer:
    """What trueai answers to presses that make no task of their own, or several."""
    if press is None or press.verb is not Verb.PICK_ALL:
        return answers.envelope(answers.ACCEPTED, "提交成功", parent.id)
    made = []
    for line in parent.result.split("\n\n"):
        task = studio.draft(Kind.IMAGINE, prompt=_without_keycap(line))
        _aim(studio, task, parent, Press(Verb.PICK_DESCRIPTION, 1), task.prompt)
        answer = enqueue(studio, task)
        if answer.code not in {answers.ACCEPTED, answers.QUEUED}:
            return answer
        made.append(task.id)
    return answers.envelope(answers.ACCEPTED, "提交成功", ",".join(made))


# ---------------------------------------------------------------------- the new task


def _follow(studio: Studio, call: Call, follow: _FollowUp) -> Answer:
    parent, press = follow.parent, follow.press
    task = studio.draft(_kind(parent, press), prompt=follow.prompt, quirks=call.quirks)
    task.parent, task.pressed = parent, follow.custom_id
    task.description = f"/up {parent.id} {_label(studio, follow)}"
    task.bot = parent.bot
    _aim(studio, task, parent, press, follow.prompt)
    prepared(task, call)
    if press.verb in ALWAYS_A_FORM or (studio.remix and press.verb in A_FORM_WITH_REMIX):
        return _form(studio, task, press)
    return enqueue(studio, task)


def _kind(parent: RelayTask, press: Press) -> Kind:
    if press.verb is Verb.REROLL and parent.kind is Kind.VIDEO:
        return Kind.VIDEO
    if press.verb is Verb.ANIMATE and press.detail.endswith("_extend"):
        return Kind.VIDEO_EXTEND
    return _KINDS[press.verb]


def _form(studio: Studio, task: RelayTask, press: Press) -> Answer:
    """Keeps the task until its form comes."""
    preset = studio.preset
    if preset.charges_forms and not studio.account.can_pay(task.kind.lower(), task.speed):
        return answers.no_money(preset)
    studio.hold(task)
    task.said = preset.form_words
    if preset.charges_forms:
        studio.account.charge(task.id, task.kind, studio.time.wall(), speed=task.speed)
    # trueai suggests no prompt for a region; plus does.
    nothing = preset.lineage == "trueai" and press.verb is Verb.INPAINT
    properties = {
        "finalPrompt": "" if nothing else task.prompt,
        "remix": True if preset.lineage == "trueai" else studio.remix,
    }
    return answers.envelope(answers.FORM, preset.form_words, task.id, properties)


def _confirmed(studio: Studio, task: RelayTask, typed: str, mask: bytes | None) -> Answer:
    parent, press = task.parent, Press.read(task.pressed)
    if parent is None or press is None:
        return answers.invalid("任务状态错误")
    before = seen(studio, task)
    _aim(studio, task, parent, press, typed)
    if mask is not None and task.kind is Kind.INPAINT and parent.picture is not None:
        words = Prompt.read(typed).words
        task.picture = parent.picture.upscaled(1).repainted(mask, task.seed, words)
    answer = enqueue(studio, task, MODAL)
    if answer.code in {answers.ACCEPTED, answers.QUEUED}:
        task.confirmed, task.front_row, task.prompt = True, before, typed
    else:
        task.fixed = WAITING_FOR_FORM
    return answer


def _aim(studio: Studio, task: RelayTask, parent: RelayTask, press: Press, typed: str) -> None:
    """Gives a follow-up its prompt, and its picture by way of its parent's."""
    prompt = Prompt.read(typed)
    task.final_prompt = prompt.final(task.bot == "NIJI_JOURNEY")
    task.failure = objection(studio, prompt)
    if press.verb is Verb.DESCRIBE_AGAIN:
        sources = parent.picture.sources if parent.picture else ()
        task.result = describe(studio.dice(task.seed), sources[0] if sources else b"")
        task.picture, task.prompt = parent.picture, ""
        return
    if parent.picture is None or press.verb is Verb.PICK_DESCRIPTION:
        task.picture = Picture.grid(prompt.words, prompt.ratio, task.seed)
        return
    task.picture = successor(parent.picture, press, task.seed, prompt)


def _prompt(parent: RelayTask, press: Press) -> str:
    """The prompt that a press starts from: the parent's, or the line that was picked."""
    if press.verb is Verb.PICK_DESCRIPTION:
        return _without_keycap(_line(parent.result, press.index))
    if press.verb is Verb.PICK_SHORTENED:
        return _without_keycap(
            _line(parent.result.partition("Shortened prompts\n")[2], press.index)
        )
    return parent.prompt


def _line(text: str, index: int) -> str:
    lines = text.split("\n\n")
    return lines[min(index, len(lines)) - 1]


def _without_keycap(line: str) -> str:
    for keycap in KEYCAPS:
        line = line.removeprefix(keycap)
    return line.strip()


def _label(studio: Studio, follow: _FollowUp) -> str:
    for button in buttons.under(studio.preset, follow.parent):
        if button["customId"] == follow.custom_id:
            return f"{button['emoji']}{button['label']}"
    return follow.custom_id


def _changed(studio: Studio, call: Call, task_id: str, wanted: str, index: int) -> Answer:
    parent = studio.tasks.get(task_id)
    if parent is None:
        return answers.lost_parent(studio.preset)
    if seen(studio, parent).status != Status.SUCCESS:
        return answers.invalid("关联任务状态错误")
    if parent.kind not in _CHANGEABLE:
        return answers.invalid("关联任务不允许执行变化")
    verb = Verb[wanted]
    press = Press(verb, index)
    task = studio.draft(_KINDS[verb], prompt=parent.prompt, quirks=call.quirks)
    task.parent, task.bot = parent, parent.bot
    suffix = "" if verb is Verb.REROLL else str(index)
    task.description = f"/up {parent.id} {_CHANGES[wanted]}{suffix}"
    _aim(studio, task, parent, press, parent.prompt)
    return enqueue(studio, prepared(task, call))
