// The pair of glasses that is looked through: the world, the display over it, the frame that was taken, the light.

import { h, fill, iconButton, sized } from "./dom.js";
import { drawMarks, findings } from "./marks.js";

const SHOWN = 4000; // milliseconds that a frame stays

export class GlassesView {
  constructor() {
    this.world = h("div", { class: "world" });
    this.backdrop = h("div", { class: "backdrop" });
    this.still = h("img", { alt: "", class: "taken" });
    this.marks = h("div", { class: "marks" });
    this.window = h("div", { class: "window" }, this.world, this.still, this.marks);
    this.empty = h("div", { class: "lens-empty", hidden: true });
    this.display = h("div", { class: "display", hidden: true });
    this.shade = h("canvas", { class: "shade", width: 80, height: 45, hidden: true });
    this.pinButton = iconButton("pin", "Pin this frame", () => this.pin(!this.pinned), { "aria-pressed": "false" });
    this.note = h("p", { class: "note", hidden: true });
    this.caption = h("span", {});
    this.label = h("div", { class: "taken-label", hidden: true }, this.caption, this.pinButton);
    this.lens = h(
      "div",
      { class: "lens" },
      this.backdrop,
      this.window,
      this.empty,
      this.shade,
      this.display,
      this.note,
      this.label,
    );
    this.lamp = h("span", { class: "lamp", role: "img", "aria-label": "The privacy light is off" });
    this.element = h("div", { class: "glasses" }, this.lamp, this.lens);
    this.marked = true;
    this.pinned = false;
    this.frame = null;
    this.still.addEventListener("load", () => this.measure(this.still));
    this.release();
  }

  // What is looked at: an <img> or <video>, and a picture of it for what lies beyond the edges of the camera's view.
  look(media, behind) {
    this.media = media;
    fill(this.world, media);
    fill(this.backdrop, behind ? h("img", { src: behind, alt: "" }) : null);
    const measure = () => this.frame || this.measure(media);
    media.addEventListener("load", measure);
    media.addEventListener("loadedmetadata", measure);
    this.measure(media);
    this.say();
  }

  // In the place of a view: what will be there, and how to have it.
  say(...children) {
    fill(this.empty, ...children);
    this.empty.hidden = !children.length;
    this.window.classList.toggle("nothing", children.length > 0);
    if (children.length) {
      this.media = null;
      fill(this.world);
      fill(this.backdrop);
    }
  }

  measure(media) {
    const ratio = (media.naturalWidth || media.videoWidth) / (media.naturalHeight || media.videoHeight);
    if (ratio > 0) sized(this.window, { "--ratio": ratio.toFixed(4) });
  }

  // The very frame that was taken, with what was found in it.
  take(frame) {
    clearTimeout(this.timer);
    this.frame = frame;
    this.still.src = frame.src;
    this.still.alt = `The frame that was taken. ${findings(frame)}`;
    const found = findings(frame);
    const title = h("b", {}, "The frame", h("span", {}, " that was taken"));
    fill(this.caption, title, found ? h("span", {}, `: ${found}`) : null);
    if (!this.media) fill(this.backdrop, h("img", { src: frame.src, alt: "" }));
    drawMarks(this.marks, frame);
    this.mark(this.marked);
    this.element.classList.add("has-frame");
    this.label.hidden = false;
    if (!this.pinned) this.timer = setTimeout(() => this.release(), SHOWN);
  }

  release() {
    clearTimeout(this.timer);
    this.frame = null;
    this.pin(false);
    this.element.classList.remove("has-frame");
    this.label.hidden = true;
    this.marks.hidden = true;
    if (this.media) this.measure(this.media);
  }

  pin(on) {
    const before = this.pinned;
    this.pinned = on && this.frame !== null;
    this.pinButton.setAttribute("aria-pressed", String(this.pinned));
    this.pinButton.title = this.pinned ? "Back to the live view" : "Pin this frame";
    this.pinButton.setAttribute("aria-label", this.pinButton.title);
    if (this.pinned) clearTimeout(this.timer);
    else if (before && this.frame) this.release();
  }

  mark(on) {
    this.marked = on;
    this.marks.hidden = !on || !this.frame;
  }

  // A line over the view, such as why the glasses do not see what is seen here.
  remark(text) {
    fill(this.note, text);
    this.note.hidden = !text;
  }

  // Some glasses have no lamp on their frame.
  hasLamp(has) {
    this.lamp.hidden = !has;
  }

  light(on) {
    this.lamp.classList.toggle("on", on);
    this.lamp.setAttribute("aria-label", on ? "The privacy light is on" : "The privacy light is off");
  }

  // The display: a picture of its pixels, or where only its words are known, the words. Nothing: it is dark.
  show(content) {
    fill(this.display, content);
    this.display.hidden = !content;
    this.shade.hidden = true;
    if (content && content.tagName === "IMG")
      content.decode().then(
        () => this.darken(content),
        () => null,
      );
  }

  // Draws where the display shines, coarsely, in black: the lens behind its letters.
  darken(picture) {
    if (!picture.isConnected) return;
    const { width } = this.shade;
    const height = (this.shade.height = Math.max(
      1,
      Math.round((width * picture.naturalHeight) / picture.naturalWidth),
    ));
    const pen = this.shade.getContext("2d", { willReadFrequently: true });
    pen.drawImage(picture, 0, 0, width, height);
    const image = pen.getImageData(0, 0, width, height);
    for (let n = 0; n < image.data.length; n += 4) {
      const shine = Math.max(image.data[n], image.data[n + 1], image.data[n + 2]);
      image.data.set([0, 0, 0, shine > 10 ? 200 : 0], n);
    }
    pen.putImageData(image, 0, 0);
    sized(this.lens, { "--display-ratio": (width / height).toFixed(4) });
    this.shade.hidden = false;
  }

  // A card as words, for tapes and reports, which keep no pixels.
  showWords(title, text) {
    this.show(title || text ? h("div", { class: "words" }, h("p", {}, title), h("p", {}, text)) : null);
  }

  // Where the head points at an instant: a window of 0.88 of the picture, as the simulator moves it.
  head(at) {
    if (!this.media || !this.element.classList.contains("moving")) return;
    const left = 0.06 * (1 + 0.8 * Math.sin(at * 0.37) + 0.2 * Math.sin(at * 1.7));
    const top = 0.06 * (1 + 0.8 * Math.sin(at * 0.29 + 1) + 0.2 * Math.sin(at * 1.3));
    sized(this.media, { transform: `translate(${(-100 * left).toFixed(3)}%, ${(-100 * top).toFixed(3)}%)` });
  }

  moves(on) {
    this.element.classList.toggle("moving", on);
    if (!on && this.media) sized(this.media, { transform: "none" });
  }
}
