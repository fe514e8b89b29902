"""One meaning a noun: no class name is used twice; and what docs/words.md and docs/assurance.md name is there."""

import ast
import re
from collections import defaultdict

from tests.sources import ROOT, ours

WORDS = (ROOT / "docs/words.md").read_text(encoding="utf-8")
LINES = 110  # two pages
ALIAS = re.compile(r"[A-Z]\w*[a-z]\w*")


def classes():
    """Each class name and where it is written."""
    found = defaultdict(list)
    for source in ours():
        for node in source.nodes:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(source.place(node))
    return found


def aliases():
    """Names of types that a module gives, such as `Net = Callable[...]`."""
    given = [node for source in ours() for node in source.tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    targets = [target for node in given for target in (node.targets if isinstance(node, ast.Assign) else [node.target])]
    return {target.id for target in targets if isinstance(target, ast.Name) and ALIAS.fullmatch(target.id)}


def test_no_class_name_is_used_twice():
    twice = {name: places for name, places in classes().items() if len(places) > 1}
    assert twice == {}


def test_every_class_that_the_glossary_names_exists():
    named = set(re.findall(r"`([A-Z]\w+)`", WORDS))
    assert len(named) > 40
    assert named - set(classes()) - aliases() == set()


def test_the_glossary_gives_each_word_one_meaning_on_two_pages():
    words = [word for row in re.findall(r"(?m)^\| ([a-z][^|]*) \|", WORDS) for word in row.split(", ")]
    assert {word for word in words if words.count(word) > 1} == {"word"}  # which stands above each table
    assert WORDS.count("\n") <= LINES


def test_every_test_that_the_promises_name_exists():
    named = re.findall(r"`(tests/[^`:]+)(?:::(\w+))?`", (ROOT / "docs/assurance.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    for path, name in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in text, f"{path} has no {name}"
