"""Several relays in a file: read whole, or every mistake said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, variables
from bot.core.errand import errand
from bot.core.operations import NAMES
from bot.core.request import Blend, Imagine, Speed
from bot.relay.settings import Auth
from bot.relays_file import read

ROOT = Path(__file__).parents[1]
KEYS = {"MAIN_RELAY_KEY": "sk-VerySecretOne", "SPARE_RELAY_KEY": "VerySecretTwo"}
ONE = 'name = "a"\nurl = "https://a.example"\nkey = "VerySecret"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relays.toml"


def refusal(path: Path, text: str, given: dict[str, str] | None = None) -> list[str]:
    """What is said of a file, and that nothing of it is secret."""
    path.write_text(text, "utf-8")
    with pytest.raises(BadSettings) as refused:
        read(path, given or {"QUOTED": "'VerySecret'"})
    assert "VerySecret" not in str(refused.value)
    return [s.replace(str(path), "FILE") for s in refused.value.sentences]


def test_the_example_is_a_file_that_can_be_used(path: Path) -> None:
    text = (ROOT / "relays.example.toml").read_text("utf-8").replace("HOST", "relay.example.com")
    path.write_text(text, "utf-8")
    main, spare = read(path, KEYS)

    assert (main.name, main.settings.auth, main.settings.key) == (
        "main",
        Auth.BEARER,
        "sk-VerySecretOne",
    )
    assert (main.max_running, main.weight, main.operations) == (3, 1.0, NAMES)
    assert main.prices.presses_paid
    assert spare.settings.base_url == "https://relay.example.com"
    assert (spare.weight, spare.speeds) == (0.5, frozenset({Speed.RELAX}))
    assert spare.prices.of("imagine", Speed.RELAX) == 40_000
    assert spare.prices.of("upscale", None) == 50_000
    assert not spare.prices.presses_paid


def test_a_relay_serves_what_its_operator_says(path: Path) -> None:
    path.write_text(f'[[relay]]\n{ONE}speeds = ["relax"]\noperations = ["imagine"]\n', "utf-8")
    [relay] = read(path, {})

    assert relay.serves(errand(Imagine("a cat"), ""))
    assert relay.serves(errand(Imagine("a cat", speed=Speed.RELAX), ""))
    assert not relay.serves(errand(Imagine("a cat", speed=Speed.FAST), ""))
    assert not relay.serves(errand(Blend(), ""))


def test_a_relay_without_speeds_is_asked_for_none(path: Path) -> None:
    path.write_text(f"[[relay]]\n{ONE}speeds = []\n", "utf-8")
    [relay] = read(path, {})

    assert relay.serves(errand(Imagine("a cat"), ""))
    assert not any(relay.serves(errand(Imagine("a cat", speed=speed), "")) for speed in Speed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "FILE must hold 1 to 50 [[relay]]"),
        ("".join(f"[[relay]]\n{ONE}" for _ in range(51)), "FILE must hold 1 to 50 [[relay]]"),
        ("[[relay]\n", "FILE is not TOML"),
        ("a = " + "[" * 5000, "FILE is not TOML"),
        (f"[[relay]]\n{ONE}max_running = {'9' * 5000}", "FILE is not TOML"),
        ("key = 1", "has an entry 'key' that Easel does not know"),
        (f"[[relay]]\n{ONE}keys = 1", "relay number 1: keys is not known"),
        ('[[relay]]\nurl = "https://a.example"', "relay number 1: name is missing"),
        (f"[[relay]]\n{ONE}max_running = 0", "relay number 1: max_running must be a whole number"),
        (f'[[relay]]\n{ONE}weight = "heavy"', "relay number 1: weight must be a number over 0"),
        (f"[[relay]]\n{ONE}weight = true", "relay number 1: weight must be a number over 0"),
        (f'[[relay]]\n{ONE}max_running = "3"', "max_running must be a whole number from 1"),
        (f"[[relay]]\n{ONE}weight = nan", "relay number 1: weight must be a number over 0"),
        (f'[[relay]]\n{ONE}auth = "basic"', "auth must be bearer, authorization or mj-api-secret"),
        (f'[[relay]]\n{ONE}speeds = ["quick"]', "speeds must be a list of fast, relax and turbo"),
        (f'[[relay]]\n{ONE}speed = "fast"\nspeeds = []', "fast, is not one of its speeds"),
        (f'[[relay]]\n{ONE}operations = ["draw"]', "relay a: draw is no operation"),
        (f'[[relay]]\n{ONE}prices = "upscal=1"', 'prices names "upscal"'),
        (f'[[relay]]\n{ONE}prices = "imagine=0,1"', "relay number 1: prices"),
        (f'[[relay]]\n{ONE}key_env = "X"', "write either key or key_env"),
        (
            '[[relay]]\nname = "a"\nurl = "https://a.example"',
            "write either key or key_env",
        ),
        (
            '[[relay]]\nname = "a"\nurl = "https://a.example"\nkey_env = "MISSING"',
            "relay a: the variable MISSING that key_env names is not set",
        ),
        (
            '[[relay]]\nname = "a"\nurl = "https://a.example"\nkey_env = "sk-VerySecret"',
            "relay a: the variable that key_env names is not set; a key itself goes into key.",
        ),
        (
            f"[[relay]]\n{ONE}".replace('"VerySecret"', '"Bearer VerySecret"'),
            'relay a: its key begins with "Bearer ": leave that word out',
        ),
        (
            f"[[relay]]\n{ONE}".replace('"VerySecret"', r'"VerySecret\n"'),
            "relay a: its key holds a space or a line break",
        ),
        (
            '[[relay]]\nname = "a"\nurl = "https://a.example"\nkey_env = "QUOTED"',
            "relay a: the variable QUOTED is in quotes: leave the quotes out.",
        ),
        (
            f'[[relay]]\n{ONE}speed = "fast"\nspeeds = ["relax"]',
            "relay a: its speed, fast, is not one of its speeds",
        ),
        ('[[relay]]\nname = "a"\nurl = "a.example"\nkey = "VerySecret"', "must start with http"),
        ('[[relay]]\nname = "A b"\nurl = "https://a.example"\nkey = "x"', "name must be up to 32"),
        (f"[[relay]]\n{ONE}[[relay]]\n{ONE}", "has two relays that are named a"),
    ],
)
def test_a_mistake_is_a_sentence(path: Path, text: str, said: str) -> None:
    found = refusal(path, text)
    assert all(sentence.startswith("RELAYS_FILE") for sentence in found)
    assert any(said in sentence for sentence in found)


def test_all_mistakes_are_said_at_once(path: Path) -> None:
    found = refusal(path, f"[[relay]]\n{ONE}weight = 0\nmax_running = 0\n[[relay]]\nname = 1")
    assert len(found) == 4


def test_an_empty_variable_counts_as_none(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARE_RELAY_KEY", "")
    (tmp_path / ".env").write_text("SPARE_RELAY_KEY=sk-from-the-file\n", "utf-8")
    path.write_text('[[relay]]\nname = "a"\nurl = "https://a.example"\nkey_env = "SPARE_RELAY_KEY"')
    [relay] = read(path, variables(tmp_path / ".env"))

    assert relay.settings.key == "sk-from-the-file"


def test_a_file_that_is_not_there_is_a_sentence(path: Path) -> None:
    with pytest.raises(
        BadSettings, match=r"cannot be read \(No such file .*\): set it to a file that"
    ):
        read(path, {})
