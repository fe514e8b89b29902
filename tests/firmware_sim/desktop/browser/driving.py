"""What the tests of the page drive: a simulator in a process of its own, a chromium, and a page that is watched."""

from __future__ import annotations

import base64
import json
import os
import selectors
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, WebSocket, expect

from tests.edge.reach.port import wait

ROOT = Path(__file__).parents[4]
SECONDS = 20  # that anything may take on a machine that is busy
DESK, PHONE = (1440, 900), (390, 844)
LIGHT, DARK = "light", "dark"

expect.set_options(timeout=1000 * SECONDS)


@dataclass(eq=False)
class Simulated:
    """`glint sim`, with a folder of its own for what it keeps."""

    folder: Path
    port: int = 0
    """0: a free one."""
    automation: bool = True
    """Where programs drive; without it the page asks a first question for a newcomer."""

    def start(self) -> Simulated:
        """Start it, and wait until it serves."""
        at = [str(ROOT), str(ROOT / "edge/public")]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(at)}
        env |= {"XDG_STATE_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        command = [sys.executable, "-m", "edge.cli", "sim", "--no-browser", "--port", str(self.port)]
        command += ["--automation"] * self.automation
        self.log = self.folder / "stderr"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self.address = self._line().rpartition(" ")[2].strip()
        self.site, _, self.token = self.address.partition("/#token=")
        self.port = int(self.site.rpartition(":")[2])
        return self

    def _line(self) -> str:
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            assert selector.select(30), f"nothing was printed: {self.log.read_text('utf-8')}"
        line = self.process.stdout.readline()
        assert "/#token=" in line, self.log.read_text("utf-8")
        return line

    def kill(self) -> None:
        """End it with no leave taken."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does. Nothing went wrong in it meanwhile."""
        self._end(signal.SIGINT)
        assert "Traceback" not in self.log.read_text("utf-8"), self.log.read_text("utf-8")

    def _end(self, with_signal: signal.Signals) -> None:
        self.process.send_signal(with_signal)
        try:
            self.process.wait(SECONDS)
        finally:
            self.process.kill()
            self.process.wait(SECONDS)
            if self.process.stdout is not None:
                self.process.stdout.close()

    def order(self, name: str, /, **fields: Any) -> Any:
        """An order, given beside the page."""
        return self._ask(f"/api/{name}", json.dumps(fields).encode())

    def state(self) -> Any:
        """How everything is."""
        return self._ask("/api/state")

    def turns(self) -> Any:
        """The cards of the last turns."""
        return self._ask("/api/turns")

    def receipts(self) -> Any:
        """What left the glasses."""
        return self._ask("/api/receipts")

    def _ask(self, path: str, body: bytes | None = None) -> Any:
        return json.loads(self.file(path, body))

    def file(self, path: str, body: bytes | None = None) -> bytes:
        """What it gives to whoever has the token."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.site + path, body, headers)  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return bytes(answer.read())

    def as_new(self) -> None:
        """As it was when it started, and silent: what each test begins with."""
        self.order("mend")
        if self.state()["speaking"]:
            self.order("tap")
        assert wait(lambda: not self.state()["speaking"]), "it speaks on"
        self.order("pace", factor=1)
        self.order("air", name="wifi")
        self.order("link")
        self.order("charge", battery=0.8, around=22)
        self.order("server", kind="scripted")
        self.order("wear", profile="wide")
        self.order("record", on=False)
        self.order("look", scene="table")
        self.order("forget", all=True)


@contextmanager
def simulated(folder: Path, *, automation: bool = True) -> Iterator[Simulated]:
    """A simulator for as long as the block lasts."""
    simulator = Simulated(folder, automation=automation).start()
    try:
        yield simulator
    finally:
        simulator.stop()


@dataclass(eq=False)
class Watched:
    """A page of the simulator. What its console complains of and whom it asks is noted."""

    page: Page
    site: str = "file://"
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    """What the simulator said on the socket, without the bytes."""

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("websocket", self._socket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", f"blob:{self.site}/", "data:")):
            self.strangers.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(self.site.replace("http", "ws", 1) + "/"):
            self.strangers.append(socket.url)
        socket.on("framereceived", self._heard)

    def _heard(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            self.told.append(json.loads(payload))

    def as_new(self) -> None:
        """As it was when it was opened, once the simulator is as new."""
        self.page.emulate_media(color_scheme=LIGHT)
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        expect(self.page.locator("#line")).to_be_enabled()
        self.page.locator("#line").fill("")
        self.page.locator("#line").blur()
        expect(self.page.locator(".live li.turn")).to_have_count(0)
        expect(self.page.locator("[data-scene=table]")).to_have_attribute("aria-pressed", "true")
        self.told.clear()  # what came while this was waited for

    def is_clean(self) -> None:
        """Nobody else was asked anything, and the console is empty."""
        assert not self.strangers, f"it asked {self.strangers}"
        assert not self.complaints, f"its console says {self.complaints}"

    # ------------------------------------------------------------------------------------------------- what is done

    def ask(self, text: str) -> Locator:
        """Type a question as people do; returns its card."""
        field = self.page.get_by_role("textbox", name="Your question")
        field.fill(text)
        field.press("Enter")
        return self.card(text)

    def answer(self, text: str) -> Locator:
        """The card of a question once it has ended."""
        return self.ended(self.ask(text))

    def card(self, text: str) -> Locator:
        """The newest card with this in it."""
        return self.page.locator(".live li.turn").filter(has_text=text).last

    def ended(self, card: Locator) -> Locator:
        """The same card, once its turn has ended."""
        expect(card.locator(".reason")).to_be_visible()
        return card

    @staticmethod
    def says(card: Locator) -> Locator:
        """The answer of a card."""
        return card.locator("p.answer")

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name).click()

    def close_notices(self) -> None:
        """Close what was told in notices."""
        while self.page.locator(".notice").count():
            self.page.get_by_role("button", name="Close this notice").first.click()

    def open(self, panel: str) -> Locator:
        """Open a panel by its button at the edge of the page."""
        self.page.locator(f"button[popovertarget={panel}-panel]").click()
        node = self.page.locator(f"#{panel}-panel")
        expect(node).to_be_visible()
        return node

    def shown(self, image: Locator) -> bytes:
        """The pixels of an image, as a PNG."""
        return base64.b64decode(image.evaluate(_PIXELS))

    def drop(self, path: Path, kind: str) -> None:
        """Drop a file on the page."""
        self.page.evaluate(_DROP, [path.name, kind, base64.b64encode(path.read_bytes()).decode()])

    def heard(self, what: str) -> list[dict[str, Any]]:
        """The messages of this kind that came so far."""
        return [message for message in self.told if message["is"] == what]

    def waits(self, what: Callable[[], bool], why: str) -> None:
        """Wait, while messages are taken, until something has come about."""
        for _ in range(SECONDS * 20):
            if what():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(why)

    def is_for_everybody(self, scheme: str = LIGHT, size: tuple[int, int] = DESK) -> None:
        """axe-core finds nothing, in these colours and this size; nothing is wider than the window."""
        width, height = size
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
        violations = Axe().run(self.page).response["violations"]
        told = [f"{one['id']}: {node['html'][:200]}" for one in violations for node in one["nodes"]]
        assert not told, f"in {scheme} at {width} x {height}: " + "\n".join(told)
        wide = self.page.evaluate(_TOO_WIDE)
        assert not wide, f"in {scheme} at {width} x {height} this is cut off: {wide}"


_PIXELS = """(image) => {
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.convertToBlob().then((png) => png.arrayBuffer()).then((all) => new Uint8Array(all).toBase64());
}"""

# A dropped file comes with an event; the browser makes it of bytes.
_DROP = """([name, type, inBase64]) => {
  const carried = new DataTransfer();
  const bytes = Uint8Array.from(atob(inBase64), (letter) => letter.charCodeAt(0));
  carried.items.add(new File([bytes], name, { type }));
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
}"""

# Controls that lie partly outside the window or what holds them, unless that can be scrolled.
_TOO_WIDE = """() => [...document.querySelectorAll("button, input, summary")].filter((node) => {
  if (!node.checkVisibility({ visibilityProperty: true })) return false;
  const at = node.getBoundingClientRect();
  if (at.bottom < 0) return false;
  for (let place = node.parentElement; place; place = place.parentElement) {
    const style = getComputedStyle(place);
    if (["auto", "scroll"].includes(style.overflowX) && place.scrollWidth > place.clientWidth) return false;
    const edge = place.getBoundingClientRect();
    if (style.overflowX === "hidden" && (at.right > edge.right + 1 || at.left < edge.left - 1)) return true;
  }
  return at.right > innerWidth + 1 || at.left < -1;
}).map((node) => node.outerHTML.slice(0, 120))"""


@contextmanager
def opened(web: Browser, simulator: Simulated) -> Iterator[Watched]:
    """A tab of somebody's browser on the simulator's page, for as long as the block lasts; it ends clean."""
    context = web.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    try:
        watched = Watched(context.new_page(), simulator.site)
        watched.page.goto(simulator.address)
        expect(watched.page.locator("#line")).to_be_enabled()
        yield watched
        watched.is_clean()
    finally:
        context.close()
