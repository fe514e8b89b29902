"""The bill of materials: what is locked and what ships is in it, each with its hash, and it is the same every time."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from edge.bundle.pins import shipped

ROOT = Path(__file__).parent.parent


def bill():
    return json.loads(subprocess.check_output([sys.executable, ROOT / "tools/sbom"], text=True))


def test_every_locked_package_is_in_it_with_all_its_hashes():
    lock = (ROOT / "requirements/core.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE))
    told = [one for one in bill()["components"] if one["type"] == "library"]
    assert {one["name"]: one["version"] for one in told} == locked
    assert sum(len(one["properties"]) for one in told) == lock.count("--hash=sha256:")
    assert all(one["purl"] == f"pkg:pypi/{one['name'].lower()}@{one['version']}" for one in told)


def test_every_model_that_ships_is_in_it_by_its_pin():
    told = {one["name"]: one["hashes"][0]["content"] for one in bill()["components"] if "hashes" in one}
    assert told == dict(shipped())
    card = (ROOT / "models/looker/card.toml").read_bytes()
    assert told["looker"] == hashlib.sha256(card).hexdigest()


def test_it_is_the_same_every_time_and_says_what_it_is():
    first = bill()
    assert first == bill()
    assert (first["bomFormat"], first["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in first["components"]]
    assert len(refs) == len(set(refs)) > 10
    assert first["dependencies"][0]["dependsOn"] == refs
