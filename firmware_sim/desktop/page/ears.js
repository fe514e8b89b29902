// How the glasses hear: the microphone, push to talk, a WAV file; and what can be seen of it.

import { h, fill, byId, button, icon } from "./dom.js";
import { BrowserMicrophone, refusalInWords } from "./microphone.js";
import { Trace } from "./plot.js";

const LINGERS = 8000; // milliseconds that a microphone opened for one question stays open at most

export class Ears {
  // `worn()` is the kind of glasses: a touchpad can be held, a button only pressed.
  constructor(line, worn, tell) {
    Object.assign(this, { line, worn, tell });
    this.state = null;
    this.held = false;
    this.lent = false; // the microphone was opened for push to talk, and closes after it
    this.microphone = new BrowserMicrophone(
      (buffer) => line.give("S", buffer),
      () => this.closed("The microphone was taken away."),
    );
    this.openButton = h(
      "button",
      { type: "button", onclick: () => this.toggle(), "aria-pressed": "false" },
      icon("mic"),
      h("span", {}, "Microphone"),
    );
    this.talkButton = h(
      "button",
      { type: "button", class: "talk-button", title: "Hold it while you speak, or hold the space bar" },
      "Hold to talk",
    );
    this.tapButton = button("Tap", () => line.tell("tap", { kind: "tap" }), {
      title: "A tap on the frame: stops what goes on, or listens",
    });
    this.status = h("p", { class: "hearing" });
    this.canvas = h("canvas", {
      class: "trace",
      role: "img",
      "aria-label": "Wake score as a line, voice activity as an area",
    });
    this.level = h("meter", { min: "-60", max: "0", value: -60, "aria-label": "Level of the microphone" });
    this.trace = new Trace(this.canvas);
    fill(byId("ears"), this.openButton, this.talkButton, this.tapButton);
    fill(byId("hearing"), this.status, this.canvas, this.level);
    this.holdWith(this.talkButton);
    line.on("meter", (reading) => this.meter(reading));
    line.on("partial", ({ text }) => this.hear(text));
    line.on("closed", () => this.close());
    line.on("driver", ({ driver }) => driver || this.close());
  }

  greet(hello) {
    this.deaf = hello.hears ? "" : hello.why_deaf || "Speech cannot become words here.";
    this.phrase = hello.phrase || "view glass";
    this.hear("");
  }

  setState(state) {
    this.state = state;
    this.listens = state.listening === undefined ? state.attends === "speech" : state.listening;
    document.body.classList.toggle("listening", this.listens);
    if (this.lent && !this.held && !this.listens && performance.now() - this.released > 1500) this.close();
    this.showStatus();
  }

  hear(text) {
    this.heard = text;
    this.showStatus();
  }

  showStatus() {
    const state = this.state || {};
    const off = this.microphone.open ? "" : " The microphone is off.";
    let words = this.microphone.open
      ? `Say “${this.phrase}”, then ask.`
      : "The microphone is off. Type, or hold the button.";
    if (this.listens) words = `Listening…${off}`;
    if (this.deaf) words = `${this.listens ? "Listening, but without speech" : "No speech here"}: ${this.deaf}`;
    if (state.lost && state.lost.microphone) words = `The microphone of the glasses is lost: ${state.lost.microphone}.`;
    if (this.heard) words = `“${this.heard}”`;
    if (this.status.textContent !== words) fill(this.status, words);
    this.status.title = words;
    this.status.classList.toggle("words", Boolean(this.heard));
  }

  meter(reading) {
    this.level.value = Math.max(-60, reading.level);
    this.trace.add(reading);
    byId("hearing").classList.add("fed");
  }

  async open() {
    try {
      await this.microphone.start();
      this.openButton.setAttribute("aria-pressed", "true");
      await this.line.tell("ears", { on: true });
      this.showStatus();
      return true;
    } catch (error) {
      this.tell(refusalInWords("microphone", error));
      return false;
    }
  }

  close() {
    if (!this.microphone.open) return;
    this.microphone.stop();
    this.closed("");
  }

  closed(why) {
    this.lent = false;
    this.openButton.setAttribute("aria-pressed", "false");
    this.level.value = -60;
    if (this.line.open) this.line.tell("ears", { on: false });
    if (why) this.tell(why);
    this.showStatus();
  }

  toggle() {
    if (this.microphone.open) this.close();
    else this.open();
  }

  async hold() {
    if (this.held) return;
    this.held = true;
    this.talkButton.classList.add("held");
    if (!this.microphone.open) this.lent = await this.open();
    if (this.held || this.lent)
      this.line.tell("tap", { kind: this.worn() && this.worn().touch === "button" ? "tap" : "hold" });
  }

  letGo() {
    if (!this.held) return;
    this.held = false;
    this.released = performance.now();
    this.talkButton.classList.remove("held");
    // The ear finds the end of the sentence itself: the microphone stays a little longer than the finger.
    setTimeout(() => this.lent && !this.held && this.close(), LINGERS);
  }

  holdWith(node) {
    node.addEventListener("pointerdown", (event) => {
      node.setPointerCapture(event.pointerId);
      this.hold();
    });
    for (const kind of ["pointerup", "pointercancel", "blur"]) node.addEventListener(kind, () => this.letGo());
    node.addEventListener("keydown", (event) => {
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        this.hold();
      }
    });
    node.addEventListener("keyup", () => this.letGo());
    node.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  async play(file) {
    const buffer = await file.arrayBuffer();
    if (buffer.byteLength > 4e6) return this.tell("That WAV is larger than 4 MB: about two minutes at 16 kHz fit.");
    if (this.line.give("W", buffer)) this.tell(`The glasses hear ${file.name} now.`);
    return undefined;
  }
}
