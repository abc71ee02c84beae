"""The commands' own names and descriptions, out of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from discord import Locale, app_commands
from discord.app_commands import locale_str

from bot.ui.texts import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.ui.texts import Texts


Decorated = TypeVar("Decorated")


class Translator(app_commands.Translator):
    """Gives discord.py the other languages of a `phrase`."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self,
        string: locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in `locale`; None where there is no such language, so that English stands."""
        key = string.extras.get("key")
        if key is None or str(locale) not in self._texts.locales:
            return None
        return self._texts.say(str(locale), key)


class Wording:
    """The texts of one command, as discord.py's decorators take them."""

    def __init__(self, texts: Texts, command: str) -> None:
        self._texts = texts
        self._command = f"commands.{command}"

    @property
    def name(self) -> locale_str:
        """The command's name."""
        return phrase(self._texts, f"{self._command}.name")

    @property
    def description(self) -> locale_str:
        """What it does."""
        return phrase(self._texts, f"{self._command}.description")

    def options(self, *options: str) -> Callable[[Decorated], Decorated]:
        """A decorator that gives a command's options their names and descriptions."""

        def decorate(command: Decorated) -> Decorated:
            named = app_commands.rename(**self.names(options))(command)
            return app_commands.describe(**self.descriptions(options))(named)

        return decorate

    def names(self, options: Iterable[str]) -> dict[str, locale_str]:
        """Each option's name."""
        return {name: phrase(self._texts, self._option(name, "name")) for name in options}

    def descriptions(self, options: Iterable[str]) -> dict[str, locale_str]:
        """What each option does."""
        return {name: phrase(self._texts, self._option(name, "description")) for name in options}

    def _option(self, name: str, part: str) -> str:
        return f"{self._command}.options.{name}.{part}"


def phrase(texts: Texts, key: str) -> locale_str:
    """A text of the catalogue that Discord shows in the member's language."""
    return locale_str(texts.say(DEFAULT, key), key=key)


def choice(texts: Texts, key: str, value: str) -> app_commands.Choice[str]:
    """One value of an option, under its name in the member's language."""
    return app_commands.Choice[Any](name=phrase(texts, f"choices.{key}"), value=value)
