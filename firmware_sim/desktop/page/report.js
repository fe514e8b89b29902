// A session in one file: the page starts from the data inside it, and asks nobody.

import { h, byId, fill } from "./dom.js";
import { Replay, replayHeading } from "./replay.js";
import { ReceiptList } from "./receipts.js";
import { plural } from "./words.js";

function startReport(data) {
  const replay = new Replay(data.steps || [], data.frames || {});
  const receipts = new ReceiptList((receipt) => (receipt.src ? receipt.src : null), null);
  receipts.show(data.receipts || []);
  const whole = data.turns || [];
  document.title = data.title ? `${data.title} · Glint` : "Glint";
  document.body.className = "report";
  fill(
    document.body,
    h(
      "header",
      { class: "top" },
      h("h1", {}, "Glint", h("small", {}, "report")),
      h("p", { class: "quiet" }, plural(whole.length, "turn")),
    ),
    h(
      "main",
      {},
      replayHeading(data.title || "A session", data.about),
      data.steps && data.steps.length ? replay.element : replay.talk,
    ),
    h(
      "section",
      { class: "left", "aria-label": "What left the glasses" },
      h("h2", {}, "What left the glasses"),
      receipts.element,
    ),
  );
  // The whole session first, so that it can be read at once; the timeline goes back from there.
  replay.timeline.set(replay.steps.length);
  if (!replay.steps.length) replay.conversation.show(whole);
}

const sessionInside = byId("session");

// Whether this page is a report: then there is no simulator to talk to.
export const isReport = sessionInside !== null;

if (isReport) startReport(JSON.parse(sessionInside.textContent));
