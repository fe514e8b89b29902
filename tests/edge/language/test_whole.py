"""How long to wait after what was said: briefly for a whole question, patiently for the first half of one."""

import pytest

from edge.language.whole import LONG, MIDDLE, SHORT, patience


@pytest.mark.parametrize(
    "text",
    ["Set a timer for", "how much is the", "Remind me to", "what is the capital of", "set a timer",
     "How do you spell, um", "what colour", "add milk and", "what's", "is there a", "translate"],
)  # fmt: skip
@pytest.mark.parametrize("understood", [None, 0.1, 0.99])
def test_a_sentence_that_ends_in_the_middle_is_waited_for(text: str, understood: float | None):
    assert patience(text, understood) == LONG


@pytest.mark.parametrize(
    "text",
    ["What time is it?", "set a timer for five minutes", "what is this made of", "turn it on", "how old she is",
     "tell me who I am", "what is it for", "what am I looking at", "what colour is that", "which one", "yes it is"],
)  # fmt: skip
def test_a_whole_one_is_waited_for_briefly_once_it_is_understood(text: str):
    assert patience(text, 0.95) == SHORT
    assert patience(text, None) == MIDDLE
    assert patience(text, 0.5) == MIDDLE
    assert patience(text, 0.1) == LONG


@pytest.mark.parametrize("text", ["", "...", "Set a timer for twenty", "set a timer for 20"])
def test_after_a_number_or_nothing_nobody_knows(text: str):
    assert patience(text, 0.95) == MIDDLE
