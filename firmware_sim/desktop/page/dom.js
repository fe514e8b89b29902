// Builds nodes. Everything that comes from the simulator or a server is text to us, so nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

// h("p", {class: "quiet", onclick: f, disabled: true}, "text", node, null, [more])
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  return fill(dress(node, attributes), ...children);
}

export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// A size in the style of a node: the page forbids inline styles, so they go through the object model.
export function sized(node, properties) {
  for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

const ICONS = {
  mic: "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  camera: "M3.5 7.5h4l1.5-2.5h6l1.5 2.5h4v12h-17ZM12 10a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4Z",
  file: "M12 16V4M7.5 8.5 12 4l4.5 4.5M4.5 15v5h15v-5",
  boxes: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9Z",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",
  silent: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM16 9.5l5 5M21 9.5l-5 5",
  pin: "M9 3.5h6l-1 6 3.5 3.5h-11L10 9.5ZM12 13v7.5",
  play: "M7 4.5v15l12-7.5Z",
  pause: "M8 5v14M16 5v14",
  next: "M6 5v14l9-7ZM18 5v14",
  back: "M18 5v14L9 12ZM6 5v14",
  close: "M6 6l12 12M18 6 6 18",
  stop: "M6.5 6.5h11v11h-11Z",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  speak: "M4 5h16v11h-9l-4.5 4V16H4Z",
  tape: "M3.5 6h17v12h-17ZM8.5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM15.5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM8.5 14h7",
  finger: "M9.5 20 6 14.5c-.8-1.4 1-2.6 2-1.4l1.5 1.6V5.5a1.5 1.5 0 0 1 3 0V11l4.6 1c1 .2 1.6 1 1.4 2l-1 6Z",
};

export function icon(name) {
  const path = svg("path", { d: ICONS[name] });
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, path);
}

export function button(label, onclick, attributes) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

// A button of which only the picture is seen: the label is for those who hear the page, and the tooltip.
export function iconButton(name, label, onclick, attributes) {
  return h(
    "button",
    { type: "button", class: "bare", "aria-label": label, title: label, onclick, ...attributes },
    icon(name),
  );
}

export const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
