// Tapes: recording a session, watching one again, a scenario of it, a copy that may be shared.

import { h, fill, byId, button, icon } from "./dom.js";
import { copyOrSave, pickFile } from "./files.js";
import { working } from "./notices.js";
import { labelled, panel } from "./panel.js";
import { Replay, replayHeading } from "./replay.js";
import { clock, plural } from "./words.js";

export class Tapes {
  constructor(line, files, notice) {
    Object.assign(this, { line, files, notice });
    this.recording = false;
    this.recordButton = button("Record", () => this.record(!this.recording), { class: "main" });
    this.recordHint = h("p", { class: "quiet" });
    this.keep = h("input", { type: "checkbox" });
    const content = [
      h(
        "fieldset",
        {},
        h("legend", {}, "Record"),
        this.recordHint,
        h(
          "p",
          { class: "row" },
          this.recordButton,
          button("Copy as scenario", () => this.scenario()),
        ),
      ),
      h(
        "fieldset",
        { class: "anyone" },
        h("legend", {}, "Watch a tape"),
        h("p", { class: "quiet" }, "Drop a tape on the page, or open one: it plays here step by step."),
        h(
          "p",
          { class: "row" },
          button("Open a tape", () => pickFile("", (file) => this.watch(file))),
        ),
      ),
      h(
        "fieldset",
        { class: "anyone" },
        h("legend", {}, "Make a copy that may be shared"),
        h(
          "p",
          { class: "quiet" },
          "In the copy every word is another one, sound is silence, and pictures are coarse blocks. The tape stays as it is.",
        ),
        labelled("Keep pictures, redacted", this.keep),
        h(
          "p",
          { class: "row" },
          button("Choose a tape", () => pickFile("", (file) => this.scrub(file))),
        ),
      ),
    ];
    this.panel = panel("tapes-panel", "Tapes", content, null, "high");
    this.opener = this.panel.opener;
    this.opener.title = "Tapes"; // its name where there is room for the picture alone
    this.word = h("b", {});
    fill(this.opener, icon("tape"), h("span", {}, "Tapes "), this.word);
  }

  setState({ recording }) {
    this.recording = recording;
    fill(this.word, recording ? "recording" : "");
    fill(this.recordButton, recording ? "Stop and close the tape" : "Record");
    fill(
      this.recordHint,
      recording
        ? "All that happens goes on the tape."
        : "Recording begins a new session; all that happens in it goes on a tape.",
    );
  }

  async record(on) {
    const done = await this.line.tell("record", { on });
    if (!done || on) return;
    this.panel.node.hidePopover();
    const watch = () => {
      closed.remove();
      this.attempt(() => this.replay(done.file.split("/").at(-1)));
    };
    const download = button("Download", () => this.attempt(() => this.files.download(done.file)));
    const closed = this.notice(
      "The tape is closed.",
      download,
      button("Watch it", watch),
      button("Copy as scenario", () => this.scenario()),
    );
  }

  async attempt(work) {
    try {
      await work();
    } catch (error) {
      this.notice(error.message);
    }
  }

  scenario() {
    return this.attempt(async () => {
      const { toml } = await this.line.order("scenario");
      this.notice(`The scenario was ${await copyOrSave(toml, "scenario.toml")}: glint play plays it.`);
    });
  }

  watch(file) {
    return this.attempt(async () => {
      const wait = working(`Reading ${file.name}…`);
      const name = await this.files.upload(file).finally(() => wait.remove());
      await this.replay(name, file.name);
    });
  }

  scrub(file) {
    return this.attempt(async () => {
      this.copying = working("Making the copy…");
      const order = async () => this.line.order("scrub", { tape: await this.files.upload(file), keep: this.keep.checked });
      const done = await order().finally(() => this.copying.remove());
      const words = [
        "The copy is ready.",
        done.unlike
          ? `${plural(done.unlike, "decision")} of the copy came out differently.`
          : "Every decision of the copy came out the same.",
      ];
      if (done.blocked) {
        words.push(`${plural(done.blocked, "picture")} became blocks: what must not be seen could not be painted over.`);
      }
      if (this.keep.checked) words.push("Look its pictures through before you share it.");
      this.notice(
        words.join(" "),
        button("Download", () => this.attempt(() => this.files.download(done.file))),
      );
    });
  }

  progress({ picture }) {
    if (this.copying) this.copying.say(`Making the copy: painting over picture ${picture}…`);
  }

  async replay(name, title) {
    const { steps, began, frames, about } = await this.line.order("replay", { tape: name });
    if (!steps.length) return this.notice("There is nothing on that tape.");
    const replay = new Replay(steps, frames);
    const length = clock(steps.at(-1).at - steps[0].at);
    const heading = replayHeading(
      title || name,
      `A tape of ${length}${began ? `, recorded ${String(began).slice(0, 16).replace("T", " ")}` : ""}${about ? `; ${about}` : ""}`,
    );
    heading.append(button("Back to the glasses", () => this.close(replay)));
    if (this.panel.node.matches(":popover-open")) this.panel.node.hidePopover();
    fill(byId("replay"), heading, replay.element);
    document.body.classList.add("replaying");
    this.shown = replay;
    replay.timeline.playButton.focus();
    replay.timeline.toggle();
    return replay;
  }

  close(replay) {
    replay.timeline.pause();
    document.body.classList.remove("replaying");
    fill(byId("replay"));
    this.shown = null;
    this.opener.focus();
  }
}
