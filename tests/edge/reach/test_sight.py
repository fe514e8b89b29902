"""Whether a server looks at pictures is found out once, and told from what it says."""

from dataclasses import replace

import pytest

from edge.errors import ConfigError
from edge.reach.sight import COLOURS, Sees, Sight, halves, judge
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.reach import SERVER, virtually, world


@pytest.mark.parametrize(
    ("answer", "sees"),
    [("Red, blue.", Sees.YES), ("left: red\nright: blue", Sees.YES), ("blue red", Sees.NO),
     ("green and yellow", Sees.NO),
     ("red", Sees.NO), ("I cannot see images.", Sees.NO), ("I don't have the ability to view pictures", Sees.NO),
     ("hello", Sees.UNCLEAR), ("", Sees.UNCLEAR)],
)  # fmt: skip
def test_two_colours_in_order_are_no_accident(answer, sees):
    assert judge(answer, "red", "blue") is sees


PROBED = replace(SERVER, sees="ask")


def test_it_is_as_configured_as_remembered_or_tried_once_for_each_model():
    async def main():
        with world(ScriptedServer()) as it:
            sight = Sight(it.gate, it.ledger)
            assert sight.known(SERVER) is Sees.YES
            assert sight.known(replace(SERVER, sees="no")) is Sees.NO
            assert sight.known(PROBED) is None
            assert await sight.of(PROBED) is Sees.YES
            assert sight.known(PROBED) is Sees.YES
            assert await sight.of(PROBED) is Sees.YES
            assert len(it.server.received) == 1, "it was remembered"
            assert sight.known(replace(PROBED, model="other")) is None
            assert [receipt.cause for receipt in it.receipts.newest()] == ["probe"]
            await it.link.close()

    virtually(main)


def test_one_that_answers_without_looking_does_not_see():
    class Blind(ScriptedServer):
        def answer(self, request):
            return "I cannot see any picture."

    async def main():
        with world(Blind()) as it:
            sight = Sight(it.gate, it.ledger)
            assert await sight.of(PROBED, "setup") is Sees.NO
            assert [receipt.cause for receipt in it.receipts.newest()] == ["setup"]
            await it.link.close()

    virtually(main)


def test_what_is_none_of_the_three_is_said_so():
    async def main():
        with world() as it, pytest.raises(ConfigError, match="sees is yes, no or ask, not 'maybe'"):
            Sight(it.gate, it.ledger).known(replace(SERVER, sees="maybe"))

    virtually(main)


def test_the_picture_has_two_halves():
    pixels = halves("red", "blue")
    assert (pixels[:, :96] == COLOURS["red"]).all()
    assert (pixels[:, 96:] == COLOURS["blue"]).all()
    assert pixels.shape == (96, 192, 3)
