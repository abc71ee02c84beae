"""Web pages in the place of answers, by when they were asked for."""

from __future__ import annotations

from bot.relay.pages import Pages


def test_pages_for_what_was_asked_at_one_moment_are_one() -> None:
    pages = Pages()
    first, second = pages.asking(), pages.asking()
    assert not pages.again("submit/blend", first)
    assert not pages.again("submit/blend", second)
    assert pages.again("submit/blend", pages.asking())
    assert not pages.again("submit/edits", pages.asking())


def test_another_answer_makes_the_next_page_the_first() -> None:
    pages = Pages()
    assert not pages.again("submit/blend", pages.asking())
    pages.none("submit/blend")
    assert not pages.again("submit/blend", pages.asking())
