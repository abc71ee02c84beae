"""A server's settings as a file: whole, and refused whole."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.blocklist import Entry, Kind, Level
from bot.core.errors import BadInput
from bot.core.guild import NOBODYS, GuildSettings, Pressers, Veil
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.presets import Preset
from bot.core.request import Speed
from bot.store.guild_file import exported, imported

ids = st.integers(1, 2**63 - 1)
caps = st.none() | st.integers(1, 100)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    scope = draw(st.sampled_from(Scope))
    return Limit(
        scope=scope,
        subject=draw(ids) if scope in {Scope.ROLE, Scope.MEMBER} else None,
        period=draw(st.sampled_from(Period)),
        unit=draw(st.sampled_from(Unit)),
        amount=draw(st.integers(0, 1_000_000)),
        speed=draw(st.none() | st.sampled_from(Speed)),
    )


words = st.lists(
    st.builds(
        Entry,
        st.text("abcdefgh血", min_size=1, max_size=8),
        st.sampled_from(Kind),
        st.sampled_from(Level),
    ),
    max_size=5,
    unique_by=lambda entry: entry.same,
).map(tuple)

presets = st.lists(
    st.builds(Preset, st.text(min_size=1, max_size=32), st.text(min_size=1, max_size=500)),
    max_size=3,
).map(tuple)

settings = st.builds(
    GuildSettings,
    channels=st.frozensets(ids, max_size=25),
    roles=st.frozensets(ids, max_size=25),
    locale=st.sampled_from([None, "en", "zh-CN"]),
    speed=st.none() | st.sampled_from(Speed),
    pressers=st.sampled_from(Pressers),
    moderation=st.none() | ids,
    audit=st.none() | ids,
    age_restricted_only=st.booleans(),
    veil=st.sampled_from(Veil),
    words=words,
    presets=presets,
    exceptions=st.lists(st.text("abc血", min_size=1, max_size=8), max_size=3, unique=True).map(
        tuple
    ),
    limits=st.lists(limits(), max_size=5, unique_by=lambda one: one.key).map(tuple),
    most_running=caps,
    most_waiting=caps,
    weights=st.dictionaries(ids, st.integers(1, 10), max_size=5).map(
        lambda found: tuple(sorted(found.items()))
    ),
    translate=st.booleans(),
)


@given(settings)
def test_settings_come_back_as_they_went(chosen: GuildSettings) -> None:
    assert imported(exported(chosen)) == chosen


def a_file(**changes: Any) -> str:
    whole = json.loads(exported(NOBODYS))
    whole["settings"] |= changes
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "file_broken"),
        ("{", "file_broken"),
        ("[]", "file_broken"),
        ("{}", "file_version"),
        ('{"easel": 2, "settings": {}}', "file_version"),
        ('{"easel": 1}', "file_field"),
        (a_file(channels=["1,5"]), "file_field"),
        (a_file(roles=["-1"]), "file_field"),
        (a_file(most_running=0), "file_field"),
        (a_file(unheard_of=1), "file_field"),
        (a_file(locale="../../etc"), "file_field"),
        (
            a_file(limits=[{"scope": "role", "period": "day", "unit": "tasks", "amount": 1}]),
            "file_field",
        ),
        (
            a_file(limits=[{"scope": "server", "period": "day", "unit": "tasks", "amount": -1}]),
            "file_field",
        ),
    ],
)
def test_a_file_that_cannot_be_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        imported(text)
    assert refused.value.reason == reason


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 30) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
CHANGED = st.builds(
    lambda chosen, name, value: json.dumps(
        {"easel": 1, "settings": {**json.loads(exported(chosen))["settings"], name: value}}
    ),
    settings,
    st.sampled_from(sorted(json.loads(exported(NOBODYS))["settings"])),
    JSON,
)


@given(st.text() | st.binary() | CHANGED)
def test_anything_is_settings_or_refused(text: str | bytes) -> None:
    with contextlib.suppress(BadInput):
        assert imported(exported(imported(text))) == imported(text)
