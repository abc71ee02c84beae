"""Single JSON values of any shape."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.relay.answer import Answer, Ending
from bot.relay.wire import document, scalars

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1320098173412546", "1320098173412546"),
        (1320098173412546, "1320098173412546"),
        ("0741798445574458", "0741798445574458"),
        (14001934816969359, "14001934816969359"),  # > 2**53
        (Decimal("1.320098173412546E+15"), "1320098173412546"),
        ("task_1234567890", "task_1234567890"),
        (" 17 ", "17"),
        (0, None),
        ("0", None),
        (-1, None),
        (True, None),
        (Decimal("1.5"), None),
        (Decimal("Infinity"), None),
        (Decimal("1E+999999"), None),
        (10**40, None),
        ("", None),
        ("..", None),
        ("a b", None),
        ("a\u2028b", None),
        ("a\ud800", None),
        ("x" * 201, None),
        (None, None),
        ([], None),
    ],
)
def test_identifiers(value: object, expected: str | None):
    assert scalars.identifier(value) == expected


@given(st.from_regex(r"[0-9]{1,20}|[A-Za-z_-][A-Za-z0-9_.-]{0,40}", fullmatch=True))
def test_an_identifier_goes_through_json_unchanged(relay_id: str):
    body = f'{{"id": "{relay_id}"}}'.encode()
    read = document.parse(Answer(200, body))
    assert isinstance(read, dict)
    assert scalars.identifier(read["id"]) == (None if relay_id == "0" else relay_id)


@given(st.integers(min_value=1, max_value=10**29))
def test_a_number_as_identifier_keeps_every_digit(relay_id: int):
    assert scalars.identifier(document.parse(Answer(200, str(relay_id).encode()))) == str(relay_id)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("46%", 46),
        ("0%", 0),
        ("100%", 100),
        (" 46 % ", 46),
        ("(46%) (fast)", 46),
        ("46.5%", 46),
        ("46", 46),
        (46, 46),
        (Decimal("46.0"), 46),
        ("", None),
        (None, None),
        ("Waiting to start", None),
        ("paused", None),
        ("150%", None),
        (-3, None),
        (["46%"], None),
        (True, None),
    ],
)
def test_progress(value: object, expected: int | None):
    assert scalars.percent(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", 1),
        (" 22 ", 22),
        (-1, -1),
        ("-1", -1),
        (Decimal("1.0"), 1),
        (Decimal("1.5"), None),
        ("one", None),
        ("１", None),
        (False, None),
        (None, None),
        ({}, None),
        (10**40, None),
    ],
)
def test_numbers(value: object, expected: int | None):
    assert scalars.number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("两只 猫\n\t", "两只 猫\n\t"),
        ("a\x00b\ud800c\x1b", "abc"),
        (7, "7"),
        (Decimal("1.5"), "1.5"),
        (10**40, ""),
        (None, ""),
        (True, ""),
        ({"a": 1}, ""),
        ("x" * 9000, "x" * 8000),
    ],
)
def test_text(value: object, expected: str):
    assert scalars.text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1741531608566, 1741531608.566),
        ("1741531608566", 1741531608.566),
        (1741531608, 1741531608.0),
        (0, None),
        (None, None),
        ("2025-03-09 12:00:00", None),
        (10**25, None),
    ],
)
def test_moments(value: object, expected: float | None):
    assert scalars.moment(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://cdn.example/a.png?ex=1&is=2&hm=3&", "https://cdn.example/a.png?ex=1&is=2&hm=3&"),
        (" http://localhost:3000/mj/image/1 ", "http://localhost:3000/mj/image/1"),
        ("", None),
        (None, None),
        ("/mj/image/1?rand=17", "/mj/image/1?rand=17"),
        ("/other/image.png", None),
        ("//cdn.example/mj/image/1", None),
        ("ftp://cdn.example/a", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://[::1/", None),
        ("https://cdn.example/a b", None),
        ("https://cdn.example/" + "a" * 5000, None),
    ],
)
def test_web_addresses(value: object, expected: str | None):
    assert scalars.web_address(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        ("true", True),
        (1, True),
        ("False", False),
        (0, False),
        (None, None),
        ({}, None),
    ],
)
def test_flags(value: object, expected: bool | None):
    assert scalars.flag(value) is expected


@given(ANYTHING)
def test_no_value_breaks_any_of_them(value: object):
    readers = (
        scalars.text, scalars.identifier, scalars.number, scalars.flag, scalars.mapping,
        scalars.percent, scalars.web_address, scalars.moment,
    )  # fmt: skip
    for read in readers:
        read(value)
    scalars.text(value).encode()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200),
        Answer(200, b"  \n"),
        Answer(200, b"<!doctype html>"),
        Answer(200, b"\xef\xbb\xbf <html>"),
        Answer(200, b'{"code":1', None, Ending.CUT),
        Answer(200, b"{}", None, Ending.TOO_LONG),
        Answer(200, b'{"code":'),
        Answer(200, b"[" * 100_000),
        Answer(200, b"1" * 100_000),
        Answer(200, b"1E99999999999999999999"),
        Answer(200, b"NaN"),
        Answer(200, b"\xff\xfe"),
    ],
)
def test_what_is_not_json_says_so(answer: Answer):
    with pytest.raises(document.NotJson):
        document.parse(answer)


@given(st.binary(max_size=40))
def test_any_bytes_are_json_or_say_they_are_not(body: bytes):
    try:
        document.parse(Answer(200, body))
    except document.NotJson:
        return


def test_json_is_read_whatever_stands_before_it():
    assert document.parse(Answer(200, b'\xef\xbb\xbf{"code":1.5}')) == {"code": Decimal("1.5")}
