"""Which addresses may be fetched, in every notation there is."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble
from bot.media.guard import Guard, PublicResolver, allowed

RELAY = "https://relay.example:8443/mj"
GUARD = Guard({"main": RELAY, "home": "http://10.0.0.7:3000", "sub": "https://x.example/api/mj/"})
PRIVATE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/29",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
]
PRIVATE_6 = [
    "::/128",
    "::1/128",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


def forbidden(link: str, relay: str = "main") -> bool:
    try:
        GUARD.target(link, relay)
    except PictureError as error:
        return error.trouble is PictureTrouble.FORBIDDEN
    return False


def inside(networks: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(networks).flatmap(
        lambda network: st.ip_addresses(network=network).map(str)
    )


@given(inside(PRIVATE))
def test_private_addresses_in_every_notation(address: str) -> None:
    number = int(ipaddress.IPv4Address(address))
    a, b, c, d = address.split(".")
    notations = [
        address,
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{b}.{int(c) * 256 + int(d)}",
        f"{a}.{int(b) * 65_536 + int(c) * 256 + int(d)}",
        f"{int(a):#x}.{b}.{c}.0{int(d):o}",
        f"[::ffff:{address}]",
        f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]",
        f"[::{address}]",
        f"[64:ff9b::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
    ]
    for notation in notations:
        assert forbidden(f"http://{notation}/a.png"), notation
        assert forbidden(f"https://{notation}:8443/a.png"), notation


@given(inside(PRIVATE_6))
def test_private_addresses_of_version_6(address: str) -> None:
    assert not allowed(address)
    assert not allowed(f"{address}%eth0")
    assert forbidden(f"http://[{address}]/a.png")


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]
)
def test_public_addresses(address: str) -> None:
    assert allowed(address)
    host = f"[{address}]" if ":" in address else address
    assert GUARD.target(f"https://{host}/a.png", "main").own is False


@pytest.mark.parametrize("address", ["", "localhost", "1.2.3", "::g"])
def test_what_is_no_address_is_not_allowed(address: str) -> None:
    assert not allowed(address)


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "ftp://example.com/a.png",
        "gopher://example.com/",
        "data:image/png;base64,AAAA",
    ],
)
def test_other_schemes_are_forbidden(link: str) -> None:
    assert forbidden(link)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "a.png",
        "/a.png",
        "http://",
        "http:///a.png",
        "http://[::1/a.png",
        "http://example.com:99999/a.png",
    ],
)
def test_what_is_no_link_is_missing(link: str) -> None:
    with pytest.raises(PictureError) as caught:
        GUARD.target(link, "main")
    assert caught.value.trouble is PictureTrouble.MISSING


@given(st.text(max_size=60) | st.text(max_size=40).map("http://{}".format))
def test_any_link_is_judged(link: str) -> None:
    try:
        target = GUARD.target(link, "main")
    except PictureError:
        return
    assert target.url.scheme in {"http", "https"}
    assert target.url.host


@pytest.mark.parametrize(
    ("link", "relay", "own"),
    [
        ("https://relay.example:8443/x.png", "main", True),
        ("https://RELAY.example.:8443/x.png", "main", True),
        ("https://relay.example/x.png", "main", False),
        ("https://relay.example:8443/x.png", "home", False),
        ("http://10.0.0.7:3000/x.png", "home", True),
        ("https://cdn.discordapp.com/x.png", "main", False),
    ],
)
def test_own_host(link: str, relay: str, own: bool) -> None:
    assert GUARD.target(link, relay).own is own


def test_the_host_of_one_relay_is_not_open_to_another() -> None:
    assert forbidden("http://10.0.0.7:3000/x.png", "main")
    assert forbidden("http://10.0.0.7:3001/x.png", "home")
    assert forbidden("http://10.0.0.7:3000/x.png", "unknown")


@pytest.mark.parametrize(
    ("link", "relay", "expected"),
    [
        (
            "http://localhost:3000/mj/image/17?rand=5",
            "main",
            "https://relay.example:8443/mj/image/17?rand=5",
        ),
        ("http://127.0.0.1:3000/mj/image/17", "main", "https://relay.example:8443/mj/image/17"),
        ("http://[::1]:3000/mj/image/17", "main", "https://relay.example:8443/mj/image/17"),
        ("http://new-api:3000/mj/image/17", "main", "https://relay.example:8443/mj/image/17"),
        ("http://host.docker.internal/mj/image/1", "main", "https://relay.example:8443/mj/image/1"),
        ("/mj/image/17", "main", "https://relay.example:8443/mj/image/17"),
        ("http://localhost:3000/mj/image/17", "sub", "https://x.example/api/mj/image/17"),
        ("http://localhost:3000/mj/image/17", "home", "http://10.0.0.7:3000/mj/image/17"),
        ("http://8.8.8.8/mj/image/17", "main", "http://8.8.8.8/mj/image/17"),
        ("https://other.example/mj/image/17", "main", "https://other.example/mj/image/17"),
    ],
)
def test_new_apis_own_links_are_put_right(link: str, relay: str, expected: str) -> None:
    assert str(GUARD.target(link, relay).url) == expected


def test_another_path_at_localhost_stays_forbidden_or_unresolvable() -> None:
    assert forbidden("http://127.0.0.1:3000/admin")
    assert forbidden("http://127.0.0.1:3000/x/mj/image/17")


def test_a_signed_link_is_not_spelt_anew() -> None:
    link = "https://cdn.discordapp.com/a%2Fb/c%7Ed.png?ex=6&is=%2B&hm=ab&"
    assert str(GUARD.target(link, "main").url) == link


async def test_each_answer_of_a_name_server_is_judged(names) -> None:
    names.answers["two.example"] = [["1.1.1.1", "10.0.0.1", "::1"], ["127.0.0.1"]]
    resolver = PublicResolver(names)
    first = await resolver.resolve("two.example", 80, socket.AF_INET)
    assert [result["host"] for result in first] == ["1.1.1.1"]
    with pytest.raises(PictureError) as caught:
        await resolver.resolve("two.example", 80, socket.AF_INET)
    assert caught.value.trouble is PictureTrouble.FORBIDDEN
    await resolver.close()
