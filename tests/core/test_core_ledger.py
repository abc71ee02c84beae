"""The ledger's entries lead from what a task held to what it holds, and never make money."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.failure import Failure, FailureKind
from bot.core.ledger import Account, Due, balances, due, entries
from bot.core.report import Acceptance
from bot.core.task import Task
from bot.core.terms import Terms
from tests.builders import NOW, a_task, an_action

amounts = st.integers(0, 1_000_000)
dues = st.builds(Due, amounts, amounts, amounts)
REGION = Terms(press=0, form=100)
TWICE = Terms(press=100, form=100, press_paid=True)
ONCE = Terms(press=100, form=100)


@given(st.lists(dues, min_size=1, max_size=8))
def test_entries_come_to_what_is_held(life: list[Due]) -> None:
    steps = zip([Due(), *life], life, strict=False)
    kept = balances(entry for before, after in steps for entry in entries(before, after))

    assert kept[Account.RESERVED] == life[-1].reserved
    assert kept[Account.RELAY] == life[-1].relay
    assert kept[Account.MEMBER] == -life[-1].total
    assert kept[Account.HOUSE] == -life[-1].lost
    assert sum(kept.values()) == 0


@given(dues, dues)
def test_every_entry_moves_something(before: Due, after: Due) -> None:
    assert all(
        entry.amount > 0 and entry.source != entry.target for entry in entries(before, after)
    )


@pytest.mark.parametrize(
    ("terms", "form", "confirmed", "held"),
    [
        (Terms(press=70), None, False, Due(0, 70)),
        (REGION, "a cat", False, Due(100, 0)),
        (REGION, "a cat", True, Due(0, 100)),
        (TWICE, "a cat", False, Due(100, 100)),
        (TWICE, "a cat", True, Due(0, 200)),
        (ONCE, "a cat", False, Due(100, 0)),
        (ONCE, "a cat", True, Due(0, 100)),
    ],
)
def test_a_taken_task_holds_what_the_relay_takes(
    terms: Terms, form: str | None, confirmed: bool, held: Due
) -> None:
    task = a_task(request=an_action(), terms=terms).queued()
    task = task.accepted(Acceptance("7", form=form), NOW)
    if confirmed:
        task = task.confirming(NOW)

    assert due(task) == held


@pytest.mark.parametrize(("terms", "most"), [(REGION, 100), (TWICE, 200), (ONCE, 100)])
def test_the_most_it_may_cost_is_set_aside_at_once(terms: Terms, most: int) -> None:
    """A quota that has room for that is not passed when the relay asks for the form."""
    task = a_task(request=an_action(), terms=terms).queued()
    assert due(task) == Due(reserved=most)
    for form in (None, "a cat"):
        accepted = task.accepted(Acceptance("7", form=form), NOW)
        assert due(accepted).total <= most
        assert due(accepted.confirming(NOW)).total <= most


@pytest.mark.parametrize("terms", [REGION, TWICE, ONCE, Terms(press=70)])
def test_what_comes_to_nothing_holds_nothing(terms: Terms) -> None:
    task = replace(a_task(), terms=terms).queued()
    assert due(task).total == terms.most
    task = task.accepted(Acceptance("7"), NOW)

    assert due(task.cancelled(NOW, returned=True)) == Due()
    assert due(task.failed(Failure(FailureKind.OTHER), NOW, returned=True)) == Due()
    assert due(task.failed(Failure(FailureKind.FORGOTTEN), NOW)) == Due(lost=terms.press)


@pytest.mark.parametrize("kind", [FailureKind.OUTCOME_UNKNOWN, FailureKind.INTERRUPTED])
def test_what_the_relay_was_never_heard_to_take_is_nobodys_loss(kind: FailureKind) -> None:
    task = replace(a_task(), terms=TWICE).queued().sending(NOW)
    assert due(task.failed(Failure(kind), NOW)) == Due()


def a_form(terms: Terms) -> Task:
    task = a_task(request=an_action(), terms=terms).queued()
    return task.accepted(Acceptance("7", form="a cat"), NOW)


@pytest.mark.parametrize(("terms", "kept"), [(TWICE, 100), (ONCE, 0), (REGION, 0)])
def test_a_press_whose_form_the_member_let_pass_stays_theirs(terms: Terms, kept: int) -> None:
    task = a_form(terms)
    assert due(task.failed(Failure(FailureKind.FORM_EXPIRED), NOW)) == Due(charged=kept)
    assert due(task.mute().cancelled(NOW)) == Due(charged=kept)
    assert due(task.cancelled(NOW, returned=True)) == Due()
    assert due(task.given_back().failed(Failure(FailureKind.FORM_EXPIRED), NOW)) == Due()


@pytest.mark.parametrize(("terms", "kept"), [(TWICE, 100), (ONCE, 0), (REGION, 0)])
def test_a_form_that_the_relay_does_not_take_is_not_the_members_loss(
    terms: Terms, kept: int
) -> None:
    task = a_form(terms).confirming(NOW)
    assert due(task.unanswered(Failure(FailureKind.BANNED_PROMPT), NOW)) == Due(lost=kept)


def test_what_goes_on_unseen_is_paid_all_the_same() -> None:
    task = a_task(terms=TWICE).queued().accepted(Acceptance("7"), NOW).mute()
    assert due(task) == Due(charged=100)
