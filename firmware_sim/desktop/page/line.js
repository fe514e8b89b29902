// The line to the simulator: one socket, orders that are answered, and messages that are heard.

const FOLLOWED = { display: "D", say: "A", frame: "L" }; // messages whose bytes come right after them
const AGAIN = 1000; // milliseconds until the next try to connect

export class Line {
  constructor(token) {
    this.token = token;
    this.hearers = new Map();
    this.waiting = new Map();
    this.number = 0;
    this.before = {};
    this.open = false;
  }

  // What is heard: each message by its name, and "closed", "locked" (the token is refused) and "trouble" (a line for people).
  on(name, hearer) {
    this.hearers.set(name, [...(this.hearers.get(name) || []), hearer]);
  }

  emit(name, ...things) {
    for (const hearer of this.hearers.get(name) || []) hearer(...things);
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    let greeted = false;
    let refused = false;
    socket.onopen = () => socket.send(JSON.stringify({ do: "hello", token: this.token }));
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string") return this.bytes(new Uint8Array(data));
      const message = JSON.parse(data);
      if (message.is === "hello") this.open = greeted = true;
      if (!greeted && message.is === "refused") refused = true;
      return this.hear(message);
    };
    socket.onclose = ({ code }) => {
      this.open = false;
      this.fail("The simulator is gone.");
      if (!greeted && (refused || code === 1008 || (code >= 4000 && code < 5000))) return this.emit("locked");
      this.emit("closed");
      return setTimeout(() => this.connect(), AGAIN);
    };
  }

  hear(message) {
    if (message.is === "done" || message.is === "refused") return this.answered(message);
    const kind = FOLLOWED[message.is];
    if (kind && message.on !== false) this.before[kind] = message;
    else this.emit(message.is, message);
    return undefined;
  }

  bytes(data) {
    const kind = String.fromCharCode(data[0]);
    const message = this.before[kind];
    delete this.before[kind];
    if (message) this.emit(message.is, message, data.slice(1));
  }

  answered(message) {
    const waiting = this.waiting.get(message.n);
    this.waiting.delete(message.n);
    // Bytes are no order and have no number; a refusal of them is for whoever looks at the page.
    if (!waiting) {
      if (this.open && message.is === "refused" && message.why) this.emit("trouble", message.why);
      return;
    }
    if (message.is === "done") waiting.resolve(message);
    else waiting.reject(new Error(message.why || "That was refused."));
  }

  fail(why) {
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
    this.before = {};
  }

  // An order whose answer matters: a promise of `done`.
  order(name, fields) {
    if (!this.open) return Promise.reject(new Error("The simulator is not there."));
    const n = ++this.number;
    this.socket.send(JSON.stringify({ do: name, n, ...fields }));
    return new Promise((resolve, reject) => this.waiting.set(n, { resolve, reject }));
  }

  // An order of which only a refusal is told. The promise is of `done`, or of null.
  tell(name, fields) {
    return this.order(name, fields).catch((error) => {
      this.emit("trouble", error.message);
      return null;
    });
  }

  // Bytes with their kind before them. False: the line is full, and they were left out.
  give(kind, buffer) {
    if (!this.open || this.socket.bufferedAmount > 2e6) return false;
    const data = new Uint8Array(buffer.byteLength + 1);
    data[0] = kind.charCodeAt(0);
    data.set(new Uint8Array(buffer), 1);
    this.socket.send(data);
    return true;
  }
}
