"""The small parts by themselves: ids, pictures, emoji, permissions, mentions; wild input."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from probe_api import bare, deferred, png, slash

from sandbox.discord.cdn import clean_name
from sandbox.discord.composing import Composer, Request
from sandbox.discord.emoji import is_emoji
from sandbox.discord.errors import ApiError, Form
from sandbox.discord.mentions import PARSE_ALL, mentions
from sandbox.discord.permissions import EVERYTHING, MEMBER, NONE, Overwrite, Permission, resolve
from sandbox.discord.pictures import Picture, sniff
from sandbox.discord.rules_commands import check_commands
from sandbox.discord.rules_components import check_components
from sandbox.discord.rules_message import check_fields
from sandbox.discord.rules_modal import check_modal
from sandbox.discord.server import Discord
from sandbox.discord.snowflake import Snowflakes, moment_of
from tests.clock import HandTime

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 50)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "components",
                    "accessory",
                    "component",
                    "items",
                    "media",
                    "file",
                    "url",
                    "id",
                    "custom_id",
                    "label",
                    "style",
                    "options",
                    "emoji",
                    "name",
                    "value",
                    "content",
                    "flags",
                    "embeds",
                    "attachments",
                    "choices",
                    "fields",
                    "title",
                    "allowed_mentions",
                    "parse",
                    "users",
                    "min_values",
                    "max_values",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.lists(st.floats(0, 2_000_000_000), min_size=2, max_size=30))
def test_ids_only_grow_whatever_the_clock_does(moments):
    clock = HandTime()
    snowflakes = Snowflakes(clock)
    ids = []
    for moment in moments:
        clock.now = moment
        ids.append(snowflakes.next())
    assert ids == sorted(set(ids))


def test_an_id_tells_its_moment():
    assert moment_of(Snowflakes(HandTime(1_800_000_000.25)).next()) == 1_800_000_000.25


def test_the_first_world_has_the_same_ids_in_every_run():
    first, second = (Discord(token="x") for _ in range(2))
    assert first.channel("gallery").id == second.channel("gallery").id
    assert first.person("Ada").id == second.person("Ada").id


@pytest.mark.parametrize(
    ("kind", "options", "content_type"),
    [
        ("PNG", {}, "image/png"),
        ("GIF", {}, "image/gif"),
        ("JPEG", {}, "image/jpeg"),
        ("JPEG", {"progressive": True}, "image/jpeg"),
        ("WEBP", {}, "image/webp"),
        ("WEBP", {"lossless": True}, "image/webp"),
        ("WEBP", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}, "image/webp"),
    ],
)
def test_pictures_are_known_by_their_headers(kind, options, content_type):
    out = io.BytesIO()
    Image.new("RGB", (321, 123)).save(out, kind, **options)
    assert sniff(out.getvalue()) == Picture(content_type, 321, 123)
    for cut in range(30):
        sniff(out.getvalue()[:cut])


@given(
    st.binary(max_size=40), st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF0000WEBPVP8 ", b"GIF89a"])
)
def test_bytes_that_are_no_picture(data, start):
    found = sniff(start + data)
    assert found is None or found.width >= 0


@pytest.mark.parametrize(
    "text", ["🔄", "⭐", "❤️", "❤", "👍🏽", "👩‍🎨", "🇨🇳", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🪄", "🔍", "⬅️", "✂️"]
)
def test_emoji(text):
    assert is_emoji(text)


@pytest.mark.parametrize(
    "text", ["", "a", "U1", "1", "#", "🔄🔄", ":smile:", " ", "\ufe0f", "🔄x", "龍"]
)
def test_no_emoji(text):
    assert not is_emoji(text)


@given(st.text(max_size=30))
def test_file_names_are_made_plain(name):
    plain = clean_name(name)
    assert plain == clean_name(plain)
    assert plain.isascii()
    assert "/" not in plain


def test_overwrites_combine_as_discord_says():
    view, send = Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES
    everyone, role, me = 1, 2, 3
    hidden = [Overwrite(everyone, 0, deny=view)]
    assert resolve(MEMBER, hidden, everyone, {role}, me) == NONE
    assert resolve(EVERYTHING, hidden, everyone, {role}, me) == EVERYTHING
    shown = [*hidden, Overwrite(role, 0, allow=view)]
    assert send in resolve(MEMBER, shown, everyone, {role}, me)
    silent = [*shown, Overwrite(me, 1, deny=send)]
    found = resolve(MEMBER, silent, everyone, {role}, me)
    assert view in found
    assert send not in found


@given(st.text(alphabet="<@!&>0123456789`\n everyonehr", max_size=60))
def test_nobody_is_pinged_when_nobody_may_be(text):
    assert not mentions([text], {"parse": []}, PARSE_ALL)


def test_who_is_pinged():
    text = "<@1> <@!2> <@&3> @everyone ``<@4>``"
    found = mentions([text], None, PARSE_ALL)
    assert (found.users, found.roles, found.everyone) == ((1, 2), (3,), True)
    listed = mentions([text], {"parse": ["roles"], "users": ["2", 9]}, PARSE_ALL)
    assert (listed.users, listed.roles, listed.everyone) == ((2,), (3,), False)


@given(JSON)
@settings(max_examples=300)
def test_rules_judge_any_json(value):
    for v2 in (True, False):
        check_components(value, v2=v2, emojis=(), at=("components",), form=Form())
    check_modal(value, (), (), Form())
    check_commands(value, Form())
    check_fields(value, (), Form())


@given(body=st.dictionaries(st.sampled_from(["content", "embeds", "components", "flags"]), JSON))
@settings(max_examples=200)
def test_a_message_of_any_json_is_made_or_refused(body):
    discord = Discord(token="x")
    composer = Composer(discord.cdn, (), discord.world.knows)
    with contextlib.suppress(ApiError):
        composer.compose(Request(body, {}, (1 << 53) - 1, 1 << 20, 1))


@given(body=JSON)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_server_never_breaks(body):
    async with bare() as (discord, api):
        use = await slash(discord)
        gallery = f"/channels/{discord.channel('gallery').id}/messages"
        app = f"/applications/{discord.world.app_id}/commands"
        callback = f"/interactions/{use.id}/{use.token}/callback"
        for method, path in (("POST", gallery), ("PUT", app), ("POST", app), ("POST", callback)):
            reply = await api.call(method, path, body)
            assert reply.status < 500, (path, body)
        for kind in (4, 5, 9):
            assert (await api.answer(use, kind, body)).status < 500


async def test_uploads_of_any_name_and_number():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        files = {7: ("..", png()), 3: ("ü.png", png())}
        body = {"content": "x", "attachments": [{"id": 7}, {"id": "3"}]}
        reply = await api.original(use, body, files=files)
        assert [a["filename"] for a in reply.body["attachments"]] == ["unknown", ".png"]
        for attachment in reply.body["attachments"]:
            async with api.session.get(attachment["url"]) as answer:
                assert answer.status == 200
