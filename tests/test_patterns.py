"""Each compiled pattern of the packages is fed its own worst cases: repetitions of its own pieces, and then no match.

Twice as much may take 2.5 times as long, once it takes long enough to be measured; below that it does not matter.
"""

import gc
import math
import pkgutil
import re
import time
from importlib import import_module
from itertools import islice
from pathlib import Path

import pytest

import edge
import firmware_sim
from edge.language.patterns import Pattern

SIZE = 16_384
"""Characters: what is held of a server's answer, and twice what is asked at most."""
QUICK = 0.02  # seconds of processor time for them
GROWTH = 2.5
LIMIT = GROWTH**2  # for four times as much
# Quickly growing, so that what is exponential is met while it is short; from there on four times as much each.
SIZES = [16, 24, 36, 54, 81, 122, SIZE // 64, SIZE // 16, SIZE // 4, SIZE]
BREAKS = ("", "\x00", "!", "\n")


METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
ROOT = Path(__file__).parent.parent
SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path.read_text(encoding="utf-8")
    for path in sorted((*(ROOT / "edge").rglob("*.py"), *(ROOT / "firmware_sim").rglob("*.py")))
}


def every_pattern():
    """All patterns that stand in a module, or in whatever a module holds, by where they were met first."""
    found = {}
    for package in (edge, firmware_sim):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.endswith("__main__"):
                module = import_module(info.name)
                for name, value in list(vars(module).items()):
                    for pattern in inside(value):
                        found.setdefault((pattern.pattern, pattern.flags), f"{info.name}.{name}")
    return {f"{place} {pattern[:40]!r}": (re.compile(pattern, flags), used_by(place))
            for (pattern, flags), place in found.items()}  # fmt: skip


def used_by(place):
    """How a pattern that stands there is asked: from the beginning alone, or wherever it may begin."""
    module, _, name = place.rpartition(".")
    source = SOURCES[module] if name.startswith("_") else "".join(SOURCES.values())
    used = set(re.findall(rf"(?<![A-Za-z0-9_]){name}\.(\w+)\(", source)) & METHODS
    return tuple(sorted(used)) if used and used <= {"match", "fullmatch"} else ("search",)


def inside(value, depth=0):
    """The patterns in a value: in containers, and in the fields of our own classes."""
    if isinstance(value, re.Pattern | Pattern):
        yield value
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for one in islice(value, 2000):
            yield from inside(one, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for pair in islice(value.items(), 2000):
            yield from inside(pair, depth + 1)
    elif depth < 4 and type(value).__module__.split(".")[0] in {"edge", "firmware_sim"} and hasattr(value, "__dict__"):
        yield from inside(vars(value), depth + 1)


# ------------------------------------------------------------------------------------------- texts from a pattern


def sample(tree):
    """A short text that a parsed pattern takes, as far as looking around does not forbid it."""
    return "".join(map(_sample_of, tree))


def _sample_of(item):
    kind, value = str(item[0]), item[1]
    match kind:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return _one_in(value)
        case "BRANCH":
            return max((sample(one) for one in value[1]), key=len)
        case "SUBPATTERN":
            return sample(value[3])
        case "ATOMIC_GROUP":
            return sample(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return sample(value[2]) * max(1, value[0])
    return ""


def _one_in(members):
    refused = str(members[0][0]) == "NEGATE"
    for char in "a1 .-_*<>[]()\"'\n:,/|\\é漢":
        if any(_is_in(char, member) for member in members if str(member[0]) != "NEGATE") != refused:
            return char
    first = members[0]
    return chr(first[1] if str(first[0]) == "LITERAL" else first[1][0]) if not refused else "~"


def _is_in(char, member):
    kind, value = str(member[0]), member[1]
    match kind:
        case "LITERAL":
            return ord(char) == value
        case "RANGE":
            return value[0] <= ord(char) <= value[1]
    word = char.isalnum() or char == "_"
    classes = {"CATEGORY_DIGIT": char.isdigit(), "CATEGORY_SPACE": char.isspace(), "CATEGORY_WORD": word}
    name = str(value)
    return not classes[name.replace("NOT_", "")] if "NOT_" in name else classes[name]


def attacks(pattern):
    """Texts made of a pattern's pieces, as pairs of what stands before and what is repeated."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    found = {("", sample(re._parser.parse(text, pattern.flags & ~re.UNICODE)))}
    _repeats(re._parser.parse(text, pattern.flags & ~re.UNICODE), "", found)
    return [(before, unit) for before, unit in sorted(found) if unit]


def _repeats(tree, before, found):
    """Every repetition in a tree, with what leads to it; and what leads to it is repeated too."""
    for item in tree:
        kind, value = str(item[0]), item[1]
        if "REPEAT" in kind:
            body = sample(value[2])
            if value[1] > 8:
                found |= {(before, body), ("", before + body), ("", before), (before, body + "a"), (before, body + " ")}
            _repeats(value[2], before, found)
        elif kind == "BRANCH":
            for one in value[1]:
                _repeats(one, before, found)
        elif kind == "SUBPATTERN":
            _repeats(value[3], before, found)
        elif kind == "ATOMIC_GROUP":
            _repeats(value, before, found)
        before += _sample_of(item)


def seconds(pattern, text, methods, tries=1):
    best = math.inf
    for _ in range(tries):
        began = time.process_time()
        for method in methods:
            getattr(pattern, method)(text)
        best = min(best, time.process_time() - began)
    return best


def slow_cases(pattern, methods=("search",)):
    """What takes more than 2.5 times as long for twice as much, of what takes long at all."""
    for before, unit in attacks(pattern):
        for ending in BREAKS:

            def text(size, before=before, unit=unit, ending=ending):
                made = before + unit * (size // len(unit)) + ending
                return made if isinstance(pattern.pattern, str) else made.encode("latin-1", "replace")

            size = next((one for one in SIZES if seconds(pattern, text(one), methods) > QUICK), 0)
            if size and all(  # measured again where it seems so: whoever else has the machine only ever adds
                seconds(pattern, text(size), methods, tries)
                > LIMIT * max(seconds(pattern, text(size // 4), methods, tries), 1e-4)
                for tries in (2, 5)
            ):
                yield before[:20], unit[:20], ending, size


PATTERNS = every_pattern()


def test_patterns_are_found_wherever_they_stand():
    assert len(PATTERNS) > 100
    assert any(name.startswith("edge.language.markup._INLINE") or "markup" in name for name in PATTERNS)


@pytest.mark.parametrize("bad", [r"a*a*b", r"<[^>]*>", r"x[^y]*z", r"\s+$", r"(?:a|b)*\d"])
def test_what_is_not_linear_is_noticed(bad):
    assert next(slow_cases(re.compile(bad)), None)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_twice_as_long_for_twice_as_much(name):
    gc.disable()
    try:
        assert list(slow_cases(*PATTERNS[name])) == []
    finally:
        gc.enable()
