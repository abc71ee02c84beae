"""The words: one file a language, every one with the same keys."""

from bot.ui.texts.catalogue import DEFAULT, Texts

__all__ = ["DEFAULT", "Texts"]
