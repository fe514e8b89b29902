// Plays what the glasses say. A browser plays nothing before the first key or click, so the player is made then.

const KEY = "glint.sound";

export class Voice {
  constructor() {
    this.on = localStorage.getItem(KEY) !== "off";
    this.player = null;
    this.missed = false; // something was said that the browser did not let out yet
    this.playing = new Set();
    this.free = 0;
    const wake = () => {
      this.player = this.player || new AudioContext();
      if (this.player.state === "suspended") this.player.resume();
    };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake, { capture: true });
  }

  turn(on) {
    this.on = on;
    localStorage.setItem(KEY, on ? "on" : "off");
    if (!on) this.hush();
  }

  // Whether the browser will let a sound out now.
  get allowed() {
    return this.player !== null && this.player.state === "running";
  }

  // Clips that come while one is heard follow it.
  play(rate, data) {
    this.missed = this.on && !this.allowed;
    if (!this.on || !this.allowed || data.byteLength < 2) return;
    const samples = new Int16Array(data.buffer, data.byteOffset, Math.floor(data.byteLength / 2));
    const sound = this.player.createBuffer(1, samples.length, rate);
    const into = sound.getChannelData(0);
    for (let n = 0; n < samples.length; n++) into[n] = samples[n] / 32768;
    const source = this.player.createBufferSource();
    source.buffer = sound;
    source.connect(this.player.destination);
    source.onended = () => this.playing.delete(source);
    this.free = Math.max(this.free, this.player.currentTime);
    source.start(this.free);
    this.free += sound.duration;
    this.playing.add(source);
  }

  hush() {
    for (const source of this.playing) source.stop();
    this.playing.clear();
    this.free = 0;
  }
}
