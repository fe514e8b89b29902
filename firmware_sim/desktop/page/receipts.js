// What left the glasses: a receipt for each request, with the very picture that went out.

import { h, fill, button } from "./dom.js";
import { bytes, counted, inWords, timeOfDay } from "./words.js";

const SENT = { whole: "sent", part: "sent in part", none: "not sent" };

// `picture(receipt)` gives a promise of an address of the picture, or of null; `forget(receipt)` wipes one.
export class ReceiptList {
  constructor(picture, forget) {
    this.picture = picture;
    this.forget = forget;
    this.element = h("div", { class: "receipts" });
    this.show([]);
  }

  show(receipts) {
    if (!receipts.length) {
      const how =
        "When a question goes to a server, its receipt appears here: to whom, why, how much, and the picture that was sent.";
      fill(this.element, h("p", { class: "hint" }, h("b", {}, "Nothing has left the glasses. "), how));
      return;
    }
    fill(
      this.element,
      h(
        "ul",
        {},
        [...receipts].reverse().map((receipt) => this.item(receipt)),
      ),
    );
  }

  item(receipt) {
    const facts = [
      timeOfDay(String(receipt.at)),
      `${bytes(receipt.bytes || 0)} ${SENT[receipt.sent] || receipt.sent}`,
      receipt.mode ? `mode ${receipt.mode}` : "",
    ];
    const hidden = [inCounts("blurred", receipt.blurred), inCounts("masked", receipt.masked)]
      .filter(Boolean)
      .join("; ");
    const hash = receipt.sha256
      ? h("p", { class: "hash", title: receipt.sha256 }, `SHA-256 ${String(receipt.sha256).slice(0, 16)}…`)
      : null;
    return h(
      "li",
      {},
      receipt.picture ? this.thumbnail(receipt) : null,
      h(
        "div",
        { class: "grow" },
        h("p", {}, h("b", {}, receipt.to)),
        h("p", { class: "quiet" }, facts.filter(Boolean).join(" · ")),
        receipt.cause || receipt.why
          ? h("p", { class: "quiet" }, [receipt.cause, receipt.why].filter(Boolean).join("; "))
          : null,
        hidden ? h("p", { class: "quiet" }, hidden) : null,
        hash,
      ),
      this.forget
        ? button("Delete", () => this.forget(receipt), { "aria-label": `Delete the receipt to ${receipt.to}` })
        : null,
    );
  }

  thumbnail(receipt) {
    const place = h("a", { class: "sent", target: "_blank", rel: "noopener" }, h("span", {}, "picture"));
    Promise.resolve(this.picture(receipt)).then((src) => {
      if (!src) return fill(place, h("span", {}, "its picture is gone"));
      place.href = src;
      return fill(place, h("img", { src, alt: "The picture that was sent" }));
    });
    return place;
  }
}

function inCounts(word, counts) {
  if (Array.isArray(counts)) return counts.length ? `${word}: ${counted(counts)}` : "";
  return counts && Object.keys(counts).length ? `${word}: ${inWords(counts)}` : "";
}
