"""An error is one line that says whose fault it is; what breaks in code of others is named without its words."""

import pytest

from edge.errors import DeviceError, FaultError, Guard, place_of


def broken(secret: str) -> None:
    raise KeyError(secret)


def wrapped(secret: str) -> None:
    try:
        broken(secret)
    except KeyError as error:
        raise ValueError(secret) from error


def test_a_device_says_what_can_be_done_where_something_can():
    assert str(DeviceError("camera", "is gone")) == "camera: is gone"
    error = DeviceError("camera", "is gone", "plug it in")
    assert (str(error), error.in_full, error.problem) == (
        "camera: is gone (plug it in)",
        "is gone (plug it in)",
        "is gone",
    )


def test_what_breaks_is_named_with_its_place_and_without_its_words():
    guard = Guard("the skill 'x'")
    assert guard.fault == ""
    with guard:
        broken("Anna's number")
    assert guard.fault.startswith("A fault in the skill 'x': KeyError. (test_errors.py:")
    assert "Anna" not in guard.fault
    assert str(FaultError("an ear", "KeyError", "ear.py:7")) == "A fault in an ear: KeyError."


def test_the_place_is_that_of_the_cause():
    raised = broken.__code__.co_firstlineno + 1
    with pytest.raises(ValueError, match="x") as caught:
        wrapped("x")
    assert place_of(caught.value) == f"test_errors.py:{raised}"
    assert place_of(KeyError("never raised")) == "an unknown place"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_is_meant_for_the_whole_process_goes_through(error: type[BaseException]):
    guard = Guard("a skill")
    with pytest.raises(error), guard:
        raise error
    assert guard.fault == ""
