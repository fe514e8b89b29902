"""All errors of Glint: what is wrong, and whose fault it is. Each class builds its message, in one or two lines.

EdgeError
  x UsageError      the wearer, or whoever typed the command: say it differently
  x ConfigError     glint.toml
  x PhotoError      a picture that cannot be opened
  x SoundError      a recording that cannot be opened
  x DeviceError     a camera, microphone, light, speaker or display
  x ModelError      a bundle in models/ that is missing, altered or not what its card says
  x PullError       a model that cannot be fetched: no network, a source without it, or another file than it should be
  x FormatError     a file of ours (tape, ledger, card) that is newer than this program, or damaged
  x OutputError     what is told cannot be written: a full disk behind stdout
  x LedgerError     what happens cannot be written down: a full disk, a folder without leave to write
  x StoppedError    Glint was stopped before it could answer
  x AnswerError     a route that could not answer: its reason is fit to be spoken
  x FaultError      code that is not ours, such as a skill's, broke in a way that nobody expected
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class EdgeError(Exception):
    """Something that Glint can name. Shown as one line, never as a traceback."""


class UsageError(EdgeError):
    """The command was used wrongly (exit status 2)."""


class ConfigError(EdgeError):
    """A setting that cannot be used."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class PhotoError(EdgeError, ValueError):
    """A picture that cannot be opened."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


class SoundError(EdgeError, ValueError):
    """A recording that cannot be opened."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


class DeviceError(EdgeError, OSError):
    """A device that does not do what it should, with what can be done about it."""

    def __init__(self, device: str, problem: str, remedy: str = "") -> None:
        self.in_full = problem + (f" ({remedy})" if remedy else "")
        super().__init__(f"{device}: {self.in_full}")
        self.device = device
        self.problem = problem
        self.remedy = remedy


class ModelError(EdgeError):
    """A model that must not be used."""

    def __init__(self, bundle: Path | str, problem: str) -> None:
        super().__init__(f"model {bundle}: {problem}")


class PullError(EdgeError):
    """A model that was not fetched: why, and what to do next. What was there before is untouched."""

    def __init__(self, model: str, problem: str) -> None:
        super().__init__(f"model {model} was not fetched: {problem}")


class FormatError(EdgeError):
    """A file of ours that this program cannot read."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class OutputError(EdgeError, OSError):
    """The output cannot be written."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"the output cannot be written: {problem}")


class LedgerError(EdgeError):
    """What happens cannot be written down just now."""


class StoppedError(EdgeError):
    """Glint was stopped while somebody waited for an answer, or asked afterwards."""

    def __init__(self) -> None:
        super().__init__("Glint was stopped, and answers no more")


class AnswerError(EdgeError):
    """A route that could not answer. The message is fit to be spoken."""


class FaultError(EdgeError):
    """Code of others that broke. Says whose and how, never the words of its error: those may be the wearer's."""

    def __init__(self, whose: str, kind: str, place: str) -> None:
        super().__init__(f"A fault in {whose}: {kind}.")
        self.problem = f"a fault in its code: {kind} at {place}"
        self.place = place


def place_of(error: BaseException) -> str:
    """The file and line that raised it or its cause; its own words stay unsaid, since they may be the wearer's."""
    from pathlib import PurePath

    at = (error.__cause__ or error).__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{PurePath(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "an unknown place"


class Guard:
    """`with guard:` round code that may be anybody's: an error ends there, and `fault` says what was wrong, or nothing.

    What is meant for the whole process goes through: a full memory, KeyboardInterrupt, SystemExit.
    """

    def __init__(self, whose: str) -> None:
        self.fault = ""
        self._whose = whose

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if not isinstance(error, Exception) or isinstance(error, MemoryError):
            return False
        place = place_of(error)
        self.fault = f"{FaultError(self._whose, type(error).__name__, place)} ({place})"
        return True
