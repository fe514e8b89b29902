"""PortAudio, for microphone and speaker: its errors in our words, and one place that knows which streams are open.

Streams are polled (`read_available`, `write_available`) and never call back. A callback dies in silence when it raises,
and needs memory that is both writable and executable, which a hardened service does not get.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from edge.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Seconds that the device keeps for us when we are late, and that it is given ahead.
BUFFER = {"input": 0.5, "output": 0.2}


class Stream(Protocol):
    """The part of a sounddevice stream that we use."""

    samplerate: float
    channels: int
    latency: float
    read_available: int
    write_available: int

    def read(self, frames: int) -> tuple[Any, bool]: ...
    def write(self, data: Any) -> bool: ...  # noqa: ANN401 - arrays in and out, as in sounddevice
    def start(self) -> None: ...
    def abort(self) -> None: ...
    def close(self) -> None: ...


class Host(Protocol):
    """The part of the module sounddevice that we use."""

    PortAudioError: type[Exception]

    def query_devices(self, device: int | str | None = None, kind: str | None = None) -> Any: ...  # noqa: ANN401
    def InputStream(self, **settings: Any) -> Stream: ...  # noqa: N802
    def OutputStream(self, **settings: Any) -> Stream: ...  # noqa: N802
    def _initialize(self) -> None: ...
    def _terminate(self) -> None: ...


def sounddevice(kind: str) -> Host:
    """The real host, imported when it is first needed; raises DeviceError where that fails."""
    try:
        import sounddevice as host
    except ImportError:
        raise DeviceError(_ours(kind), "the package sounddevice is missing", "pip install sounddevice") from None
    except OSError:
        raise DeviceError(_ours(kind), "PortAudio is missing", "Debian: sudo apt install libportaudio2") from None
    return host  # type: ignore[no-any-return]


class PortAudio:
    """Opens and closes streams, one call at a time: PortAudio is not safe for two threads.

    `kind` is `input` or `output`, `name` what the configuration says.
    """

    def __init__(self, host: Host | None = None) -> None:
        self._given = host
        self._lock = threading.RLock()
        self._open = 0

    def host(self, kind: str) -> Host:
        """The host; DeviceError if it is not installed."""
        if self._given is None:
            self._given = sounddevice(kind)
        return self._given

    def find(self, kind: str, name: str) -> Mapping[str, Any]:
        """What PortAudio knows about a device; raises DeviceError where there is none of that name."""
        with self.guard(kind) as host, self._lock:
            try:
                found: Mapping[str, Any] = host.query_devices(_meant(name), kind)
            except (ValueError, host.PortAudioError) as error:  # none at all, no such name, or more than one
                problem = "none is connected" if name == "default" else str(error)
                raise DeviceError(_ours(kind), problem, "python -m sounddevice lists what there is") from None
        return found

    def open(self, kind: str, name: str) -> Stream:
        """A started stream at the device's own rate, float32, with one channel or two."""
        with self._lock:
            try:
                stream = self._opened(kind, name)
            except DeviceError:
                if not self._refresh():
                    raise
                stream = self._opened(kind, name)
            self._open += 1
            return stream

    def _opened(self, kind: str, name: str) -> Stream:
        found = self.find(kind, name)
        with self.guard(kind) as host:
            make = host.InputStream if kind == "input" else host.OutputStream
            stream = make(
                device=_meant(name),
                channels=min(2, int(found[f"max_{kind}_channels"])),
                samplerate=found["default_samplerate"],
                dtype="float32",
                latency=BUFFER[kind],
            )
            try:
                stream.start()
            except host.PortAudioError:
                stream.close()
                raise
        return stream

    def close(self, stream: Stream) -> None:
        """Abort and close a stream."""
        with self._lock:
            self._open -= 1
            stream.abort()
            stream.close()

    def _refresh(self) -> bool:
        """Look for devices anew. PortAudio does so only when it starts, and to restart it ends every open stream."""
        if self._given is None or self._open:
            return False
        self._given._terminate()  # noqa: SLF001 - sounddevice has no public name for it
        self._given._initialize()  # noqa: SLF001
        return True

    @contextmanager
    def guard(self, kind: str) -> Iterator[Host]:
        """A context in which errors of the host become DeviceError."""
        host = self.host(kind)
        try:
            yield host
        except host.PortAudioError as error:
            words = str(error).split(" [")[0]
            raise DeviceError(_ours(kind), words, "is it plugged in, and not in use elsewhere?") from None


def _meant(name: str) -> int | str | None:
    return None if name == "default" else int(name) if name.isdecimal() else name


def _ours(kind: str) -> str:
    return "microphone" if kind == "input" else "speaker"
