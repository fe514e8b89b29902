// Runs in the browser's thread of sound: microphone -> 16 kHz mono, 16 bit, a message every 100 ms.

const RATE = 16000;
const PIECE = 1600;
const TAPS = 32;
const PHASES = 64;

// A low-pass filter in as many phases as there are places between two samples.
function filters(ratio) {
  const cut = Math.min(1, 1 / ratio) * 0.92;
  return Array.from({ length: PHASES }, (_, phase) => {
    const weights = Float32Array.from({ length: TAPS }, (_, k) => {
      const x = k - TAPS / 2 + 1 - phase / PHASES;
      const sinc = x === 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
      return sinc * (0.5 + 0.5 * Math.cos((2 * Math.PI * x) / TAPS));
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
}

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.ratio = sampleRate / RATE;
    this.filters = filters(this.ratio);
    this.heard = new Float32Array(0);
    this.place = 0;
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
  }

  process(inputs) {
    const input = inputs[0][0];
    if (!input) return true;
    const all = new Float32Array(this.heard.length + input.length);
    all.set(this.heard);
    all.set(input, this.heard.length);
    while (Math.floor(this.place) + TAPS <= all.length) {
      const start = Math.floor(this.place);
      const weights = this.filters[Math.floor((this.place - start) * PHASES)];
      let sum = 0;
      for (let k = 0; k < TAPS; k++) sum += all[start + k] * weights[k];
      this.put(sum);
      this.place += this.ratio;
    }
    const done = Math.min(Math.floor(this.place), all.length);
    this.heard = all.slice(done);
    this.place -= done;
    return true;
  }

  put(sample) {
    this.piece[this.filled++] = 32767 * Math.max(-1, Math.min(1, sample));
    if (this.filled < PIECE) return;
    const full = this.piece.buffer;
    this.port.postMessage(full, [full]);
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
  }
}

registerProcessor("microphone", Microphone);
