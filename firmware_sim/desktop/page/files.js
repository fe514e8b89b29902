// Files of the simulator: each request carries the token, so that no other page can have them.

import { h } from "./dom.js";

export class Files {
  constructor(token) {
    this.headers = { Authorization: `Bearer ${token}` };
    this.addresses = new Map();
  }

  async blob(path) {
    const answer = await fetch(path, { headers: this.headers });
    if (!answer.ok) throw new Error(`The simulator gave no ${path} (${answer.status}).`);
    return answer.blob();
  }

  // An address for an <img>; the promise is kept, so that a file is fetched once. What failed is tried again.
  address(path) {
    if (!this.addresses.has(path)) {
      const address = this.blob(path).then((blob) => URL.createObjectURL(blob));
      address.catch(() => this.addresses.delete(path));
      this.addresses.set(path, address);
    }
    return this.addresses.get(path);
  }

  // A tape, to be kept.
  async download(path) {
    save(await this.blob(path), `${path.split("/").at(-1)}.tape`);
  }

  // Gives a tape to the simulator; returns its name there.
  async upload(file) {
    const answer = await fetch("/tape", { method: "POST", headers: this.headers, body: file });
    if (!answer.ok)
      throw new Error(
        answer.status === 413
          ? "That tape is larger than 64 MB."
          : `The simulator did not take the tape (${answer.status}).`,
      );
    return (await answer.json()).name;
  }
}

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

// Copies, or where the browser does not allow it, saves as a file. Returns what became of it, for people.
export async function copyOrSave(text, name) {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    save(new Blob([text], { type: "text/plain" }), name);
    return "saved as a file";
  }
}

// Asks for a file and gives it to `then`.
export function pickFile(accept, then) {
  const input = h("input", { type: "file", accept });
  input.addEventListener("change", () => input.files[0] && then(input.files[0]));
  input.click();
}
