// The microphone of the browser, as pieces of sound for the simulator.

export class BrowserMicrophone {
  // `hear` is given an ArrayBuffer of 16-bit samples at 16 kHz, ten a second; `ended` is called when it is taken away.
  constructor(hear, ended) {
    this.hear = hear;
    this.ended = ended;
    this.stream = null;
  }

  get open() {
    return this.stream !== null;
  }

  async start() {
    if (this.open) return;
    if (!navigator.mediaDevices) throw new Error("This browser gives a microphone only to https and to localhost.");
    const wish = { echoCancellation: true, noiseSuppression: false, autoGainControl: true, channelCount: 1 };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: wish });
    const context = new AudioContext();
    await context.audioWorklet.addModule("/page/microphone-worklet.js");
    const source = context.createMediaStreamSource(stream);
    const worklet = new AudioWorkletNode(context, "microphone", {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    worklet.port.onmessage = ({ data }) => this.hear(data);
    source.connect(worklet);
    stream.getAudioTracks()[0].onended = () => {
      this.stop();
      this.ended();
    };
    this.context = context;
    this.stream = stream;
  }

  stop() {
    if (!this.open) return;
    for (const track of this.stream.getTracks()) track.stop();
    this.context.close();
    this.stream = null;
  }
}

// Why the browser gave no microphone or camera, for people.
export function refusalInWords(what, error) {
  if (error.name === "NotAllowedError")
    return `The browser did not allow the ${what}. You can allow it beside the address.`;
  if (error.name === "NotFoundError") return `This computer has no ${what}.`;
  if (error.name === "NotReadableError") return `Another program has the ${what}.`;
  return error.message || `The ${what} could not be opened.`;
}
