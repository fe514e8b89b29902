// The conversation: a list of turns that grows at its end.

import { h, fill, button } from "./dom.js";
import { TurnCard } from "./card.js";
import { answerOf } from "./words.js";

export class Conversation {
  // `empty`: what stands here while there are no turns. `doing`: see TurnCard.
  constructor(empty, doing) {
    this.doing = doing;
    this.cards = new Map();
    this.told = new Set();
    this.list = h("ol", { class: "turns", "aria-label": "Turns" });
    this.empty = h("div", { class: "empty" }, empty);
    this.below = button("Newest turn", () => this.toEnd(), { class: "below", hidden: true });
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "0", role: "group", "aria-label": "Turns so far" },
      this.empty,
      this.list,
    );
    this.scroller.addEventListener("scroll", () => this.follow());
    // Only whole answers are read aloud: what streams in would be read in pieces.
    this.live = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
    this.element = h("div", { class: "conversation" }, this.scroller, this.below, this.live);
    this.atEnd = true;
  }

  // All turns, as after a reload: nothing of it is news.
  show(turns) {
    for (const turn of turns) if (turn.stage === "ended") this.told.add(turn.id);
    const ids = new Set(turns.map((turn) => turn.id));
    for (const id of [...this.cards.keys()]) if (!ids.has(id)) this.drop(id);
    this.update(turns);
    this.empty.hidden = this.cards.size > 0;
  }

  update(turns) {
    for (const turn of turns) {
      const known = this.cards.get(turn.id);
      if (known) known.update(turn);
      else this.add(turn);
      if (turn.stage === "ended") this.tell(turn);
    }
    this.empty.hidden = this.cards.size > 0;
    if (this.atEnd) this.toEnd();
    else if (turns.length) this.below.hidden = false;
  }

  add(turn) {
    const card = new TurnCard(turn, this.doing);
    this.cards.set(turn.id, card);
    this.list.append(card.element);
  }

  drop(id) {
    this.cards.get(id).element.remove();
    this.cards.delete(id);
    this.told.delete(id);
  }

  // `turns`: the ids of those that were wiped, or null for all.
  forget(turns) {
    for (const id of [...this.cards.keys()]) if (!turns || turns.includes(id)) this.drop(id);
    fill(this.live);
    this.empty.hidden = this.cards.size > 0;
  }

  tell(turn) {
    if (this.told.has(turn.id)) return;
    this.told.add(turn.id);
    fill(this.live, answerOf(turn) ? `Glint: ${answerOf(turn)}` : "");
  }

  openTurns() {
    return [...this.cards.values()].filter((card) => card.card.stage !== "ended").length;
  }

  asked() {
    return new Set([...this.cards.values()].map((card) => card.card.text));
  }

  follow() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < 48;
    if (this.atEnd) this.below.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.below.hidden = true;
  }
}
