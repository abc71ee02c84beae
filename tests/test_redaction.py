from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import HIDDEN, Redactor

INTERACTION = "aW50ZXJhY3Rpb246MTE5OTY1NDMyMTpBYkNkRWY1a2wx"
BOT = "MTA5OTY1NDMyMTA5ODc2NTQzMg.GxYzAb.kD3fGh1jKlMnOpQrStUvWxYz0123456789-_ab"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (
            "PATCH https://discord.com/api/v10/webhooks/845/short-token/messages/@original",
            f"PATCH https://discord.com/api/v10/webhooks/845/{HIDDEN}/messages/@original",
        ),
        (
            "POST https://x/interactions/119/short-token/callback?with_response=1 with",
            f"POST https://x/interactions/119/{HIDDEN}/callback?with_response=1 with",
        ),
        ("'url': 'https://x/webhooks/845/tok'}", f"'url': 'https://x/webhooks/845/{HIDDEN}'}}"),
        (
            "{'type': 2, 'token': 'tok', 'id': '1'}",
            f"{{'type': 2, 'token': '{HIDDEN}', 'id': '1'}}",
        ),
        ('{"token":"tok"}', f'{{"token":"{HIDDEN}"}}'),
        (json.dumps('{"token": "tok"}'), json.dumps(f'{{"token": "{HIDDEN}"}}')),
        ("Authorization: Bearer sk-1", f"Authorization: Bearer {HIDDEN}"),
        ("authorization=sk-1", f"authorization={HIDDEN}"),
        ("{'Authorization': 'Bot abc.def'}", f"{{'Authorization': 'Bot {HIDDEN}'}}"),
        ("(b'mj-api-secret', b'sk-1')", f"(b'mj-api-secret', b'{HIDDEN}')"),
        ("<CIMultiDict('MJ-Api-Secret': 'sk-1')>", f"<CIMultiDict('MJ-Api-Secret': '{HIDDEN}')>"),
        (json.dumps('"Authorization": "sk-1"'), json.dumps(f'"Authorization": "{HIDDEN}"')),
        (f"somewhere {INTERACTION} else", f"somewhere {HIDDEN} else"),
        (f"somewhere {BOT} else", f"somewhere {HIDDEN} else"),
    ],
)
def test_secrets_are_known_by_their_look(written: str, kept: str) -> None:
    assert Redactor()(written) == kept


@pytest.mark.parametrize(
    "words",
    [
        "task=12 accepted relay_id='1730000000000001'",
        "GET https://discord.com/api/v10/webhooks/845",
        "https://cdn.example.com/attachments/1/2/picture.png?ex=1&is=2",
        "the author is authorized to post, no token: nothing",
        "/interactions/ /webhooks/@me/x",
    ],
)
def test_other_words_are_left_as_they_are(words: str) -> None:
    assert Redactor()(words) == words


@pytest.mark.parametrize("secret", ["sk-plain-1234", 'sk-with"quote\\', "sk-with/slash+plus=", BOT])
def test_secrets_told_are_hidden_in_every_shape(secret: str) -> None:
    redact = Redactor([secret])

    for written in (secret, json.dumps({"a": secret}), f"https://x/?key={secret}", repr([secret])):
        assert "sk-" not in redact(f"before {written} after")
    assert redact(f"a{secret}b{secret}c") == f"a{HIDDEN}b{HIDDEN}c"


def test_of_two_secrets_that_begin_alike_nothing_is_left() -> None:
    assert Redactor(["sk-1234567", "sk-1234567-longer"])("sk-1234567-longer") == HIDDEN


def test_a_secret_as_short_as_a_word_does_not_eat_the_log() -> None:
    assert Redactor(["a", ""])("a cat sat") == "a cat sat"


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_no_secret_told_is_ever_left(secret: str, before: str, after: str) -> None:
    kept = Redactor([secret])(f"{before} {secret} {after}")

    assert secret not in kept.replace(HIDDEN, " ")
