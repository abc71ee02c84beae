"""The prompt in a form: filled in beforehand, however long, and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.parameters import Options, compose
from bot.core.wording import clean
from bot.ui.forms import MOST_INPUT, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ui.forms import Submitted
    from bot.ui.texts import Texts

PROMPT, REST = "prompt", "rest"


def fields(prompt: str, locale: str, texts: Texts, *, hint: str = "") -> Sequence[TextField]:
    """A field with the prompt; a second one goes on where it is longer than a field can be."""
    text = clean(prompt)
    first, rest = _halves(text)
    main = TextField(name=PROMPT, label=texts.say(locale, "forms.prompt"), value=first, hint=hint)
    if not rest:
        return (main,)
    label = texts.say(locale, "forms.prompt_rest")
    return main, TextField(name=REST, label=label, value=rest, required=False)


def typed(filled: Submitted) -> str:
    """The prompt as it was filled in, as one line."""
    return clean(f"{filled.text(PROMPT)} {filled.text(REST)}")


def changed(text: str, suggestion: str) -> str | None:
    """What was typed, checked as any new prompt is; None when it is still `suggestion`.

    Raises `BadPrompt`. What the relay itself suggests is not checked: it may know more than we do.
    """
    return None if text == clean(suggestion) else compose(text, Options()).prompt


def _halves(text: str) -> tuple[str, str]:
    """The text cut between two words, or where a field ends when there is no such place."""
    if len(text) <= MOST_INPUT:
        return text, ""
    end = text.rfind(" ", 0, MOST_INPUT + 1)
    end = end if end > 0 else MOST_INPUT
    return text[:end], text[end:].strip()[:MOST_INPUT]
