"""Which pip is started, and what is said of what it said; whole commands are in test_models_pull.py."""

from __future__ import annotations

import sys

import pytest

from edge.pull.index import pip_command, why

HOST = "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError(...)': /simple/x/\n"
NONE = "ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)\n"
AFTER = "ERROR: No matching distribution found for x==1\n"


@pytest.mark.parametrize(
    ("in_python", "there", "command"),
    [
        (True, {"pip3", "uv"}, [sys.executable, "-P", "-m", "pip"]),
        (False, {"pip3", "pip", "uv"}, ["/bin/pip3"]),
        (False, {"pip", "uv"}, ["/bin/pip"]),
        (False, {"uv"}, ["/bin/uv", "tool", "run", "--python", sys.executable, "pip"]),
        (False, set(), []),
    ],
)
def test_pip_is_that_of_this_python_or_of_the_system_or_comes_through_uv(in_python, there, command):
    assert pip_command(lambda: in_python, lambda name: f"/bin/{name}" if name in there else None) == command


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (HOST + NONE + AFTER, "the package index cannot be reached: is there a network?"),
        (NONE + AFTER, "the package index of your pip has no x 1 ("),
        (
            "WARNING: ... SSLError(SSLCertVerificationError ...\n" + NONE + AFTER,
            "a certificate that pip does not trust",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
            "is full: make room",
        ),
        ("Traceback ...\nERROR: HTTP error 403 while getting x\n\nmore\n", "pip says: HTTP error 403 while getting x"),
        ("something else\n", "pip says: something else"),
        ("", "pip ended without a word"),
    ],
)
def test_what_was_wrong_is_one_line(told, line):
    said = why(told, "x 1")
    assert line in said
    assert "\n" not in said
