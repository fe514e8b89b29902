// Small plots: a line of values over time, and the running trace of the ear.

import { svg } from "./dom.js";

const KEPT = 240;

// The last values of one quantity, drawn as a line between `low` and `high`.
export class Plot {
  constructor(low, high, label) {
    this.low = low;
    this.high = high;
    this.label = label;
    this.points = [];
    this.lines = [];
  }

  // A new picture of this plot; there may be a small and a large one.
  picture(kind) {
    const line = svg("polyline", { class: "line", points: "" });
    this.lines.push(line);
    this.draw();
    const box = { viewBox: "0 0 100 100", preserveAspectRatio: "none", class: kind };
    return svg("svg", { ...box, role: "img", "aria-label": this.label }, line);
  }

  add(at, value) {
    const last = this.points.at(-1);
    if (last && at < last[0]) this.points = [];
    if (last && at - last[0] < 0.9) return;
    this.points.push([at, value]);
    // A long run keeps its shape: every second of the older points goes.
    if (this.points.length > KEPT) this.points = this.points.filter((_, n) => n > KEPT / 2 || n % 2 === 0);
    this.draw();
  }

  clear() {
    this.points = [];
    this.draw();
  }

  draw() {
    const first = this.points.length ? this.points[0][0] : 0;
    const span = Math.max(60, this.points.length ? this.points.at(-1)[0] - first : 0);
    const place = ([at, value]) => {
      const y = 100 - (100 * (value - this.low)) / (this.high - this.low);
      return `${((100 * (at - first)) / span).toFixed(1)},${Math.min(98, Math.max(2, y)).toFixed(1)}`;
    };
    const drawn = this.points.length > 2;
    for (const line of this.lines) line.setAttribute("points", !drawn ? "" : this.points.map(place).join(" "));
  }
}

const WIDE = 120; // readings on the trace: 12 seconds

// The wake score as a line over the activity of voices as an area.
export class Trace {
  constructor(canvas) {
    this.canvas = canvas;
    this.readings = [];
  }

  add(reading) {
    this.readings.push(reading);
    if (this.readings.length > WIDE) this.readings.shift();
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { canvas, readings } = this;
    const scale = window.devicePixelRatio || 1;
    const width = (canvas.width = Math.round(canvas.clientWidth * scale));
    const height = (canvas.height = Math.round(canvas.clientHeight * scale));
    const pen = canvas.getContext("2d");
    const look = getComputedStyle(canvas);
    const x = (n) => ((n + WIDE - readings.length) * width) / (WIDE - 1);
    const y = (share) => height - 1 - share * (height - 2);
    pen.clearRect(0, 0, width, height);
    if (readings.length < 2) return;
    pen.fillStyle = look.getPropertyValue("--faint");
    pen.beginPath();
    pen.moveTo(x(0), height);
    readings.forEach((reading, n) => pen.lineTo(x(n), y(reading.voice)));
    pen.lineTo(x(readings.length - 1), height);
    pen.fill();
    pen.strokeStyle = look.getPropertyValue("--ink");
    pen.lineWidth = 1.5 * scale;
    pen.beginPath();
    readings.forEach((reading, n) => pen.lineTo(x(n), y(reading.wake)));
    pen.stroke();
  }
}
