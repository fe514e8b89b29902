// What was found in a frame, drawn over it: boxes of things, the outlines of texts and codes.

import { h, sized, svg, fill } from "./dom.js";
import { counted, percent } from "./words.js";

// What was found, in a line.
export function findings(frame) {
  if (!frame.things) return "";
  const things = frame.things.map((thing) => thing.label);
  const others = [
    ...(frame.texts || []).map((text) => `“${text.text}”`),
    ...(frame.codes || []).map((code) => code.format),
  ];
  return [counted(things), ...others].filter(Boolean).join(", ") || "nothing was found in it";
}

function outline(kind, points) {
  const places = points.map(([x, y]) => `${100 * x},${100 * y}`).join(" ");
  const line = { points: places, "vector-effect": "non-scaling-stroke" };
  // White on a darker line can be seen on everything.
  return [svg("polygon", { class: "under", ...line }), svg("polygon", { class: kind, ...line })];
}

// Things have their name above the box; lines of text have it beside them, or it would cover the line above.
function tag(kind, text, points) {
  const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [top, bottom] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  const node = h("span", { class: `tag ${kind}` }, text);
  const share = (value) => `${(100 * Math.min(1, Math.max(0, value))).toFixed(2)}%`;
  if (kind === "thing" || (right > 0.7 && left < 0.3)) {
    node.classList.add(top < 0.06 ? "under-edge" : "above");
    return sized(node, { left: share(left), top: share(top) });
  }
  node.classList.add(right > 0.7 ? "before" : "after");
  return sized(node, { left: share(right > 0.7 ? left : right), top: share((top + bottom) / 2) });
}

function corners([x1, y1, x2, y2]) {
  return [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ];
}

// Fills `layer`, which lies over a frame exactly.
export function drawMarks(layer, found) {
  const lines = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  const tags = [];
  const mark = (kind, words, points) => {
    lines.append(...outline(kind, points));
    tags.push(tag(kind, words, points));
  };
  for (const thing of found.things || []) mark("thing", `${thing.label} ${percent(thing.score)}`, corners(thing.box));
  for (const text of found.texts || []) mark("text", `“${text.text}”`, text.quad);
  for (const code of found.codes || []) mark("code", `${code.format}: ${code.text}`, code.quad);
  fill(layer, lines, tags);
}
