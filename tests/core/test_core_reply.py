from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.picture import Attached
from bot.core.reply import TOKEN_LIFE, Route
from tests.builders import NOW, a_reply

AFTER = NOW + TOKEN_LIFE
routes = st.frozensets(st.sampled_from(Route))
replies = st.builds(
    a_reply,
    token_until=st.sampled_from([0.0, AFTER]),
    message_id=st.none() | st.just(5),
    ephemeral=st.booleans(),
    bot_can_edit=st.booleans(),
    dead=routes,
)


@pytest.mark.parametrize(
    ("changes", "now", "route"),
    [
        ({}, NOW, Route.TOKEN),
        ({}, AFTER - 0.001, Route.TOKEN),
        ({"message_id": 5}, AFTER, Route.BOT),
        ({}, AFTER, Route.FRESH),
        ({"message_id": 5, "bot_can_edit": False}, AFTER, Route.DIRECT),
        ({"message_id": 5, "ephemeral": True}, NOW, Route.TOKEN),
        ({"message_id": 5, "ephemeral": True}, AFTER, Route.DIRECT),
        ({"message_id": 5, "dead": frozenset({Route.TOKEN})}, NOW, Route.BOT),
        ({"message_id": 5, "dead": frozenset({Route.BOT})}, AFTER, Route.FRESH),
        ({"dead": frozenset({Route.FRESH})}, AFTER, Route.DIRECT),
        ({"dead": frozenset(Route)}, NOW, None),
    ],
)
def test_the_best_way_that_is_open_is_taken(
    changes: dict[str, object], now: float, route: Route | None
) -> None:
    assert a_reply(**changes).route(now) is route


@given(replies, st.floats(NOW, NOW + 10_000))
def test_a_way_that_is_closed_is_never_taken_again(reply: object, now: float) -> None:
    taken = []
    while (route := reply.route(now)) is not None:
        taken.append(route)
        reply = reply.closed(frozenset({route}))

    assert taken == [route for route in Route if route in taken]
    assert set(Route) - set(taken) <= reply.dead | {Route.TOKEN, Route.BOT, Route.FRESH}


@given(replies)
def test_nobody_but_the_member_ever_sees_a_private_reply(reply: object) -> None:
    private = a_reply(ephemeral=True, message_id=reply.message_id, dead=reply.dead)

    assert private.route(NOW) in {Route.TOKEN, Route.DIRECT, None}
    assert private.route(math.inf) in {Route.DIRECT, None}


def test_a_new_message_forgets_the_old_one() -> None:
    old = a_reply(
        message_id=5,
        ephemeral=True,
        bot_can_edit=False,
        attached=Attached("https://relay.example/1", "https://cdn.example/1"),
        dead=frozenset({Route.BOT}),
    )

    new = old.moved(7, 8, direct=False)

    assert (new.channel_id, new.message_id, new.token, new.attached) == (7, 8, "", None)
    assert new.route(NOW) is Route.BOT
    assert new.closed(frozenset({Route.BOT})).route(NOW) is Route.FRESH


def test_a_direct_message_is_never_moved_into_the_channel() -> None:
    direct = a_reply(message_id=5).moved(7, 8, direct=True)

    assert direct.route(NOW) is Route.BOT
    assert direct.closed(frozenset({Route.BOT})).route(NOW) is Route.DIRECT
