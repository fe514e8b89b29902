"""A package of somebody's that brings devices, installed in this process for as long as a test wants it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def installed(folder: Path, module: str, text: str) -> Iterator[None]:
    """A module with this text, whose classes can be chosen by their names in [devices]."""
    names = [line.split()[1].split("(")[0].rstrip(":") for line in text.splitlines() if line.startswith("class ")]
    rows = "".join(f"{name} = {module}:{name}\n" for name in names)
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[glint.devices]\n{rows}", encoding="utf-8")
    (folder / f"{module}.py").write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop(module, None)
