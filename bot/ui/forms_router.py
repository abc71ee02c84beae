"""Forms that were filled in: to whoever acts on them, by the verb in their custom_id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core.errors import EaselError
from bot.ui import (
    forms,
    forms_press,
    forms_rerun,
    language,
    prose,
    reference,
    region,
    replies,
    setup,
    setup_forms,
    suggestion_clicks,
)
from bot.ui.errors import words
from bot.ui.forms import FormAddress, FormVerb, Submitted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ui.forms import Interaction
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

TYPED_LIMIT = 1400
"""Most characters of what was typed that a refusal gives back."""


class Handler(Protocol):
    """What is done with one kind of form. Raises whatever is to be said in words."""

    async def __call__(
        self,
        interaction: Interaction,
        services: Services,
        address: FormAddress,
        filled: Submitted,
    ) -> None:
        """Acts on what was filled in, and answers within Discord's three seconds."""
        ...


HANDLERS: Mapping[FormVerb, Handler] = {
    FormVerb.PRESS: forms_press.pressed,
    FormVerb.CONTINUE: forms_press.continued,
    FormVerb.RERUN: forms_rerun.rerun,
    FormVerb.REGION: region.submitted,
    FormVerb.SUGGESTION: suggestion_clicks.changed,
    FormVerb.REFERENCE: reference.use,
    FormVerb.SETUP: setup.submitted,
}


class FormRouter:
    """Takes every form of ours, whenever and by whichever run of the bot it was opened."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def handle(self, interaction: Interaction, custom_id: str) -> bool:
        """Acts on a form; False when it is none of ours. Never raises: errors are said in words."""
        address = FormAddress.parse(custom_id)
        if address is None:
            return False
        await language.settle(interaction, self._services)
        filled = Submitted()
        try:
            filled = forms.values(interaction)
            await HANDLERS[address.verb](interaction, self._services, address, filled)
        except EaselError as error:
            log.info("refused", error=repr(error), user=interaction.user.id)
            await self._refuse(interaction, error, address, filled)
        except Exception as error:  # noqa: BLE001  (discord.py would only log it: nobody is told)
            await replies.explain(interaction, error, self._services.texts)
        return True

    async def _refuse(
        self,
        interaction: Interaction,
        error: EaselError,
        address: FormAddress,
        filled: Submitted,
    ) -> None:
        """Says what is wrong, and gives back what was typed: the form itself is gone."""
        texts, locale = self._services.texts, replies.locale(interaction)
        given = list(filled.texts.values())
        if address.verb is FormVerb.SETUP:
            given = setup_forms.typed(filled, texts, locale)
        typed = prose.inert(" · ".join(filter(None, given)), TYPED_LIMIT)
        sentence = words(error, texts, locale)
        if typed:
            sentence = texts.say(locale, "forms.refused", sentence=sentence, typed=typed)
        await replies.say(interaction, sentence)
