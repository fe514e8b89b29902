// The live page: makes the parts, and gives each what the simulator says.

import { h, fill, byId, button, icon } from "./dom.js";
import { isReport } from "./report.js";
import { Line } from "./line.js";
import { Files } from "./files.js";
import { notice, banner } from "./notices.js";
import { Voice } from "./voice.js";
import { GlassesView } from "./glasses.js";
import { Conversation } from "./conversation.js";
import { ReceiptList } from "./receipts.js";
import { Eyes } from "./eyes.js";
import { Ears } from "./ears.js";
import { Asking } from "./asking.js";
import { World } from "./world.js";
import { Faults } from "./faults.js";
import { ServerChoice } from "./server.js";
import { Profiles } from "./profiles.js";
import { Tapes } from "./tapes.js";
import { Keys } from "./keys.js";
import { panel, twice } from "./panel.js";
import { plural } from "./words.js";

const TOKEN = "glint.token";
const FRAMES = 40; // frames that are kept to be shown again

// The token, or the ticket that is good for it once, leaves the address bar at once: nobody copies it with the address.
async function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname);
  const ticket = given.get("ticket");
  const answer = ticket && (await fetch("/token", { method: "POST", body: ticket }).catch(() => null));
  const token = answer && answer.ok ? await answer.text() : given.get("token");
  if (token) sessionStorage.setItem(TOKEN, token);
  return sessionStorage.getItem(TOKEN);
}

class LivePage {
  constructor(token) {
    const line = new Line(token);
    this.line = line;
    this.files = new Files(token);
    this.frames = new Map();
    this.run = null;
    this.driver = false;
    this.voice = new Voice();
    this.glasses = new GlassesView();
    this.glasses.say(h("p", {}, "Putting the glasses on…"));
    byId("view").append(this.glasses.element);
    const doing = {
      hasFrame: () => true,
      showFrame: (id) => this.showFrame(id),
      openReceipts: () => this.left.node.showPopover(),
      forget: (id) => line.tell("forget", { turns: [id] }),
    };
    this.conversation = new Conversation(
      [
        h("h2", {}, "Nothing has been asked yet"),
        h(
          "p",
          {},
          "Your questions and the answers stand here. Each answer says why it came out as it did. Type below, hold the button to talk, or press one of the questions.",
        ),
      ],
      doing,
    );
    byId("turns").append(this.conversation.element);
    this.eyes = new Eyes(line, this.files, this.glasses, notice);
    this.ears = new Ears(line, () => this.profiles.worn, notice);
    this.asking = new Asking(line, this.conversation);
    this.world = new World(line);
    this.faults = new Faults(line);
    this.server = new ServerChoice(line);
    this.profiles = new Profiles(line);
    this.tapes = new Tapes(line, this.files, notice);
    this.makeReceipts();
    this.makeHeader();
    byId("world").append(this.server.opener, this.faults.opener, this.left.opener);
    this.makeKeys();
    this.listen();
    this.takeDrops();
    this.control(false);
    line.connect();
  }

  makeReceipts() {
    this.receipts = new ReceiptList(
      (receipt) => this.files.address(`/sent/${encodeURIComponent(receipt.id)}.jpg`).catch(() => null),
      (receipt) => this.line.tell("forget", { receipt: receipt.id }),
    );
    const wipe = h(
      "fieldset",
      { class: "row" },
      h("legend", { class: "unseen" }, "Wipe"),
      twice("Forget everything", "Press again: all turns and receipts go", () =>
        this.line.tell("forget", { all: true }),
      ),
    );
    this.left = panel(
      "left-panel",
      "What left the glasses",
      [this.receipts.element, wipe],
      () => this.loadReceipts(),
      "low wide",
    );
    this.leftWord = h("b", {}, "nothing");
    fill(this.left.opener, h("span", {}, "Sent "), this.leftWord);
  }

  async loadReceipts() {
    const done = await this.line.tell("receipts");
    if (!done) return;
    this.receipts.show(done.receipts);
    fill(this.leftWord, done.receipts.length ? plural(done.receipts.length, "request") : "nothing");
    this.control(this.driver);
  }

