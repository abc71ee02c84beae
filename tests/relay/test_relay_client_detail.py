"""What members may see of a relay's words."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.relay.wire.detail import LONGEST, safe_detail


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Invalid value", "Invalid value"),
        ("Unrecognized parameter(s): `--foo`", "Unrecognized parameter(s): --foo"),
        ("**stylize** must be between 0 and 1000.", "stylize must be between 0 and 1000."),
        ("--ar 16:9 is not possible here", "--ar 16:9 is not possible here"),
        ("参数错误。请重试", "参数错误。请重试"),
        ("a_b stays, _c_ does not lean", "a_b stays, c does not lean"),
        ("# Head\tline", "Head line"),
        ("Too long. See https://docs.example/x for more", "Too long."),
        ("Bad value\nrequest id: 20250101abc", "Bad value"),
        ("request id: 20250101abc", ""),
        ("see docs.example.com", ""),
        ("ｓｅｅ ｄｏｃｓ．ｅｘａｍｐｌｅ", ""),
        ("docs。example", ""),
        ("at 10.0.0.7", ""),
        ("at [fe80::1]", ""),
        ("at fe80::1", ""),
        ("at localhost", ""),
        ("dial relay:3000", ""),
        ("key sk-abc", ""),
        ("task 1320098173412546", ""),
        ("job 26d56b92-4ed6-45e2-8561-563797923135", ""),
        ("hash 0a1b2c3d4e5f60718293", ""),
        ("@everyone look", ""),
        ("<@123> look", ""),
        ("[look](x)", ""),
        ('{"error": 1}', ""),
        ("long " * 50, ""),
        ("", ""),
    ],
)
def test_whole_harmless_sentences_stay(said: str, shown: str):
    assert safe_detail(said) == shown


HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,10}\.(com|cn|org|ai|example)", fullmatch=True)
IDS = st.from_regex(r"[0-9]{10,19}", fullmatch=True)
SECRETS = HOSTS | IDS | st.uuids().map(str) | st.ip_addresses().map(str)


@given(st.text(max_size=60), SECRETS, st.text(max_size=60), st.sampled_from(["", "https://", "\n"]))
@example(said="", secret="64:ff9b::", after="", before="")
@example(said="", secret="a-.com", after="", before="")
def test_no_address_or_id_gets_through(said: str, secret: str, after: str, before: str):
    assert secret not in safe_detail(f"{said} {before}{secret} {after}")


@given(st.text(st.characters(), max_size=400))
def test_what_is_shown_is_short_and_plain(said: str):
    shown = safe_detail(said)
    assert len(shown) <= LONGEST
    assert not any(unicodedata.category(c).startswith("C") for c in shown)
    assert not re.search(r"[*`~|\\<>@\[\]]|://", shown)
    assert safe_detail(shown) == shown
