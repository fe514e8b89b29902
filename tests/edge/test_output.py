"""What reaches the terminal: characters that would command it or hide something are removed or escaped."""

import json

from edge.cli import main
from edge.output import complain, json_line

HIDDEN = "a\x1b[31m\u202eb\u200bc\x9bd"


def test_a_complaint_has_no_hidden_characters(capsys):
    complain(HIDDEN)
    told = capsys.readouterr().err
    assert told.startswith("glint: a")
    assert told.endswith("d\n")
    assert not set("\x1b\u202e\u200b\x9b") & set(told)


def test_json_escapes_what_has_no_shape_and_reads_back():
    row = {"text": f"{HIDDEN} é 中"}
    line = json_line(row)
    assert json.loads(line) == row
    assert line.isprintable()
    assert "é 中" in line


def test_route_repeats_a_sentence_without_its_hidden_characters(capsys):
    for more in ([], ["--json"]):
        assert main(["route", *more, "--no-server", f"what is {HIDDEN}"]) == 0
        assert not set("\x1b\u202e\u200b\x9b") & set(capsys.readouterr().out)
