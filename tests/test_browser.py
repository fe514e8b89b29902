"""Tests that need a browser run where one starts; where none does they are left out with a line, and in CI an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import browser

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
STARTS = "#!/bin/sh\necho '<body>it starts</body>'\n"
DOES_NOT = "#!/bin/sh\necho 'install it from elsewhere'\nexit 1\n"
DRIVING = """
import pytest

def test_plain():
    pass

@pytest.mark.browser
def test_page(chromium):
    print("with", chromium)
"""


@pytest.fixture
def suite(pytester: pytest.Pytester):
    """A suite with a test that needs a browser, run where these programs are all that the PATH has."""
    pytester.makeconftest((ROOT / "tests/conftest.py").read_text(encoding="utf-8"))
    pytester.makeini(f"[pytest]\npythonpath = {ROOT}\nmarkers =\n    browser: drives one\n    slow: not here")
    pytester.makepyfile(test_driving=DRIVING)
    programs = pytester.mkdir("programs")

    def run(*arguments: str, ci: bool = False, **scripts: str) -> subprocess.CompletedProcess[str]:
        for name, script in scripts.items():
            program = programs / name.replace("_", "-")
            program.write_text(script, encoding="utf-8")
            program.chmod(0o755)
        env = {name: value for name, value in os.environ.items() if name != "CI"}
        env |= {"PATH": str(programs)} | ({"CI": "true"} if ci else {})
        pytest_ = [sys.executable, "-m", "pytest", "-q", "-rP", "-p", "no:cacheprovider", *arguments]
        return subprocess.run(pytest_, cwd=pytester.path, env=env, capture_output=True, text=True, check=False)

    return run


def test_the_first_that_starts_is_driven(suite):
    ran = suite(chromium=DOES_NOT, google_chrome=STARTS)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "2 passed" in ran.stdout
    assert "/programs/google-chrome" in ran.stdout


@pytest.mark.parametrize("programs", [{}, {"chromium": DOES_NOT}])
def test_where_none_starts_they_are_left_out_with_a_line(suite, programs):
    ran = suite(**programs)
    assert (ran.returncode, ran.stderr.count("\n")) == (0, 1)
    assert ran.stderr.endswith("marked `browser` are left out: 1\n")
    assert "1 passed, 1 deselected" in ran.stdout


def test_in_ci_that_is_an_error(suite):
    ran = suite(ci=True)
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no chromium starts here" in ran.stderr
    assert "passed" not in ran.stdout
    assert suite(ci=True, chromium=STARTS).returncode == 0


def test_none_is_looked_for_where_no_such_test_is_asked_for(suite):
    ran = suite("-m", "not browser", ci=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1 passed, 1 deselected" in ran.stdout
    assert suite("-k", "plain", ci=True).returncode == 0
    assert "no chromium starts here" in suite("-m", "browser").stderr


@pytest.mark.browser
def test_the_browser_of_this_machine_shows_a_page(chromium, tmp_path):
    show = [chromium, *browser.FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", "data:text/html,<p>here"]
    assert "<p>here</p>" in subprocess.run(show, capture_output=True, text=True, timeout=50, check=True).stdout
