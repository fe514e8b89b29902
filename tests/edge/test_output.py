"""What reaches the terminal: characters that would command it or hide something are removed or escaped."""

import errno
import io
import json

import pytest

from edge.cli import main
from edge.errors import OutputError
from edge.output import Outlet, command, complain, json_line

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


def test_what_is_no_number_is_null_in_json():
    row = {"id": float("nan"), "many": [1.5, float("inf"), (float("-inf"),)]}
    assert json_line(row) == '{"id": null, "many": [1.5, null, [null]]}'


def test_an_outlet_escapes_what_others_wrote_and_lets_our_own_commands_through():
    to = io.StringIO()
    outlet = Outlet(to)
    print(HIDDEN, "é 中 😀\ttab", file=outlet)
    outlet.writelines(["a\r", "\ud800"])
    command(outlet, "\r\x1b[K")
    command(to, "\r")
    assert to.getvalue() == ("a\\u001b[31m\\u202eb\\u200bc\\u009bd é 中 😀\ttab\na\\r\\ud800\r\x1b[K\r")


def test_what_could_not_be_written_is_told_at_the_end_too():
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(errno.ENOSPC, "No space left on device")

    outlet = Outlet(Full())
    for attempt in (lambda: outlet.write("a"), outlet.flush):
        with pytest.raises(OutputError, match="No space left on device"):
            attempt()
