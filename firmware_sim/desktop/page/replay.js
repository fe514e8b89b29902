// A session that is over, step by step: the same glasses and the same conversation, driven by a timeline.

import { h, fill } from "./dom.js";
import { Conversation } from "./conversation.js";
import { GlassesView } from "./glasses.js";
import { Timeline } from "./timeline.js";

export class Replay {
  // `frames`: {id: {src, things, texts, codes}}, as far as there are pictures.
  constructor(steps, frames) {
    this.steps = steps;
    this.frames = frames || {};
    this.glasses = new GlassesView();
    this.glasses.pinned = true;
    this.glasses.pinButton.hidden = true;
    const doing = { hasFrame: (id) => id in this.frames, showFrame: (id) => this.picture(id) };
    this.conversation = new Conversation(
      h("p", { class: "hint" }, "Turns appear here as the tape plays. Press play, or go through it step by step."),
      doing,
    );
    this.timeline = new Timeline(steps, (n) => this.at(n));
    this.seeing = h(
      "section",
      { class: "seeing", "aria-label": "View through the glasses" },
      this.glasses.element,
      this.timeline.element,
    );
    this.talk = h("section", { class: "talk", "aria-label": "Conversation" }, this.conversation.element);
    this.element = h("div", { class: "pair" }, this.seeing, this.talk);
    this.at(0);
    this.timeline.set(0);
  }

  // The state after the first n steps, found by going through them again: there is nothing to undo.
  at(n) {
    const turns = new Map();
    let frame = null;
    let card = null;
    for (const step of this.steps.slice(0, n)) {
      for (const turn of step.turns || []) {
        const before = turns.get(turn.id);
        if (turn.frame !== null && !(before && before.frame === turn.frame)) frame = turn.frame;
        turns.set(turn.id, turn);
      }
      for (const command of step.commands || [])
        if (command.is === "Show") card = { ...command, until: command.seconds ? step.at + command.seconds : Infinity };
    }
    const now = n ? this.steps[n - 1].at : 0;
    this.conversation.show([...turns.values()]);
    this.picture(frame);
    if (card && now <= card.until) this.glasses.showWords(card.title, card.text);
    else this.glasses.show(null);
  }

  picture(id) {
    const frame = id === null ? null : this.frames[id];
    if (frame) {
      this.glasses.say();
      this.glasses.take(frame);
      this.glasses.pinned = true;
      clearTimeout(this.glasses.timer);
      return;
    }
    const why =
      id === null ? "No frame has been taken yet." : "A frame was taken here. There is no picture of it here.";
    this.glasses.element.classList.remove("has-frame");
    this.glasses.label.hidden = true;
    this.glasses.say(h("p", {}, why));
  }
}

// A heading over what is replayed.
export function replayHeading(title, about) {
  return fill(h("div", { class: "about" }), h("h2", {}, title), about ? h("p", { class: "quiet" }, about) : null);
}
