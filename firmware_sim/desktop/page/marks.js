// What was found in a frame, drawn over it: boxes of things, the outlines of texts and codes.

import { h, sized, svg, fill } from "./dom.js";
import { percent } from "./words.js";

function outline(kind, points) {
  const places = points.map(([x, y]) => `${100 * x},${100 * y}`).join(" ");
  const line = { points: places, "vector-effect": "non-scaling-stroke" };
  // White on a darker line can be seen on everything.
  return [svg("polygon", { class: "under", ...line }), svg("polygon", { class: kind, ...line })];
}

function tag(kind, text, [x, y]) {
  const node = h("span", { class: `tag ${kind}` }, text);
  // A mark at the upper edge has its tag inside.
  if (y < 0.06) node.classList.add("inside");
  return sized(node, { left: `${100 * Math.max(0, x)}%`, top: `${100 * Math.max(0, y)}%` });
}

function corners([x1, y1, x2, y2]) {
  return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
}

// Fills `layer`, which lies over a frame exactly.
export function drawMarks(layer, found) {
  const lines = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  const tags = [];
  for (const thing of found.things || []) {
    lines.append(...outline("thing", corners(thing.box)));
    tags.push(tag("thing", `${thing.label} ${percent(thing.score)}`, thing.box));
  }
  for (const text of found.texts || []) {
    lines.append(...outline("text", text.quad));
    tags.push(tag("text", `“${text.text}”`, text.quad[0]));
  }
  for (const code of found.codes || []) {
    lines.append(...outline("code", code.quad));
    tags.push(tag("code", `${code.format}: ${code.text}`, code.quad[0]));
  }
  fill(layer, lines, tags);
}
