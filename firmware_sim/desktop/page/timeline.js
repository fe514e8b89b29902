// The steps of a session on a line of time: to play, to stop, to go through one by one.

import { h, fill, iconButton, icon } from "./dom.js";
import { clock } from "./words.js";

const PAUSE = 3; // seconds after which a longer silence is skipped

export class Timeline {
  // `go(n)` is called with the number of steps that have happened, 0 for none.
  constructor(steps, go) {
    this.steps = steps;
    this.go = go;
    this.began = steps.length ? steps[0].at : 0;
    const length = steps.length ? steps.at(-1).at - this.began : 0;
    this.length = length;
    this.n = 0;
    this.playing = null;
    this.slider = h("input", {
      type: "range",
      min: "0",
      max: String(steps.length),
      step: "1",
      value: "0",
      "aria-label": "Step",
      oninput: () => this.seek(Number(this.slider.value)),
    });
    this.time = h("output", { class: "time" });
    this.playButton = iconButton("play", "Play", () => this.toggle());
    this.events = h("ol", { class: "steps", "aria-label": "Steps", tabindex: "0" });
    this.rows = steps.map((step, n) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", onclick: () => this.seek(n + 1) },
          h("span", { class: "time" }, clock(step.at - this.began)),
          h("b", {}, step.event.is),
          h("span", {}, doings(step)),
        ),
      ),
    );
    fill(this.events, this.rows);
    const bar = h(
      "div",
      { class: "player" },
      iconButton("back", "One step back", () => this.seek(this.n - 1)),
      this.playButton,
      iconButton("next", "One step on", () => this.seek(this.n + 1)),
      this.slider,
      this.time,
    );
    this.element = h("div", { class: "timeline" }, bar, this.events);
  }

  seek(n) {
    this.pause();
    this.set(n);
  }

  set(n) {
    this.n = Math.max(0, Math.min(this.steps.length, n));
    this.slider.value = String(this.n);
    const at = this.n ? this.steps[this.n - 1].at - this.began : 0;
    fill(this.time, `${clock(at)} / ${clock(this.length)}`);
    this.slider.setAttribute("aria-valuetext", `step ${this.n} of ${this.steps.length}, ${clock(at)}`);
    this.rows.forEach((row, k) => row.classList.toggle("now", k === this.n - 1));
    if (this.n) showRow(this.events, this.rows[this.n - 1]);
    this.go(this.n);
  }

  toggle() {
    if (this.playing) return this.pause();
    if (this.n === this.steps.length) this.set(0);
    fill(this.playButton, icon("pause"));
    this.playButton.setAttribute("aria-label", "Pause");
    this.playButton.title = "Pause";
    return this.later();
  }

  later() {
    if (this.n === this.steps.length) return this.pause();
    const before = this.n ? this.steps[this.n - 1].at : this.began;
    const wait = Math.min(PAUSE, this.steps[this.n].at - before);
    this.playing = setTimeout(
      () => {
        this.set(this.n + 1);
        this.later();
      },
      Math.max(40, 1000 * wait),
    );
    return this.playing;
  }

  pause() {
    clearTimeout(this.playing);
    this.playing = null;
    fill(this.playButton, icon("play"));
    this.playButton.setAttribute("aria-label", "Play");
    this.playButton.title = "Play";
  }
}

// Scrolls the list alone: scrollIntoView would move the page too.
function showRow(list, row) {
  const above = row.offsetTop - list.offsetTop;
  if (above < list.scrollTop || above + row.offsetHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = above - list.clientHeight / 2;
}

// What a step was about, and what was done about it.
function doings(step) {
  const { event } = step;
  const what = event.text || event.device || event.word || event.kind || "";
  const done = (step.commands || []).map((command) => command.is).join(", ");
  return [what && `“${what}”`, done && `→ ${done}`].filter(Boolean).join(" ");
}
