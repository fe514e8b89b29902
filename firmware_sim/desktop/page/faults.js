// What can break, by device: a button for each fault, with the sentence that says what happens.

import { h, fill, button } from "./dom.js";
import { Slider, panel } from "./panel.js";
import { percent, plural, seconds } from "./words.js";

// An amount is seconds where the sentence speaks of seconds, and a share where it speaks of a share.
function amountOf(sentence) {
  if (!sentence.includes("`amount`")) return null;
  return sentence.includes("seconds")
    ? { high: 10, step: 0.1, words: seconds, start: 1 }
    : { high: 1, step: 0.05, words: percent, start: 0.5 };
}

export class Faults {
  constructor(line) {
    this.line = line;
    this.rows = new Map();
    this.list = h("fieldset", { class: "faults" });
    this.mend = button("Mend all", () => line.tell("mend"));
    this.hint = h("p", { class: "quiet" });
    const foot = h("fieldset", { class: "row" }, h("legend", { class: "unseen" }, "Mend"), this.mend, this.hint);
    this.panel = panel("faults-panel", "Break something", [foot, this.list], null, "low wide");
    this.word = h("b", {}, "none");
    fill(this.panel.opener, h("span", {}, "Faults "), this.word);
    this.opener = this.panel.opener;
  }

  // What `hello` says can break.
  offer(faults) {
    this.rows.clear();
    const devices = Object.entries(faults).map(([device, kinds]) => {
      const lost = h("small", { class: "lost" });
      const rows = Object.entries(kinds).map(([kind, sentence]) => this.row(device, kind, sentence));
      return h("section", { "data-device": device }, h("h3", {}, device, lost), rows);
    });
    fill(this.list, h("legend", { class: "unseen" }, "Faults"), devices);
  }

  row(device, kind, sentence) {
    const amount = amountOf(sentence);
    const words = h("span", {}, sentence.replaceAll("`", ""));
    const tell = (value) =>
      fill(words, sentence.replace("a share `amount`", percent(value)).replace("`amount` seconds", seconds(value)));
    const slider =
      amount &&
      new Slider(
        "Amount",
        0,
        amount.high,
        amount.step,
        amount.words,
        (value) => this.isOn(device, kind) && this.set(device, kind, true, value),
        tell,
      );
    if (slider) slider.follow(amount.start);
    const toggle = button(kind, () =>
      this.set(device, kind, !this.isOn(device, kind), slider ? Number(slider.input.value) : undefined),
    );
    toggle.setAttribute("aria-label", `${device}: ${kind}`);
    this.rows.set(`${device}/${kind}`, { toggle, slider });
    return h("div", { class: "fault" }, toggle, h("div", {}, words, slider ? slider.element : null));
  }

  isOn(device, kind) {
    return this.rows.get(`${device}/${kind}`).toggle.getAttribute("aria-pressed") === "true";
  }

  set(device, kind, on, amount) {
    return this.line.tell("fault", { device, kind, on, ...(amount === undefined ? {} : { amount }) });
  }

  setState(state) {
    const broken = new Map(state.faults.map((fault) => [`${fault.device}/${fault.kind}`, fault]));
    for (const [name, { toggle, slider }] of this.rows) {
      toggle.setAttribute("aria-pressed", String(broken.has(name)));
      if (slider && broken.has(name)) slider.follow(broken.get(name).amount);
    }
    const lost = Object.entries(state.lost || {});
    for (const section of this.list.querySelectorAll("[data-device]")) {
      const why = state.lost && state.lost[section.dataset.device];
      fill(section.querySelector(".lost"), why ? ` lost: ${why}` : "");
    }
    const names = state.faults.map((fault) => `${fault.device} ${fault.kind}`);
    fill(
      this.word,
      names.length > 2
        ? `${names.length} on`
        : names.join(", ") || (lost.length ? `${lost.map(([device]) => device).join(", ")} lost` : "none"),
    );
    fill(
      this.hint,
      names.length
        ? `${plural(names.length, "fault is", "faults are")} on.`
        : "Nothing is broken. Press a fault, then ask something.",
    );
    this.mend.disabled = !names.length;
  }
}
