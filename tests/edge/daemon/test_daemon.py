"""`glint run` on a terminal: it says that it is ready, and each answer once."""

import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import ExitStack

from edge.config import Config
from edge.daemon.daemon import _new_tape, _tape
from edge.devices import Glasses
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.messages import Touch


def test_a_terminal_hears_how_to_stop_and_gets_each_answer_once(tmp_path):
    config = tmp_path / "glint.toml"
    devices = '[camera]\nsource = "none"\n[sound]\nmicrophone = "none"\nspeaker = "none"\n'
    config.write_text(f'data = "{tmp_path}/data"\n{devices}', encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "edge.cli", "run", "--config", str(config)]
    daemon = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    shown = b""
    try:
        for typed, awaited in ((b"", b"ready. Ctrl-C stops"), (b"what is 2 plus 2\n", b"4."), (b"4 plus 5\n", b"9.")):
            os.write(ours, typed)
            while awaited not in shown:
                shown += os.read(ours, 4096)
        daemon.send_signal(signal.SIGINT)
        assert daemon.wait(timeout=30) == 0
    finally:
        daemon.kill()
        daemon.wait()
        os.close(ours)
        os.close(theirs)
    assert shown.count(b"That's 4.") == 1
    assert b"type a question" in shown.lower()


def test_a_second_tape_of_one_second_has_a_name_of_its_own(tmp_path):
    first = _new_tape(tmp_path)
    first.touch()
    second = _new_tape(tmp_path)
    assert second != first
    assert all(re.fullmatch(r"\d{8}-\d{6}(-\d+)?\.tape", path.name) for path in (first, second))


def test_where_no_tape_can_be_begun_it_says_so_and_goes_on(tmp_path, capsys):
    (tmp_path / "tapes").write_bytes(b"no folder")
    glasses = Glasses(LinuxBody(), Blank())
    with ExitStack() as stack:
        taped, observer = _tape(Config(data=str(tmp_path)), glasses, stack)
        observer(glasses.body.now(), Touch(), ())
    assert taped is glasses
    told = f"glint: nothing is recorded, as no tape can be begun in {tmp_path / 'tapes'}: File exists\n"
    assert capsys.readouterr().err == told
