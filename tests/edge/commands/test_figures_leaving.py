"""What it costs to make a picture fit to leave is measured on one that has something to hide."""

from edge.commands.figures_leaving import LINES, cpu, written
from edge.messages import Quad
from edge.perceive.reading import TextReader
from edge.reach.gate.mask import Masker
from edge.reach.gate.pictures import Outgoing, secrets_in


def test_the_picture_holds_what_the_masks_look_for():
    frame = written()
    assert frame.pixels.shape == (960, 1280, 3)
    read = TextReader().see(frame)
    assert {line.text for line in read} >= {LINES[1], LINES[3]}
    secrets = secrets_in(Outgoing(frame, 1280), Masker(), lambda _: read, lambda _: ())
    assert [kind for kind, _ in secrets] == ["text"] * 3
    assert all(isinstance(quad, Quad) for _, quad in secrets)


def test_the_time_is_that_of_the_processor():
    assert 0 <= cpu(lambda: None) < 5
    assert cpu(lambda: sum(range(2_000_000))) > 1
