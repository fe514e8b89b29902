"""What talks too much is silent inside, and only there."""

import logging
import warnings

import pytest

from export.quiet import quiet


def test_nothing_comes_out_of_it_and_all_is_as_before_afterwards(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    before = logging.root.manager.disable
    with quiet():
        print("a bar")  # noqa: T201 - what is to be silenced
        warnings.warn("the future", FutureWarning, stacklevel=1)
        logging.getLogger("torch").error("traced")
    assert capsys.readouterr() == ("", "")
    assert caplog.text == ""
    assert logging.root.manager.disable == before
    with pytest.warns(FutureWarning, match="again"):
        warnings.warn("again", FutureWarning, stacklevel=1)


def test_an_error_comes_through_and_logs_are_heard_again():
    before = logging.root.manager.disable
    with pytest.raises(ZeroDivisionError), quiet():
        raise ZeroDivisionError
    assert logging.root.manager.disable == before
