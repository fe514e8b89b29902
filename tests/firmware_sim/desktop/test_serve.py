"""`glint sim` as a process: where it listens, how it ends, and what is there afterwards."""

import signal
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from edge.config import Config
from edge.errors import UsageError
from firmware_sim.desktop.serve import PORT, Serving, _bound, serve
from tests.edge.reach.port import wait
from tests.firmware_sim.desktop.processes import ended, started
from tests.firmware_sim.desktop.served import serving


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_time_and_cleanly_with_sockets_open(tmp_path, how):
    with started(tmp_path, "--automation") as (process, sim), ExitStack() as stack:
        pages = [stack.enter_context(sim.page()) for _ in range(3)]
        stack.enter_context(sim.socket())
        stack.enter_context(sim.raw(b"GET / HT"))
        asking = f"POST /api/say HTTP/1.1\r\nHost: {sim.host}\r\nAuthorization: Bearer {sim.token}\r\n"
        stack.enter_context(sim.raw(f"{asking}Content-Length: 9\r\n\r\n".encode()))
        pages[0].send(do="type", text="what time is it", n=1)
        folder = tmp_path / "glint"
        assert len(list(folder.glob("sim-run-????????"))) == 1
        seconds, status, said = ended(process, how)
        assert (status, said) == (0, "glint: Ctrl-C takes them off\n")
        assert seconds < 3.0
        assert [page.until("bye")["is"] for page in pages] == ["bye"] * 3
        assert not list(folder.iterdir())
        assert is_free(sim.port)


@pytest.mark.slow
def test_a_run_that_was_killed_is_followed_by_one_with_its_token_and_without_its_files(tmp_path):
    with started(tmp_path) as (process, sim):
        (left,) = (tmp_path / "glint").glob("sim-run-????????")
        ended(process, signal.SIGKILL)
        assert left.exists()
    with started(tmp_path, port=sim.port) as (process, again):
        assert again.token == sim.token
        assert not left.exists()
        with again.page() as page:
            assert page.hello["driver"]
        ended(process, signal.SIGINT)
    with started(tmp_path, port=sim.port) as (process, other):
        assert other.token != sim.token


def test_two_at_once_are_two(tmp_path):
    with serving(tmp_path) as first, serving(tmp_path) as second:
        assert first.port != second.port
        with first.page() as one, second.page() as other:
            assert one.hello["driver"]
            assert other.hello["driver"]
            assert one.hello["run"] != other.hello["run"]
        assert first.request("GET", "/scene/table.jpg", authorization=f"Bearer {second.token}").status == 401


def test_a_port_that_is_taken_is_told_where_it_was_asked_for(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"--port {port}: Address already in use; leave it out"):
            serve(Config(data=str(tmp_path)), Serving(port))
    assert not list(tmp_path.iterdir())


def test_a_port_is_taken_from_the_first_moment():
    """Until it is listened on, another one could bind it as well, and one of both would die of it later."""
    with _bound(0) as listening:
        port = listening.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(UsageError, match="in use"):
            _bound(port)


def test_it_listens_on_the_loopback_alone(tmp_path):
    with serving(tmp_path) as sim:
        listening = {
            line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"
        }
        ours = {address for address in listening if address.endswith(f":{sim.port:04X}")}
        assert ours == {f"0100007F:{sim.port:04X}"}
        assert f"{sim.port:04X}" not in Path("/proc/net/tcp6").read_text()
    assert wait(lambda: is_free(sim.port), 5.0)


def test_what_keeps_the_glasses_from_being_worn_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="the simulator keeps its files there"):
        serve(Config(data=str(tmp_path / "file" / "x")), Serving(0))


def test_the_usual_port_is_one_that_anybody_may_open():
    assert 1024 < PORT < 32768
