// One turn as a card: the question, the answer, and below it why the answer came out as it did.

import { h, fill, sized, button } from "./dom.js";
import { OUTCOMES, STAGES, LINKS, answerOf, totalOf, milliseconds, seconds, percent, plural, inWords, timeOfDay } from "./words.js";

// `doing` may have: showFrame(id), hasFrame(id), forget(id), openReceipts(). What is missing has no button.
export class TurnCard {
  constructor(card, doing) {
    this.doing = doing || {};
    this.asked = h("p", { class: "asked" });
    this.answer = h("p", { class: "answer" });
    this.foot = h("summary", { class: "foot" });
    this.inside = h("div", { class: "inside" });
    this.details = h("details", { ontoggle: () => this.toggled() }, this.foot, this.inside);
    this.why = h("p", { class: "reason" });
    this.element = h("li", { class: "turn" }, this.asked, this.answer, this.why, this.details);
    this.update(card);
  }

  update(card) {
    this.card = card;
    const answer = answerOf(card);
    const open = card.stage !== "ended";
    this.element.classList.toggle("open", open);
    this.element.dataset.outcome = card.outcome || "";
    fill(
      this.asked,
      h("span", { class: "unseen" }, card.how === "spoken" ? "You said: " : "You typed: "),
      this.question(),
    );
    this.asked.hidden = !card.text;
    fill(this.answer, h("span", { class: "unseen" }, "Glint: "), answer, open ? this.waiting(answer) : null);
    this.answer.hidden = !answer && !open;
    fill(this.why, open ? null : this.reason());
    this.why.hidden = open;
    fill(
      this.foot,
      stageBar(card),
      h("span", {}, open ? "so far" : milliseconds(totalOf(card.stages))),
      h("span", { class: "more" }, "Why"),
    );
    this.explain();
  }

  question() {
    const late = this.card.late_of ? h("small", {}, " asked before, answered now") : null;
    return [h("span", { class: "bubble" }, this.card.text), late];
  }

  waiting(answer) {
    const word = STAGES[this.card.stage] || "Working";
    const asking = this.card.asking === undefined ? inWords((this.card.routes || [])[0]) : inWords(this.card.asking);
    const slow = this.card.stage === "answer" && asking.startsWith("server");
    return h(
      "span",
      { class: "waiting" },
      answer ? "" : slow ? "Thinking, with a server" : word,
      h("i", { class: "dots", "aria-hidden": "true" }),
    );
  }

  reason() {
    const { outcome, route, skill, why } = this.card;
    const by = skill && outcome === "answered_local" ? ` by ${skill}` : "";
    const over = route === "server" && outcome !== "answered_remote" ? " (with a server)" : "";
    const more = by && why === `the skill '${skill}' claims it` ? "" : why; // which is said already
    return [h("b", {}, `${OUTCOMES[outcome] || outcome || "Ended"}${by}${over}`), more ? `: ${more}` : ""];
  }

  toggled() {
    this.explain();
    if (this.details.open) this.details.scrollIntoView({ block: "nearest" });
  }

  // The inputs of the decision are built only for those who open them.
  explain() {
    if (this.details.open) fill(this.inside, explanation(this.card), this.actions());
  }

  actions() {
    const { card, doing } = this;
    const frame = doing.hasFrame && card.frame && doing.hasFrame(card.frame);
    const sent = doing.openReceipts && (card.receipts || []).length;
    return h(
      "p",
      { class: "row" },
      frame ? button("Show the frame", () => doing.showFrame(card.frame)) : null,
      sent ? button("Show what was sent", () => doing.openReceipts()) : null,
      doing.forget && card.stage === "ended"
        ? button("Forget this turn", () => doing.forget(card.id), { class: "drives" })
        : null,
    );
  }
}

function stageBar(card) {
  const stages = Object.entries(card.stages || {});
  const words = stages.map(([name, ms]) => `${name} ${milliseconds(ms)}`).join(", ");
  // Short stages stay visible beside one of many seconds.
  const parts = stages.map(([name, ms]) =>
    sized(h("i", { class: `stage ${name}` }), { "flex-grow": String(Math.max(ms, 1) ** 0.6) }),
  );
  return h("span", { class: "bar", role: "img", "aria-label": `Stages: ${words || "none yet"}`, title: words }, parts);
}

