// Panels: each opens from a button and closes with Escape or a click beside it, which the browser's popovers do.

import { h, byId, fill, iconButton, sized } from "./dom.js";

// A panel and the button that opens it. `opened` is called before it is seen. Its controls are for whoever drives.
export function panel(id, title, content, opened, where) {
  const heading = h("h2", { id: `${id}-title` }, title);
  const close = iconButton("close", "Close", () => node.hidePopover());
  const node = h(
    "section",
    { id, class: `panel ${where || "low"}`, popover: "auto", "aria-labelledby": `${id}-title` },
    h("header", {}, heading, close),
    content,
  );
  const opener = h("button", { type: "button", class: "opener", popovertarget: id, "aria-haspopup": "dialog" });
  node.addEventListener("beforetoggle", ({ newState }) => {
    opener.setAttribute("aria-expanded", String(newState === "open"));
    if (newState !== "open") return;
    if (opened) opened();
    place(node, opener);
  });
  window.addEventListener("resize", () => node.matches(":popover-open") && place(node, opener));
  opener.setAttribute("aria-expanded", "false");
  byId("panels").append(node);
  return { node, opener };
}

// Beside its button, and inside the window: the width is known from the style alone.
function place(node, opener) {
  const { left } = opener.getBoundingClientRect();
  const wide = Math.min(node.classList.contains("wide") ? 640 : 360, window.innerWidth - 16);
  sized(node, { left: `${Math.max(8, Math.min(left, window.innerWidth - wide - 8))}px`, width: `${wide}px` });
}

export function labelled(label, control, unit) {
  return h("label", { class: "field" }, h("span", {}, label), control, unit || null);
}

// A button for what cannot be undone: it is pressed twice.
export function twice(label, again, action) {
  let armed = null;
  const rest = () => {
    clearTimeout(armed);
    armed = null;
    fill(node, label);
  };
  const node = h("button", { type: "button", onblur: rest }, label);
  node.addEventListener("click", () => {
    if (armed) {
      rest();
      action();
      return;
    }
    armed = setTimeout(rest, 5000);
    fill(node, again);
  });
  return node;
}

// A slider with its value in words. It follows the simulator, but never while somebody moves it.
// `changed` is called when it is let go, `shown` at every value.
export class Slider {
  constructor(label, low, high, step, words, changed, shown) {
    this.words = words;
    this.shown = shown;
    this.input = h("input", { type: "range", min: String(low), max: String(high), step: String(step) });
    this.output = h("output", {});
    this.moved = 0;
    this.input.addEventListener("input", () => {
      this.moved = performance.now();
      this.say();
    });
    this.input.addEventListener("change", () => changed(Number(this.input.value)));
    this.element = labelled(label, this.input, this.output);
  }

  follow(value) {
    if (performance.now() - this.moved < 1500) return;
    this.input.value = String(value);
    this.say();
  }

  say() {
    const words = this.words(Number(this.input.value));
    fill(this.output, words);
    this.input.setAttribute("aria-valuetext", words);
    if (this.shown) this.shown(Number(this.input.value));
  }
}

// One of several, as buttons in a row.
export class Choice {
  constructor(label, options, chosen) {
    this.buttons = options.map(([value, text]) =>
      h("button", { type: "button", onclick: () => chosen(value), "data-value": value }, text),
    );
    this.element = h("div", { class: "choice", role: "group", "aria-label": label }, this.buttons);
  }

  follow(value) {
    for (const node of this.buttons) node.setAttribute("aria-pressed", String(node.dataset.value === String(value)));
  }
}
