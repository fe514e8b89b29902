// The keyboard: single keys for what is done often, and the list of them under "?".

import { h, fill, byId } from "./dom.js";

const SWITCH = "glint.keys";

// `keys`: [key as the browser names it, what is shown, what it does in words, function, function when let go]
export class Keys {
  constructor(keys) {
    this.keys = new Map(keys.map((key) => [key[0], key]));
    this.on = localStorage.getItem(SWITCH) !== "off";
    this.dialog = byId("keys");
    const rows = keys.map(([, shown, words]) => [h("dt", {}, h("kbd", {}, shown)), h("dd", {}, words)]);
    const box = h("input", { type: "checkbox", checked: this.on });
    box.addEventListener("change", () => {
      this.on = box.checked;
      localStorage.setItem(SWITCH, this.on ? "on" : "off");
    });
    fill(byId("key-list"), rows);
    byId("key-switch").prepend(box);
    document.addEventListener("keydown", (event) => this.down(event));
    document.addEventListener("keyup", (event) => this.up(event));
  }

  open() {
    this.dialog.showModal();
  }

  down(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || this.dialog.open) return;
    const writing = event.target.matches("input:not([type=range]):not([type=checkbox]), textarea, select");
    const pressing = event.target.matches("button, summary, a, input, .scroller, .steps");
    if (event.key !== "Escape" && (writing || !this.on)) return;
    if (event.key === " " && pressing) return;
    // Escape closes an open panel first.
    if (event.key === "Escape" && document.querySelector(":popover-open")) return;
    const key = this.keys.get(event.key);
    if (!key) return;
    if (event.key !== "Escape") event.preventDefault();
    key[3]();
  }

  up(event) {
    const key = this.keys.get(event.key);
    if (key && key[4]) key[4]();
  }
}
