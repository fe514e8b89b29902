// Whom the glasses ask for reasoning: nobody, the scripted server, or one that you name.

import { h, fill } from "./dom.js";
import { Choice, labelled, panel } from "./panel.js";

const KINDS = [
  ["none", "None"],
  ["scripted", "Scripted"],
  ["url", "Yours"],
];
const ABOUT = {
  none: "Questions that need reasoning get an honest answer without a server.",
  scripted:
    "A scripted server comes with the simulator: its answers are written beforehand, and no model makes them. It shows how a server is asked.",
  url: "Any server that speaks the OpenAI protocol. Questions, and pictures where they are needed, go to this address.",
};

export class ServerChoice {
  constructor(line) {
    this.line = line;
    this.choice = new Choice("Server", KINDS, (kind) => this.choose(kind));
    this.about = h("p", { class: "quiet" });
    this.url = h("input", { type: "url", required: true, placeholder: "https://…/v1", autocomplete: "off" });
    this.model = h("input", { type: "text", placeholder: "as the server calls it", autocomplete: "off" });
    this.key = h("input", { type: "password", placeholder: "if it wants one", autocomplete: "off" });
    this.error = h("p", { class: "error", role: "alert" });
    this.form = h(
      "form",
      { hidden: true },
      labelled("Address", this.url),
      labelled("Model", this.model),
      labelled("Key", this.key),
      h("p", { class: "row" }, h("button", { type: "submit", class: "main" }, "Use this server")),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.order({ kind: "url", url: this.url.value.trim(), model: this.model.value.trim(), key: this.key.value });
    });
    const hint = h("p", { class: "quiet" }, "Another server begins a new session of the glasses.");
    const content = h(
      "fieldset",
      {},
      h("legend", { class: "unseen" }, "Choose the server"),
      this.choice.element,
      this.about,
      this.form,
      this.error,
      hint,
    );
    this.panel = panel("server-panel", "Server", content);
    this.word = h("b", {});
    this.opener = this.panel.opener;
    fill(this.opener, h("span", {}, "Server "), this.word);
  }

  choose(kind) {
    this.show(kind);
    if (kind === "url") this.url.focus();
    else this.order({ kind });
  }

  show(kind) {
    this.form.hidden = kind !== "url";
    fill(this.about, ABOUT[kind]);
    fill(this.error);
    this.choice.follow(kind);
  }

  async order(fields) {
    fill(this.error);
    try {
      await this.line.order("server", fields);
      this.key.value = "";
    } catch (error) {
      fill(this.error, error.message);
    }
  }

  setState({ server }) {
    fill(this.word, server.kind === "url" ? hostOf(server.url) : server.kind === "scripted" ? "scripted" : "none");
    const key = JSON.stringify(server);
    if (key === this.known) return;
    this.known = key;
    this.show(server.kind);
    if (server.kind === "url") {
      this.url.value = server.url || "";
      this.model.value = server.model || "";
    }
  }
}

function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
