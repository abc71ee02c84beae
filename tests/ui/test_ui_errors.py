"""Every error is understood, in every language, without its own text."""

from __future__ import annotations

import inspect

import pytest

from bot.core import errors
from bot.core.errors import (
    AlreadyPressed,
    BadInput,
    BadPrompt,
    Busy,
    EaselError,
    PictureError,
    Refused,
)
from bot.core.failure import Failure, FailureKind
from bot.core.parameters import REASONS
from bot.core.picture import PictureTrouble
from bot.ui.errors import KEYS, failure_words, words
from bot.ui.texts import Texts

CLASSES = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, EaselError)
]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_has_its_own_words(texts: Texts, kind: type[EaselError]) -> None:
    for locale in texts.locales:
        assert KEYS[kind] in texts.keys(locale)


def test_a_new_class_is_understood_through_its_parent(texts: Texts) -> None:
    class Later(Busy):
        pass

    assert words(Later(), texts, "en") == texts.say("en", "errors.busy")


def test_what_nobody_foresaw_is_not_repeated(texts: Texts) -> None:
    said = words(ValueError("https://relay.example/?key=sk-1 Traceback"), texts, "en")
    assert said == texts.say("en", "errors.unexpected")


@pytest.mark.parametrize(("reason", "values"), sorted(REASONS.items()))
def test_refused_prompts_are_told_why(texts: Texts, reason: str, values: frozenset[str]) -> None:
    for locale in texts.locales:
        said = words(BadPrompt(reason, **dict.fromkeys(values, "@everyone **x**")), texts, locale)
        assert "@everyone" not in said
        assert "{" not in said.replace("{ }", "")


def test_a_reason_without_words_is_still_answered(texts: Texts) -> None:
    assert words(BadPrompt("unheard_of"), texts, "en") == texts.say("en", "errors.bad_prompt")
    assert words(BadInput("unheard_of"), texts, "en") == texts.say("en", "errors.bad_input")


def test_values_that_say_more_are_used(texts: Texts) -> None:
    assert "#17" in words(AlreadyPressed(17), texts, "en")
    failure = Failure(FailureKind.QUOTA)
    assert words(Refused(failure), texts, "en") == texts.say("en", "failures.quota")
    trouble = PictureError(PictureTrouble.EXPIRED)
    assert words(trouble, texts, "en") == texts.say("en", "picture.expired")


@pytest.mark.parametrize("kind", FailureKind)
def test_failures_repeat_what_may_be_shown_harmlessly(texts: Texts, kind: FailureKind) -> None:
    for locale in texts.locales:
        plain = failure_words(Failure(kind), texts, locale)
        detailed = failure_words(Failure(kind, "<@1> `x` " + "y" * 500), texts, locale)
        assert plain == texts.say(locale, f"failures.{kind}")
        assert "y" * 50 in detailed
        assert "<@1>" not in detailed
        assert len(detailed) < len(plain) + 300
