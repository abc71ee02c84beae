"""Only addresses of the open internet are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.links import public


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example.com/a.png",
        "http://cdn.example.com:8080/a.png?x=1#y",
        "https://93.184.216.34/a.png",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/a",
        "https://xn--fiqs8s.example.org/",
    ],
)
def test_public_addresses_stay(url: str) -> None:
    assert public(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "//example.com/a",
        "https:///a",
        "http://localhost:3000/mj/image/1",
        "http://LOCALHOST/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://10.0.0.8/a.png",
        "http://192.168.1.5:8080/",
        "http://169.254.169.254/latest",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://midjourney-proxy:8080/a.png",
        "http://relay.local/",
        "http://relay.internal./",
        "http://relay.home.arpa/",
        "https://user:key@example.com/a",
        "https://exa mple.com/",
        "https://example.com/\u202e",
        "https://example.com:99999/",
        "https://[bad/",
        "https://example..com/",
        "https://example.com/" + "a" * 500,
    ],
)
def test_others_do_not(url: str | None) -> None:
    assert public(url) is None


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    public(text)
    public(f"http://{text}/")


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_private_networks_are_never_shown(address: object) -> None:
    host = f"[{address}]" if ":" in str(address) else str(address)
    assert public(f"http://{host}/a") is None
