"""Whatever comes from outside costs time in proportion to its length, up to where edge/limits.py cuts it."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from edge.api import Glint, glint
from edge.bundle.model_card import parse_card
from edge.config import Config, PrivacyConfig, load_config
from edge.errors import EdgeError
from edge.limits import CARD_BYTES, CONFIG_BYTES, LINE_BYTES, QUESTION_LETTERS
from edge.output import escaped, json_line
from edge.reach.gate.letter import LETTERS_AT_MOST
from edge.reach.gate.mask import Masker
from edge.reach.wire.echoes import Echoes
from edge.reach.wire.thoughts import Thoughts

GROWTH = 2.5  # times, for twice as much
ENOUGH = 0.2  # seconds of processor time: what takes that long is measured well
SLACK = 0.004  # seconds that a run may take for whatever else

TOML = {
    "keys": "k{n} = 1\n",
    "tables": "[t{n}]\n",
    "arrays of tables": "[[server]]\n",
    "dots": "a{n}.b.c = 1\n",
    "comments": "# {n}\n",
    "escapes": '"\\u0041{n}" = "\\n\\n\\n\\n"\n',
    "a text that never ends": '"""a',
    "an array": "[[",
    "a key of many parts": "a.",
    "letters": "a",
    "quotes": "'a' \"b\" ",
}
TEXTS = {
    "letters": "a",
    "digits": "1 ",
    "cards": "4111 1111 1111 1111 ",
    "mails": "a.b@c.de ",
    "ats": "a@",
    "names": "Anna ",
    "names in pieces": "A.n.n.a ",
    "spaces": " ",
    "hidden": "a\u200b",
    "accounts": "my the my ",
    "phones": "+44 20 ",
    "number words": "one hundred and ",
    "times": "at 5 pm tomorrow ",
    "questions": "what is this? ",
    "timers": "set a timer for five minutes and ",
    "thoughts": "<think>",
    "unfinished tags": "<think a",
    "keys": "sk-Proj-9fQ2",
    "wide": "漢é",
}


def filled(unit: str, size: int) -> str:
    if "{n}" not in unit:
        return (unit * (size // len(unit) + 1))[:size]
    lines, length, n = [], 0, 0
    while length < size:
        lines.append(unit.replace("{n}", str(n)))
        length, n = length + len(lines[-1]), n + 1
    return "".join(lines)


@contextmanager
def no_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Callable[[str], object], text: str, tries: int) -> float:
    best = math.inf
    for _ in range(tries):
        began = time.process_time()
        work(text)
        best = min(best, time.process_time() - began)
    return best


def holds(work: Callable[[str], object], unit: str, cap: int) -> bool:
    """Twice doubled, up to the cap or to a fifth of a second: each time 2.5 times as long at most, in the best run."""
    with no_collection():
        size, full = cap, seconds(work, filled(unit, cap), 1)
        while size > 64 and full > ENOUGH:
            size //= 2
            full = seconds(work, filled(unit, size), 1)
        texts = [filled(unit, part) for part in (size // 4, size // 2, size)]
        for tries in (1, 3, 8):  # whoever else has the machine only ever adds
            quarter, half = (seconds(work, text, tries) for text in texts[:2])
            if tries > 1:
                full = min(full, seconds(work, texts[2], tries))
            if half <= GROWTH * quarter + SLACK and full <= GROWTH * half + SLACK:
                return True
    return False


def a_config(text: str, path) -> None:
    path.write_text(text, encoding="utf-8")
    with suppress(EdgeError):
        load_config(path)


@pytest.mark.parametrize("shape", TOML)
def test_a_config(shape, tmp_path):
    assert holds(lambda text: a_config(text, tmp_path / "glint.toml"), TOML[shape], CONFIG_BYTES)


@pytest.mark.parametrize("shape", TOML)
def test_a_card(shape):
    def read(text: str) -> None:
        with suppress(EdgeError):
            parse_card(text.encode())

    assert holds(read, TOML[shape], CARD_BYTES)


MASKER = Masker(PrivacyConfig(words=("Anna", "Bluebird")).words)
ECHOES = Echoes("sk-Proj-9fQ2xLmN77abZkw")


def thought(text: str) -> None:
    thoughts = Thoughts(hold=True)
    for at in range(0, len(text), 7):
        thoughts.add(text[at : at + 7])
    thoughts.end()


def echoed(text: str) -> None:
    echoes = Echoes("sk-Proj-9fQ2xLmN77abZkw")
    for at in range(0, len(text), 7):
        echoes.add(text[at : at + 7])
    echoes.end()


WORKS: dict[str, tuple[Callable[[str], object], int]] = {
    "masked": (MASKER, 2 * LETTERS_AT_MOST),
    "a key looked for": (ECHOES.hidden, 128_000),
    "a key looked for in pieces": (echoed, 128_000),
    "thoughts": (thought, 128_000),
    "escaped": (escaped, LINE_BYTES),
    "as JSON": (json_line, LINE_BYTES),
}


@pytest.mark.parametrize("shape", TEXTS)
@pytest.mark.parametrize("work", WORKS)
def test_a_text(work, shape):
    assert holds(WORKS[work][0], TEXTS[shape], WORKS[work][1])


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Iterator[Glint]:
    with glint(Config(data=str(tmp_path_factory.mktemp("asked")))) as g:
        g.ask("what time is it")
        yield g


@pytest.mark.parametrize("shape", TEXTS)
def test_a_question(shape, asked):
    def ask(text: str) -> None:
        with suppress(EdgeError):  # an empty one
            asked.ask(text)

    assert holds(ask, TEXTS[shape], QUESTION_LETTERS)


def test_what_looks_at_every_pair_is_noticed():
    assert not holds(lambda text: [1 for a in text for b in text if a == b], "ab", 3000)


def test_a_question_is_not_looked_at_beyond_its_cap(asked):
    with no_collection():
        at_cap = seconds(asked.ask, "a b " * (QUESTION_LETTERS // 4), 3)
        assert seconds(asked.ask, "a b " * 500_000, 3) <= GROWTH * at_cap + 0.1
