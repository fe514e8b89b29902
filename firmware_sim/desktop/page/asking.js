// The typed line, the questions that a scene suggests, and the first question of a newcomer, asked for them.

import { h, fill, byId, icon, iconButton, button, stillness } from "./dom.js";

const ASKED = "glint.asked";
const TYPING = 700; // milliseconds for the whole line

export class Asking {
  constructor(line, conversation) {
    Object.assign(this, { line, conversation });
    this.suggestions = h("div", { class: "suggestions", role: "group", "aria-label": "Questions to try" });
    this.forYou = h("p", { class: "for-you", hidden: true }, "Asking for you:");
    this.field = h("input", {
      id: "line",
      type: "text",
      maxlength: "2000",
      autocomplete: "off",
      enterkeyhint: "send",
      placeholder: "Ask about what you see",
      "aria-label": "Your question",
    });
    this.sayButton = iconButton("speak", "Say it aloud beside the glasses", () => this.send("say"));
    this.stopButton = button("Stop", () => this.stop(), {
      class: "stop",
      title: "Stop what goes on (Esc)",
      hidden: true,
    });
    const askButton = h(
      "button",
      { type: "submit", class: "main", "aria-label": "Ask", title: "Ask (Enter)" },
      icon("send"),
    );
    this.form = h("form", { class: "asking" }, this.field, this.stopButton, this.sayButton, askButton);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send("type");
    });
    this.field.addEventListener("input", () => this.interrupt());
    fill(byId("asking"), this.suggestions, this.forYou, this.form);
  }

  async send(how) {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    this.interrupt();
    this.field.value = "";
    const done = await this.line.tell(how, { text });
    // What was refused is not lost.
    if (!done && !this.field.value) this.field.value = text;
    return done;
  }

  stop() {
    return this.line.tell("tap", { kind: "tap" });
  }

  // Something goes on that can be stopped.
  busy(on) {
    this.stopButton.hidden = !on;
  }

  suggest(scene) {
    this.scene = scene;
    const asked = this.conversation.asked();
    const left = ((scene && scene.ask) || []).filter((text) => !asked.has(text)).slice(0, 3);
    const now = left.join("\n");
    if (now === this.suggested) return;
    this.suggested = now;
    fill(
      this.suggestions,
      left.map((text) => button(text, () => this.line.tell("type", { text }), { class: "suggestion" })),
    );
    this.suggestions.hidden = !left.length;
  }

  // Once in a browser session: a newcomer sees a question typed and answered without doing anything.
  async first(scene) {
    if (sessionStorage.getItem(ASKED) || !scene || !(scene.ask || []).length) return;
    sessionStorage.setItem(ASKED, "yes");
    const text = scene.ask[0];
    this.forYou.hidden = false;
    this.typing = true;
    for (let n = 1; n <= text.length && this.typing; n++) {
      this.field.value = text.slice(0, n);
      if (!stillness.matches) await pause(TYPING / text.length);
    }
    if (this.typing) await pause(500);
    const alone = this.typing && this.field.value === text;
    this.interrupt();
    if (alone) await this.send("type");
  }

  interrupt() {
    this.typing = false;
    this.forYou.hidden = true;
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
