"""A yes is a plain one; whoever says both says no."""

import pytest

from edge.language.yes_no import agreed


@pytest.mark.parametrize("said", ["yes", "Yes, please!", "yeah go on", "OK", "do it", "sure", "go ahead"])
def test_yes(said):
    assert agreed(said) is True


@pytest.mark.parametrize(
    "said", ["no", "No, thanks.", "don't", "yes no wait", "no yes", "not now", "leave it", "never mind"]
)
def test_no(said):
    assert agreed(said) is False


@pytest.mark.parametrize(
    "said", ["", "what time is it", "right then where was i", "milk", "nothing", "yesterday", "okay add bread"]
)
def test_neither(said):
    assert agreed(said) is None