  makeHeader() {
    this.soundButton = button("", () => this.sound(this.voice.missed || !this.voice.on), {
      class: "opener",
      "aria-label": "Sound",
    });
    const help = button("?", () => this.keys.open(), { class: "opener", "aria-label": "Keys", title: "Keys (?)" });
    fill(byId("tools"), this.profiles.opener, this.tapes.opener, this.soundButton, help);
    this.sound(this.voice.on);
    this.marksButton = h(
      "button",
      {
        type: "button",
        class: "opener",
        onclick: () => this.marks(!this.glasses.marked),
        title: "Boxes, texts and codes that were found (b)",
      },
      icon("boxes"),
      h("span", {}, "Marks"),
    );
    byId("view-tools").append(this.marksButton);
    this.marks(true);
  }

  sound(on) {
    this.voice.turn(on);
    this.voice.missed = false;
    this.showSound();
  }

  showSound() {
    const { on, missed } = this.voice;
    fill(
      this.soundButton,
      icon(on && !missed ? "sound" : "silent"),
      h("span", {}, missed ? "Press to hear" : on ? "Sound" : "Silent"),
    );
    this.soundButton.setAttribute("aria-pressed", String(on));
    this.soundButton.title = on ? "Answers are heard (s)" : "Answers are not heard (s)";
  }

  marks(on) {
    this.glasses.mark(on);
    this.marksButton.setAttribute("aria-pressed", String(on));
  }

  makeKeys() {
    const drive = (work) => () => this.driver && !document.body.classList.contains("replaying") && work();
    this.keys = new Keys([
      ["/", "/", "write a question", () => this.asking.field.focus()],
      [" ", "Space", "hold to talk", drive(() => this.ears.hold()), () => this.ears.letGo()],
      ["Escape", "Esc", "stop what goes on", drive(() => this.isBusy() && this.asking.stop())],
      ["t", "t", "tap the frame", drive(() => this.line.tell("tap", { kind: "tap" }))],
      ["m", "m", "microphone on or off", drive(() => this.ears.toggle())],
      ["s", "s", "sound on or off", () => this.sound(!this.voice.on)],
      ["b", "b", "boxes and texts on or off", () => this.marks(!this.glasses.marked)],
      ["p", "p", "pin the frame that was taken, or let it go", () => this.glasses.pin(!this.glasses.pinned)],
      ["c", "c", "camera", drive(() => this.eyes.openCamera())],
      ["n", "n", "next scene", drive(() => this.nextScene())],
      ["f", "f", "faults", () => this.faults.panel.node.togglePopover()],
      ["?", "?", "this list", () => this.keys.open()],
    ]);
  }

  nextScene() {
    const { scenes, scene } = this.eyes;
    if (scenes.length) this.eyes.choose(scenes[(scenes.indexOf(scene) + 1) % scenes.length].name);
  }

  isBusy() {
    return Boolean(this.state && this.state.speaking) || this.conversation.openTurns() > 0;
  }

  listen() {
    const { line } = this;
    line.on("hello", (hello) => this.hello(hello));
    line.on("state", (state) => this.setState(state));
    line.on("step", (step) => this.step(step));
    line.on("light", ({ on }) => this.glasses.light(on));
    line.on("display", (message, png) => this.display(message, png));
    line.on("frame", (message, jpeg) => this.frame(message, jpeg));
    line.on("say", (message, samples) => this.say(message, samples));
    line.on("hush", () => this.voice.hush());
    line.on("copying", (message) => this.tapes.progress(message));
    line.on("driver", ({ driver }) => this.control(driver));
    line.on("trouble", (why) => notice(why));
    line.on("bye", ({ why }) => (this.farewell = why));
    line.on("closed", () => this.gone());
    line.on("locked", () => this.lock());
  }

  hello(hello) {
    if (this.run !== hello.run) this.world.newSession();
    this.run = hello.run;
    this.farewell = "";
    this.profiles.offer(hello.profiles);
    this.faults.offer(hello.faults);
    this.eyes.setScenes(hello.scenes);
    this.ears.greet(hello);
    this.conversation.show(hello.turns);
    this.display({ on: false });
    this.control(hello.driver);
    this.setState(hello.state);
    this.glasses.light(hello.state.light);
    this.loadReceipts();
    // Where programs drive, nothing is asked that they did not ask for.
    if (hello.driver && !hello.turns.length && !hello.automation) this.asking.first(this.eyes.scene);
  }

  setState(state) {
    this.state = state;
    for (const part of [this.profiles, this.eyes, this.ears, this.world, this.faults, this.server, this.tapes])
      part.setState(state);
    this.glasses.light(state.light);
    if (state.faults.some(({ device, kind }) => device === "display" && kind === "unplug")) this.display({ on: false });
    const { worn } = this.profiles;
    this.glasses.hasLamp(!worn || worn.lamp === "lamp");
    const lost = state.lost && state.lost.camera;
    this.glasses.remark(
      worn && !worn.camera
        ? "These glasses have no camera: only you see this."
        : lost
          ? `The camera is lost: ${lost}. Only you see this.`
          : "",
    );
    this.refresh();
  }

