"""Addresses and settings: what operators paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.request import Speed
from bot.relay.address import Address, BadAddress
from bot.relay.settings import Auth, RelaySettings

IMAGINE = "submit/imagine"


@pytest.mark.parametrize(
    ("pasted", "called"),
    [
        ("https://relay.example", "https://relay.example/mj/submit/imagine"),
        ("  https://relay.example/ ", "https://relay.example/mj/submit/imagine"),
        ("https://relay.example/mj", "https://relay.example/mj/submit/imagine"),
        ("https://relay.example//mj//", "https://relay.example/mj/submit/imagine"),
        ("HTTPS://Relay.Example:8443/mj/", "https://relay.example:8443/mj/submit/imagine"),
        ("http://[::1]:8080/mj", "http://[::1]:8080/mj/submit/imagine"),
        ("http://10.0.0.7:8080/proxy/mj", "http://10.0.0.7:8080/proxy/mj/submit/imagine"),
        ("https://relay.example/mj-fast/mj", "https://relay.example/mj-fast/mj/submit/imagine"),
        ("https://relay.example/mj-relax", "https://relay.example/mj-relax/mj/submit/imagine"),
        ("https://relay.example/fast/mj/", "https://relay.example/fast/mj/submit/imagine"),
        ("https://relay.example/mj-turbo-proxy/mj", "https://relay.example/mj-turbo-proxy/mj/submit/imagine"),
        ("https://relay.example/mj/submit/imagine", "https://relay.example/mj/submit/imagine"),
        ("https://relay.example/fast/mj/task/1/fetch", "https://relay.example/fast/mj/submit/imagine"),
    ],
)  # fmt: skip
def test_whatever_is_pasted_leads_to_the_same_operation(pasted: str, called: str):
    assert Address.parse(pasted).url(IMAGINE, None) == called


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "relay.example/mj",
        "ftp://relay.example",
        "https://",
        "https:///mj",
        "https://relay.example/mj?key=1",
        "https://relay.example/mj?",
        "https://relay.example/mj#top",
        "https://sk-secret@relay.example/mj",
        "https://relay.example/a path",
        "https://relay.example\\mj",
        "https://relay.example:port/mj",
        "https://[::1/mj",
        "https://relay..example",
        "https://" + "r" * 64 + ".example",
    ],
)
def test_what_cannot_be_meant_is_one_sentence(pasted: str):
    with pytest.raises(BadAddress) as caught:
        Address.parse(pasted)
    assert str(caught.value).startswith("The relay's address ")
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize("template", ["", "fast", "{mode}", "{speed}/x", "{speed}{speed}", "{0}"])
def test_a_speed_path_without_the_speed_is_refused(template: str):
    with pytest.raises(BadAddress, match="speed path"):
        Address.parse("https://relay.example", speed_path=template)


def test_the_speed_goes_where_the_relay_wants_it():
    usual = Address.parse("https://relay.example/mj", speed=Speed.FAST)
    short = Address.parse("https://relay.example/mj", speed_path="{speed}")
    pasted = Address.parse("https://relay.example/mj-relax/mj")

    assert usual.url("task/list", None) == "https://relay.example/mj-fast/mj/task/list"
    assert usual.url("task/list", Speed.TURBO) == "https://relay.example/mj-turbo/mj/task/list"
    assert short.url("task/list", Speed.RELAX) == "https://relay.example/relax/mj/task/list"
    assert short.url("task/list", None) == "https://relay.example/mj/task/list"
    assert pasted.url("task/list", Speed.FAST) == "https://relay.example/mj-fast/mj/task/list"


def test_a_set_speed_wins_over_a_pasted_one():
    address = Address.parse("https://relay.example/mj-fast/mj", speed=Speed.RELAX)
    assert address.lead == "mj-relax"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_sentence(pasted: str):
    try:
        address = Address.parse(f"https://{pasted}")
    except BadAddress:
        return
    assert address.host
    assert Address.parse(address.base).host == address.host


@given(st.sampled_from(["", "/", "/mj", "/mj/", "//mj//", "/mj-fast/mj", "/fast", "/a/b/mj"]))
def test_reading_an_address_twice_changes_nothing(path: str):
    once = Address.parse(f"https://relay.example{path}")
    assert Address.parse(once.base).base == once.base


def test_the_key_is_hidden_and_sent_as_the_relay_wants_it():
    settings = RelaySettings(name="main", url="https://Relay.example/api/mj", key="sk-secret")

    assert "secret" not in repr(settings)
    assert (settings.host, settings.base_url) == ("relay.example", "https://relay.example/api")
    assert Auth.BEARER.header("K") == ("Authorization", "Bearer K")
    assert Auth.AUTHORIZATION.header("K") == ("Authorization", "K")
    assert Auth.SECRET.header("K") == ("mj-api-secret", "K")


@pytest.mark.parametrize("key", ["", "sk secret", "sk-secret\r\nX: y", "ключ"])
def test_a_key_that_cannot_be_a_header_is_refused_without_being_told(key: str):
    with pytest.raises(ValueError, match="key") as caught:
        RelaySettings(name="main", url="https://relay.example", key=key)
    assert key == "" or key not in str(caught.value)
