"""A network camera on loopback: MJPEG over HTTP, which stalls, hangs up or stays away when told to. Ends by itself."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np

HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
LIFE = 30.0  # seconds after which it ends whatever happens
COLOUR = (220, 30, 60)  # RGB: to tell it from BGR


class NetworkCamera:
    """Each connection gets frames at `fps`; after `stall_after` of them it gets nothing more, and stays open.

    Its picture is of one colour, or so `noisy` that nothing makes it small.
    """

    def __init__(
        self,
        *,
        fps: float = 50.0,
        stall_after: int | None = None,
        size: tuple[int, int] = (64, 48),
        noisy: bool = False,
    ) -> None:
        self.fps = fps
        self.stall_after = stall_after
        self.connections = 0
        self.sent = 0
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        picture = np.full((size[1], size[0], 3), COLOUR[::-1], np.uint8)
        if noisy:
            picture = np.random.default_rng(0).integers(0, 256, picture.shape, np.uint8)
        jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
        self._part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(jpeg), jpeg)
        self._threads = [threading.Thread(target=self._listen, name="network camera", daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(5.0)
        self._listener.close()

    def _listen(self) -> None:
        for _ in range(round(LIFE / 0.02)):
            if self._over.is_set():
                return
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(client,), name="network camera client", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            client.settimeout(1.0)
            try:
                client.recv(4096)
                client.sendall(HEAD)
                for number in range(round(LIFE * self.fps)):
                    if self.stall_after is not None and number >= self.stall_after:
                        self._over.wait(LIFE)
                    if self._over.wait(1 / self.fps):
                        return
                    client.sendall(self._part)
                    self.sent += 1
            except OSError:
                return  # the one who looked has left


@contextmanager
def network_camera(**how: object) -> Iterator[NetworkCamera]:
    camera = NetworkCamera(**how)  # type: ignore[arg-type]
    try:
        yield camera
    finally:
        camera.close()
