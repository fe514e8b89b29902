// Short notices at the edge of the page, and the banner over it.

import { h, fill, byId, button, iconButton } from "./dom.js";

const STAYS = 7000;

// Tells something; `actions` are buttons. A notice with actions stays until it is closed.
export function notice(text, ...actions) {
  const node = h(
    "div",
    { class: "notice" },
    h("p", {}, capital(text)),
    actions,
    iconButton("close", "Close this notice", () => node.remove()),
  );
  const shown = byId("notices");
  if (shown.children.length > 2) shown.firstChild.remove();
  shown.append(node);
  if (!actions.length) setTimeout(() => node.remove(), STAYS);
  return node;
}

// A notice of something that takes long: it stays until `remove`, and `say` changes its words.
export function working(text) {
  const node = h("div", { class: "notice" }, h("p", {}, capital(text)));
  byId("notices").append(node);
  node.say = (words) => fill(node.firstChild, capital(words));
  return node;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// What is wrong with the whole page, in one line, with at most one way out of it; nothing takes it away.
export function banner(text, label, action) {
  const place = byId("banner");
  place.hidden = !text;
  fill(place, text ? h("p", {}, text) : null, label ? button(label, action) : null);
}
