"""The pure parts of the soak: its weather, what it reads of /metrics, how it is told and drawn."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import report, soak_picture
from benchmarks.diary import Diary, Plan
from benchmarks.fleet import KINDS, TROUBLES, USUAL
from benchmarks.gauges import Look, grown, quantile, read
from benchmarks.reckoning import Account, Reckoning
from benchmarks.regulars import ACTS
from benchmarks.weather import WELL, Spell, forecast
from sandbox.relay import FAULTS

PAGE = """
# TYPE easel_queue_length gauge
easel_queue_length 7.0
# TYPE easel_edits_total counter
easel_edits_total{outcome="shown",route="token"} 5.0
easel_edits_total{outcome="shown",route="bot"} 2.0
easel_edits_total{outcome="busy",route="bot"} 1.0
# TYPE easel_lag_seconds histogram
easel_lag_seconds_bucket{le="0.1"} 90.0
easel_lag_seconds_bucket{le="1.0"} 98.0
easel_lag_seconds_bucket{le="+Inf"} 100.0
"""


def a_look(at: float, life: int = 1, page: str = PAGE) -> Look:
    return Look(at, life, 80 * 1024**2, read(page))


# -- the weather -----------------------------------------------------------------------------------
@given(st.integers(), st.floats(0.6, 5.0), st.sampled_from([1.0, 2.5, 60.0]))
def test_every_relay_is_in_trouble_at_some_time_and_none_for_good(
    seed: int, hours: float, minute: float
):
    seconds = hours * 60 * minute
    spells = forecast(list(KINDS), seconds=seconds, minute=minute, seed=seed)
    assert spells == sorted(spells, key=lambda spell: (spell.begins, spell.relay))
    for relay in KINDS:
        own = [spell for spell in spells if spell.relay == relay]
        assert own
        assert own[0].begins > 0
        assert own[-1].ends <= seconds
        for before, after in pairwise(own):
            assert after.begins - before.ends >= WELL[0] * minute - 1e-6


def test_in_two_hours_every_relay_has_had_every_trouble():
    for seed in range(20):
        spells = forecast(list(KINDS), seconds=7200, minute=60, seed=seed)
        for relay in KINDS:
            assert {spell.trouble for spell in spells if spell.relay == relay} == set(TROUBLES)


def test_the_same_seed_brings_the_same_weather_and_another_another():
    one, again, other = (
        forecast(list(KINDS), seconds=7200, minute=60, seed=seed) for seed in (1, 1, 2)
    )
    assert one == again != other


def test_all_faults_are_the_sandboxs():
    named = {name for faults in TROUBLES.values() for name in faults}
    assert named | set(USUAL) <= set(FAULTS)


def test_everything_that_members_do_adds_up():
    assert sum(ACTS.values()) == 100


# -- /metrics --------------------------------------------------------------------------------------
def test_a_number_is_found_by_its_labels():
    look = a_look(0)
    assert look.value("easel_queue_length") == 7
    assert look.value("easel_edits_total", outcome="shown") == 7
    assert look.value("easel_edits_total", route="bot", outcome="shown") == 2
    assert look.value("easel_edits_total", outcome="gone") is None


def test_a_counter_grows_within_a_life_and_begins_anew_with_the_next():
    more = PAGE.replace('route="token"} 5.0', 'route="token"} 9.0')
    looks = [a_look(0), a_look(1, page=more), Look(2, 2, None), a_look(3, life=2)]
    assert grown(looks, "easel_edits_total", outcome="shown") == [4, None, 7]


@pytest.mark.parametrize(
    ("part", "end"), [(0.5, 0.1), (0.9, 0.1), (0.95, 1.0), (0.99, math.inf), (1.0, math.inf)]
)
def test_a_quantile_is_the_end_of_its_bucket(part: float, end: float):
    assert quantile([Look(0, 0, None), a_look(1)], "easel_lag_seconds", part) == end


def test_without_anything_counted_there_is_no_quantile():
    assert quantile([a_look(0), a_look(1)], "easel_lag_seconds", 0.5) is None


# -- told and drawn --------------------------------------------------------------------------------
def a_diary(**says: object) -> Diary:
    spells = [Spell("amber", "down", 1, 3), Spell("cedar", "slow", 2, 5)]
    told: dict[str, object] = {"kills": [4.0], "calm": 8.0, "rested": 20.0, "at_rest": True}
    return Diary(spells, memory=[80 * 1024**2, None], **told | says)  # type: ignore[arg-type]


def a_reckoning(*wrongs: str, **unheard: int) -> Reckoning:
    account = Account(
        kind="plus", submits=12, forms=1, made=11, paid=10, charged=1_100_000, refunded=100_000,
        ledger=1_000_000,
    )  # fmt: skip
    return Reckoning(
        relays={"amber": account}, statuses={"done": 10, "failed": 1}, failures={"moderated": 1},
        ledger={"member": -1_000_000, "relay": 1_000_000}, uses={"sent": 20}, messages={"all": 11},
        fates={"shown": 10}, unknown={}, unheard=unheard, wrongs=wrongs,
    )  # fmt: skip


def test_the_accounts_are_told_with_what_does_not_match():
    well = report.told(Plan(), a_diary(), a_reckoning())
    assert "Everything matches" in well
    assert "10 paid for: 10 shown" in well
    assert "1.00 kept by the relays = 1.00 in the ledger + 0.00 told as unknown" in well
    apart = report.told(Plan(), a_diary(), a_reckoning(task_7=100_000))
    assert "0.00 told as unknown - 0.10 given back unheard" in apart
    assert "given back by a relay taken out of the file: task_7" in apart
    ill = report.told(Plan(), a_diary(at_rest=False), a_reckoning("task 7 was lost"))
    assert "! task 7 was lost" in ill
    assert "! it has not come to rest" in ill
    assert "Everything matches" not in ill


def test_whether_the_bot_was_there():
    diary = a_diary(online=[(10.0, True), (20.0, False), (25.0, True)])
    assert diary.was_there(12.0, 3.0)
    assert not diary.was_there(18.0, 3.0)
    assert not diary.was_there(22.0, 1.0)
    assert not diary.was_there(5.0, 1.0)
    assert diary.was_there(26.0, 99.0)


def test_the_picture_is_drawn_also_where_the_bot_was_away():
    looks = [a_look(0), a_look(1), Look(2, 1, None), a_look(3, life=2), a_look(20, life=2)]
    assert soak_picture.drawn(Plan(), a_diary(), looks).startswith(b"\x89PNG")
