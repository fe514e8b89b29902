"""Volume, brightness and quiet, from the words to the speaker and the display of simulated glasses."""

from itertools import groupby

from firmware_sim.commands import play
from firmware_sim.world.scenario import parse_scenario

SAID = (
    "hello", "set the volume to 40 percent", "hello", "set the brightness to 30 percent", "do not disturb", "hello",
    "i can't breathe", "you can talk again",
)  # fmt: skip


def test_what_was_set_is_heard_and_seen():
    write = [{"at": 1.0 + 12.0 * n, "text": text} for n, text in enumerate(SAID)]
    played = play(parse_scenario({"title": "levels", "seconds": 12.0 * len(SAID) + 2, "write": write}, "this test"))
    heard = [loudness for loudness, _ in groupby(played.sim.voice.loudness)]  # an answer may come clause by clause
    assert heard == [0.7, 0.4, 0.5, 0.4], "quiet: only the emergency is heard, and louder"
    says = [noted.detail for noted in played.sim.witness.of("says")]
    assert says[0] == says[2] == "Hello. What would you like to know?"
    assert says[4].startswith("Call your local emergency number now")
    assert {card.brightness for _, card in played.sim.display.shown[-2:]} == {30}
    assert played.sim.display.shown[0][1].brightness == 70
