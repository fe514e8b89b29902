"""Exit statuses of `glint`, and the type of what a command adds its parser to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it

FINE, FAILED, WRONG = 0, 1, 2
