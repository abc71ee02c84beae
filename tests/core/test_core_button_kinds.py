"""What a button does, by its custom id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.button_kinds import LONGEST, kind

U = "26d56b92-4ed6-45e2-8561-563797923135"


@pytest.mark.parametrize(
    ("custom_id", "expected"),
    [
        (f"MJ::JOB::upsample::1::{U}", "upsample"),
        (f"MJ::JOB::upsample_v6r1_2x_creative::1::{U}::SOLO", "upsample_v6r1_2x_creative"),
        (f"MJ::JOB::animate_high::1::{U}::SOLO", "animate_high"),
        (f"MJ::JOB::animate_low_extend::2::{U}", "animate_low_extend"),
        (f"MJ::JOB::reroll::0::{U}::SOLO", "reroll"),
        (f"MJ::Inpaint::1::{U}::SOLO", "Inpaint"),
        (f"MJ::Outpaint::75::1::{U}::SOLO", "Outpaint"),
        (f"MJ::CustomZoom::{U}", "CustomZoom"),
        (f"MJ::BOOKMARK::{U}", "BOOKMARK"),
        ("MJ::Job::PicReader::2", "PicReader"),
        ("MJ::Job::PicReader::all", "PicReader::all"),
        ("MJ::JOB::PromptAnalyzer::1", "PromptAnalyzer"),
        ("MJ::Picread::Retry", "Picread"),
        ("MJ::JOB", "JOB"),
        ("MJ::", "MJ::"),
        ("somebody's own", "somebody's own"),
        ("", ""),
    ],
)
def test_kinds(custom_id: str, expected: str):
    assert kind(custom_id) == expected


@given(st.text(alphabet="MJOBall:_1x", max_size=120))
def test_any_custom_id_has_a_short_kind(custom_id: str):
    assert len(kind(custom_id)) <= LONGEST
    assert bool(kind(custom_id)) or not custom_id.removeprefix("MJ").strip(":JOBMj")
