"""docs/simulator.md holds: its examples run as written against a real simulator, and its tables leave nothing out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from firmware_sim.desktop import orders
from firmware_sim.desktop.automation import ANSWER_WITHIN, BODY_AT_MOST, LONGEST, TURNS_AT_MOST
from firmware_sim.desktop.carry_out import RECORDING_AT_MOST
from firmware_sim.desktop.files import TAPE_AT_MOST
from firmware_sim.desktop.told import RECEIPTS
from firmware_sim.world.live import AIRS
from tests.firmware_sim.desktop.served import serving

PAGE = (Path(__file__).parents[3] / "docs" / "simulator.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## By program\n")[2]
SHELL = re.findall(r"^```sh\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


@pytest.fixture
def run(tmp_path):
    """Runs a program in an empty folder, where the address and the token are set, and returns what it printed."""
    with serving(tmp_path / "state", automation=True, senses=None) as sim:
        here = tmp_path / "here"
        here.mkdir()
        environment = {**os.environ, "SIM": sim.origin, "TOKEN": sim.token}

        def ran(*command):
            return subprocess.run(
                command, cwd=here, env=environment, capture_output=True, text=True, check=True, timeout=50
            ).stdout

        yield ran


@pytest.mark.slow
def test_the_examples_with_curl_print_what_they_promise(run):
    assert len(SHELL) == 3
    for block in SHELL:
        told = run("sh", "-e", "-c", re.sub(r"^# .*$", "echo", block, flags=re.MULTILINE))
        promised = [line[2:] for line in block.splitlines() if line.startswith("# ")]
        assert [line for line in told.splitlines() if line] == promised


@pytest.mark.slow
def test_the_examples_with_python_print_what_they_promise(run):
    assert len(PYTHON) == 3
    told = run(sys.executable, "-I", "-c", "\n".join(PYTHON))
    assert told.splitlines() == [
        re.split(r"\)\s+# ", line)[1] for line in "\n".join(PYTHON).splitlines() if ")  " in line
    ]


def test_only_the_standard_library_is_needed():
    names = {name for block in PYTHON for name in re.findall(r"^import (.*)$", block, re.MULTILINE)}
    modules = {part.strip().partition(".")[0] for name in names for part in name.split(",")}
    assert modules <= set(sys.stdlib_module_names)


def rows(title):
    table = SECTION.partition(f"### {title}\n")[2].partition("\n### ")[0]
    return re.findall(r"^\| `(\w+)` \|(.*?)\| (.*) \|$", table, re.MULTILINE)


def test_every_order_stands_in_the_table_with_its_fields():
    schemas = {
        kind.__name__.removesuffix("Order").lower(): kind
        for kind in orders.AnyOrder.__args__
        if kind is not orders.DriveOrder
    }
    told = {name: fields for name, fields, _ in rows("Orders")}
    assert told.keys() == schemas.keys()
    for name, kind in schemas.items():
        fields = {field.name for field in msgspec.structs.fields(kind)} - {"n"}
        assert {field for field in fields if f"`{field}`" not in told[name]} == set(), name


def test_its_numbers_and_names_are_those_of_the_program():
    told = " ".join(SECTION.split())
    for words in (
        f"N is 1 to {TURNS_AT_MOST}", f"newest last, {RECEIPTS} at most", f"at most {TAPE_AT_MOST >> 20} MB",
        f"larger than {BODY_AT_MOST >> 20} MB", f"at most {RECORDING_AT_MOST:g} s",
        f"at most {LONGEST:g}; {ANSWER_WITHIN:g})", *(f"`{name}`" for name in AIRS),
    ):  # fmt: skip
        assert words in told
    assert json.loads('{"why": "one line for people"}')
