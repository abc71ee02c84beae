"""The four servers of the midjourney-proxy family this relay can be, as knobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Lineage = Literal["classic", "plus", "trueai"]
AuthKind = Literal["bearer", "authorization", "mj-api-secret"]
SpeedPaths = Literal["none", "known", "any"]

SPEEDS: Final = ("fast", "relax", "turbo")

_CLASSIC_ENDPOINTS: Final = frozenset(
    {
        "submit/imagine",
        "submit/change",
        "submit/simple-change",
        "submit/describe",
        "submit/blend",
        "task/fetch",
        "task/list-by-condition",
        "task/list",
        "task/queue",
        "account/list",
        "account/fetch",
    }
)
_PLUS_ENDPOINTS: Final = _CLASSIC_ENDPOINTS | {
    "submit/shorten",
    "submit/action",
    "submit/modal",
    "submit/upload-discord-images",
    "insight-face/swap",
    "task/list-by-ids",
    "task/cancel",
    "task/image-seed",
}
_TRUEAI_ENDPOINTS: Final = frozenset(
    {
        "submit/imagine",
        "submit/describe",
        "submit/blend",
        "submit/shorten",
        "submit/action",
        "submit/modal",
        "submit/upload-discord-images",
        "submit/edit",
        "submit/edits",
        "submit/retexture",
        "submit/video",
        "insight-face/swap",
        "task/fetch",
        "task/list-by-condition",
        "task/list-by-ids",
        "task/list",
        "task/cancel",
        "task/image-seed",
    }
)
_NEW_API_ENDPOINTS: Final = frozenset(
    {
        "submit/imagine",
        "submit/change",
        "submit/simple-change",
        "submit/describe",
        "submit/blend",
        "submit/shorten",
        "submit/action",
        "submit/modal",
        "submit/upload-discord-images",
        "insight-face/swap",
        "task/fetch",
        "task/list-by-condition",
        "task/image-seed",
    }
)


@dataclass(frozen=True, slots=True)
class Preset:
    """What one kind of server does differently from the others.

    `lineage` is the server that talks to Midjourney; `front` says that new-api stands before it and
    rewrites what passes. `sampling` is how often (studio seconds) the server looks at its upstream;
    0 means that it is told at once. `unset_time` and `unset_text` are how an absent value is
    written. `charges_forms`: a press that waits for a form is paid for, and its form again.
    """

    name: str
    title: str
    note: str
    lineage: Lineage
    front: bool
    auth: AuthKind
    endpoints: frozenset[str]
    speed_paths: SpeedPaths
    sampling: float
    callbacks: bool
    unset_time: int | None
    unset_text: str | None
    failure_progress: str
    missing_parent_status: int
    queue_full_code: int
    form_words: str
    bans_at_submit: bool
    charges_forms: bool
    server: str | None


_PRESETS: Final = (
    Preset(
        name="new-api",
        title="new-api",
        note="What most resellers run: Bearer key, news only every 15 s, no callbacks.",
        lineage="plus",
        front=True,
        auth="bearer",
        endpoints=_NEW_API_ENDPOINTS,
        speed_paths="any",
        sampling=15.0,
        callbacks=False,
        unset_time=0,
        unset_text="",
        failure_progress="100%",
        missing_parent_status=400,
        queue_full_code=23,
        form_words="等待窗口确认",
        bans_at_submit=True,
        charges_forms=True,
        server=None,
    ),
    Preset(
        name="plus",
        title="midjourney-proxy-plus",
        note="Every button, live progress with previews, callbacks, cancel.",
        lineage="plus",
        front=False,
        auth="mj-api-secret",
        endpoints=_PLUS_ENDPOINTS,
        speed_paths="none",
        sampling=0.0,
        callbacks=True,
        unset_time=None,
        unset_text=None,
        failure_progress="",
        missing_parent_status=200,
        queue_full_code=23,
        form_words="等待窗口确认",
        bans_at_submit=True,
        charges_forms=False,
        server=None,
    ),
    Preset(
        name="trueai",
        title="trueai-org midjourney-proxy",
        note="The largest open fork: the bare key as Authorization, 404 for lost parents.",
        lineage="trueai",
        front=False,
        auth="authorization",
        endpoints=_TRUEAI_ENDPOINTS,
        speed_paths="known",
        sampling=3.0,
        callbacks=True,
        unset_time=None,
        unset_text=None,
        failure_progress="",
        missing_parent_status=404,
        queue_full_code=9,
        form_words="Waiting for window confirm",
        bans_at_submit=False,
        charges_forms=False,
        server="Kestrel",
    ),
    Preset(
        name="classic",
        title="novicezk midjourney-proxy",
        note="The origin: no buttons, only change (U, V, reroll), nulls everywhere.",
        lineage="classic",
        front=False,
        auth="mj-api-secret",
        endpoints=_CLASSIC_ENDPOINTS,
        speed_paths="none",
        sampling=0.0,
        callbacks=True,
        unset_time=None,
        unset_text=None,
        failure_progress="",
        missing_parent_status=200,
        queue_full_code=23,
        form_words="",
        bans_at_submit=True,
        charges_forms=False,
        server=None,
    ),
)
PRESETS: Final[dict[str, Preset]] = {preset.name: preset for preset in _PRESETS}