  step(step) {
    if (step.event.is === "Forgotten") this.forget(step.event.turns);
    this.conversation.update(step.turns || []);
    if ((step.turns || []).some((turn) => (turn.receipts || []).length && turn.stage === "ended")) this.loadReceipts();
    this.refresh();
  }

  // What is wiped is gone from every tab at once. `turns`: their ids, or null for all.
  forget(turns) {
    this.conversation.forget(turns);
    for (const [id, { src }] of this.frames) {
      if (turns && !turns.includes(id)) continue;
      if (this.glasses.frame === this.frames.get(id)) this.glasses.release();
      this.frames.delete(id);
      URL.revokeObjectURL(src);
    }
    this.loadReceipts();
  }

  refresh() {
    this.asking.busy(this.isBusy());
    this.asking.suggest(this.eyes.scene);
  }

  say(message, samples) {
    this.voice.play(message.rate, samples);
    this.showSound();
    // The next state says so too, but may come much later; what is heard can be stopped at once.
    if (this.state) this.state.speaking = true;
    this.refresh();
  }

  display({ on }, png) {
    if (this.displayed) URL.revokeObjectURL(this.displayed);
    this.displayed = on && png ? URL.createObjectURL(new Blob([png], { type: "image/png" })) : null;
    this.glasses.show(this.displayed ? h("img", { src: this.displayed, alt: "What the display shows" }) : null);
  }

  frame(message, jpeg) {
    const frame = { ...message, src: URL.createObjectURL(new Blob([jpeg], { type: "image/jpeg" })) };
    this.frames.set(message.id, frame);
    if (this.frames.size > FRAMES) {
      const [oldest, { src }] = this.frames.entries().next().value;
      this.frames.delete(oldest);
      URL.revokeObjectURL(src);
    }
    this.glasses.take(frame);
  }

  // The simulator keeps frames longer than the page, but not what was found in them.
  async showFrame(id) {
    const src = this.frames.has(id) ? "" : await this.files.address(`/frame/${id}.jpg`).catch(() => null);
    if (src === null) return notice("The simulator does not keep that frame any more.");
    this.glasses.take(this.frames.get(id) || { src });
    return this.glasses.pin(true);
  }

  // Who drives may press everything; who watches sees everything.
  control(driver) {
    this.driver = driver && this.line.open;
    for (const set of document.querySelectorAll("fieldset:not(.anyone)")) set.disabled = !this.driver;
    document.body.classList.toggle("watching", !this.driver);
    // Without its buttons this row could not be scrolled by keyboard.
    byId("eyes-scroll").tabIndex = this.driver ? -1 : 0;
    if (!this.line.open) return;
    if (driver) banner("");
    else
      banner("Another tab drives these glasses; this one shows all that happens.", "Drive from here", () =>
        this.line.tell("drive"),
      );
  }

  gone() {
    this.control(false);
    this.voice.hush();
    this.glasses.light(false);
    if (this.run === null) this.glasses.say(h("p", {}, "There is no simulator yet."));
    banner(`${this.farewell || "The simulator has ended."} Start it again with ./run; this page comes back by itself.`);
  }

  lock() {
    this.control(false);
    locked();
  }

  takeDrops() {
    const over = (on) => document.body.classList.toggle("dropping", on);
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      const file = event.dataTransfer.files[0];
      if (file) this.drop(file);
    });
  }

  drop(file) {
    const seen = file.type.startsWith("image/") || file.type.startsWith("video/");
    const heard = file.type.startsWith("audio/") || /\.wav$/i.test(file.name);
    if (!seen && !heard) return this.tapes.watch(file);
    if (!this.driver) return notice("Another tab drives these glasses: drive from here first.");
    return seen ? this.eyes.give(file) : this.ears.play(file);
  }
}

function locked() {
  document.body.classList.add("locked");
  fill(
    byId("view"),
    h("p", { class: "lens-empty" }, "This page needs the address that the simulator printed when it started."),
  );
  banner("The simulator does not know this page. Open the address that it printed: it has the token at its end.");
}

if (!isReport) {
  takeToken().then((token) => (token ? new LivePage(token) : locked()));
}
