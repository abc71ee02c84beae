"""Pictures that a prompt names by their address."""

from __future__ import annotations

import pytest

from bot.core import reference
from bot.core.errors import BadPrompt
from bot.core.parameters import Options, compose
from bot.core.reference import LINKED, Role, named
from bot.core.request import Imagine

LINK = "https://cdn.discordapp.com/attachments/1/2/a_b.png?ex=68&is=68&hm=ab&"


@pytest.mark.parametrize(
    ("text", "role", "prompt"),
    [
        ("a tower", Role.STYLE, f"a tower --sref {LINK}"),
        ("a tower --no hats", Role.STYLE, f"a tower --sref {LINK} --no hats"),
        ("a tower --sref 123 --v 7", Role.STYLE, f"a tower --sref 123 {LINK} --v 7"),
        ("a tower", Role.CHARACTER, f"a tower --cref {LINK}"),
        ("a tower --v 6.1", Role.CHARACTER, f"a tower --cref {LINK} --v 6.1"),
        ("a tower --v 7", Role.CHARACTER, f"a tower --oref {LINK} --v 7"),
        ("a tower --niji 6", Role.CHARACTER, f"a tower --cref {LINK} --niji 6"),
    ],
)
def test_a_picture_is_named_as_the_version_knows_it(text: str, role: Role, prompt: str) -> None:
    assert named(compose(text, Options()), role, LINK) == prompt


@pytest.mark.parametrize("text", ["a tower --v 4", "a tower --niji 5"])
def test_a_version_without_references_is_refused(text: str) -> None:
    with pytest.raises(BadPrompt):
        named(compose(text, Options()), Role.STYLE, LINK)


def test_an_uploaded_picture_takes_the_place_of_the_link() -> None:
    request = Imagine(f"a tower --sref {LINK} --v 7", reference=LINK)
    placed = reference.at(request, "https://relay.example/1.png")
    assert placed.prompt == "a tower --sref https://relay.example/1.png --v 7"
    assert placed.placed
    again = reference.at(placed, "https://relay.example/2.png")
    assert again.prompt == "a tower --sref https://relay.example/2.png --v 7"
    left = reference.linked(request)
    assert (left.prompt, left.notes, left.placed) == (request.prompt, (LINKED,), True)