function explanation(card) {
  const scores = Object.entries(card.scores || {})
    .sort((a, b) => b[1] - a[1])
    .filter(([, p]) => p >= 0.005);
  const vitals = card.vitals || {};
  const body = [
    vitals.battery === null || vitals.battery === undefined ? "" : `battery ${percent(vitals.battery)}`,
    vitals.celsius === null || vitals.celsius === undefined ? "" : `${vitals.celsius.toFixed(1)} °C`,
    vitals.link ? LINKS[vitals.link] || vitals.link : "",
  ];
  return h(
    "dl",
    {},
    row("Question", markedQuestion(card)),
    row(
      "Came in",
      [timeOfDay(card.wall), card.how === "spoken" ? `spoken, heard with ${percent(card.confidence)}` : "typed"]
        .filter(Boolean)
        .join(", "),
    ),
    row("Understood as", scores.length ? scores.slice(0, 5).map(([intent, p]) => scoreLine(intent, p)) : card.intent),
    row("Understood because", card.why_understood),
    row("Taken for", card.heard && card.heard !== card.text ? `“${card.heard}”` : ""),
    row("Perhaps heard", (card.others || []).map((other) => `“${other}”`).join(", ")),
    row("Task", card.task ? `${card.task}${card.sure ? `, ${percent(card.sure)} sure` : ""}` : ""),
    row("Claimed by", card.claim ? `the skill “${inWords(card.claim)}”` : card.intent ? "no skill" : ""),
    row("Had to look for", (card.needs || []).length ? inWords(card.needs) : card.intent ? "nothing" : ""),
    row("Whom to ask", decided(card)),
    row("Decided because", card.why_decided),
    row("Could not be had", card.missing),
    row(
      "Tried in vain",
      (card.tried || []).map((why) => h("div", {}, why)),
    ),
    row("The glasses then", body.filter(Boolean).join(", ")),
    row("Time", stageTable(card.stages || {})),
    row("Sources", inWords(card.sources)),
    row(
      "Done",
      (card.acts || []).map((act) => h("div", {}, inWords(act))),
    ),
    row(
      "Left the glasses",
      (card.receipts || []).length ? plural(card.receipts.length, "request") : card.outcome ? "nothing" : "",
    ),
    row("Spoken", card.said ? `${seconds(card.said.seconds)}${card.said.whole ? "" : ", cut short"}` : ""),
  );
}

function row(name, value) {
  const nothing = !value || (Array.isArray(value) && !value.length);
  return nothing ? null : [h("dt", {}, name), h("dd", {}, value)];
}

function scoreLine(intent, p) {
  const line = sized(h("i", { class: "share", "aria-hidden": "true" }), {
    width: `${Math.max(1, Math.round(p * 80))}px`,
  });
  return h("div", { class: "score" }, h("span", {}, intent), line, h("span", {}, percent(p)));
}

function decided(card) {
  const order = (card.routes || []).map((route) => inWords(route) || "?").join(", then ");
  const first = card.first ? `at once ${inWords(card.first)}, then ` : "";
  return order ? `${first}${order}${card.within ? `, within ${seconds(card.within)}` : ""}` : "";
}

function stageTable(stages) {
  return Object.entries(stages).map(([name, ms]) =>
    h(
      "div",
      { class: "score" },
      h("span", {}, name),
      h("i", { class: `stage key ${name}`, "aria-hidden": "true" }),
      h("span", {}, milliseconds(ms)),
    ),
  );
}

// The question with the words marked that fill the places of its task. Those borrowed from the turn before follow it.
function markedQuestion(card) {
  const text = card.text || "";
  const spans = [];
  const borrowed = [];
  for (const [kind, words] of card.slots || []) {
    const at = text.toLowerCase().indexOf(String(words).toLowerCase());
    if (at < 0 || spans.some((span) => at < span.end && at + words.length > span.at)) borrowed.push([kind, words]);
    else spans.push({ at, end: at + words.length, kind });
  }
  spans.sort((a, b) => a.at - b.at);
  const parts = [];
  let done = 0;
  for (const span of spans) {
    parts.push(
      text.slice(done, span.at),
      h("mark", {}, text.slice(span.at, span.end), h("small", {}, ` ${span.kind}`)),
    );
    done = span.end;
  }
  parts.push(
    text.slice(done),
    borrowed.map(([kind, words]) => [" ", h("mark", {}, words, h("small", {}, ` ${kind}`))]),
  );
  return parts;
}
