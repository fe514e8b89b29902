"""The table of mutants is about the code of today: `tools/mutants` itself takes minutes, and runs in CI."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
MUTANTS = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]


def test_each_changes_one_place_and_names_a_test() -> None:
    assert len(MUTANTS) >= 30
    stale = []
    for row in MUTANTS:
        path, test, name = ROOT / row["file"], *row["test"].partition("::")[::2]
        count = path.read_text(encoding="utf-8").count(row["old"]) if path.is_file() else 0
        text = (ROOT / test).read_text(encoding="utf-8") if (ROOT / test).is_file() else ""
        found = f"def {name}(" in text if name else bool(text)
        stale += [f"{row['file']}: {row['old']!r} stands there {count} times"] if count != 1 else []
        stale += [] if found else [f"{row['test']} is no test"]
    assert not stale, "\n".join(["", *stale])
