"""Our sources, read and parsed once for all the tests that look at them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("edge", "export", "firmware_sim")

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A file with its tree."""

    path: str
    lines: int
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All that is in it."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, FUNCTION))

    def place(self, node: ast.stmt | ast.expr | ast.arg | ast.excepthandler) -> str:
        return f"{self.path}:{node.lineno}"


def sources(*folders: str) -> tuple[Source, ...]:
    return tuple(source for folder in folders for source in _sources(folder))


@cache
def _sources(folder: str) -> tuple[Source, ...]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    texts = [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Source(path, text.count("\n"), ast.parse(text)) for path, text in texts)


def ours() -> tuple[Source, ...]:
    return sources(*PACKAGES)
