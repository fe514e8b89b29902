"""`glint run` on a terminal: it says that it is ready, and each answer once."""

import os
import pty
import signal
import subprocess
import sys


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
    assert b"type a question" in shown
