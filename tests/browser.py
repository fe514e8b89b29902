"""The chromium of this machine, which the tests marked `browser` drive: the first on the PATH that starts."""

import shutil
import subprocess
import tempfile
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # what it is shown is ours, and root cannot have one
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",  # and the rest: it asks nobody anything
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS = 30  # to start in; a second is usual


@cache
def chromium() -> str | None:
    """Its path; None where there is none, or none starts."""
    return next((path for name in NAMES if (path := shutil.which(name)) and _starts(path)), None)


def _starts(path: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="glint-chromium-", ignore_cleanup_errors=True) as profile:
        show = [path, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", "data:text/html,it%20starts"]
        try:
            shown = subprocess.run(show, capture_output=True, text=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "it starts" in shown.stdout
