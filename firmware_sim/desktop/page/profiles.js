// The kinds of glasses: what each of them has, and which are worn.

import { h, fill } from "./dom.js";
import { panel } from "./panel.js";

function parts(profile) {
  const { display } = profile;
  return [
    profile.camera ? "camera" : "no camera",
    profile.microphone ? "microphone" : "no microphone",
    profile.speaker ? "speaker" : "no speaker",
    display ? `display of ${display.columns} × ${display.rows} characters` : "no display",
    profile.lamp === "lamp" ? "light" : profile.lamp === "mark" ? "a mark on the display as its light" : "no light",
    profile.touch || "nothing to touch",
  ].join(", ");
}

export class Profiles {
  constructor(line) {
    this.line = line;
    this.list = h("fieldset", { class: "profiles" });
    this.panel = panel("profiles-panel", "Kinds of glasses", this.list, null, "high");
    this.opener = this.panel.opener;
    this.word = h("b", {});
    fill(this.opener, h("span", {}, "Glasses "), this.word);
  }

  offer(profiles) {
    this.profiles = profiles;
    const items = profiles.map((profile) =>
      h(
        "button",
        { type: "button", "data-profile": profile.name, onclick: () => this.wear(profile.name) },
        h("b", {}, profile.title),
        h("span", {}, profile.about),
        h("small", {}, parts(profile)),
      ),
    );
    fill(this.list, h("legend", { class: "quiet" }, "Other glasses begin a new session."), items);
  }

  async wear(name) {
    if (await this.line.tell("wear", { profile: name })) this.panel.node.hidePopover();
  }

  get worn() {
    return (this.profiles || []).find((profile) => profile.name === this.name);
  }

  setState({ profile }) {
    this.name = profile;
    fill(this.word, this.worn ? this.worn.title : profile);
    for (const node of this.list.querySelectorAll("[data-profile]"))
      node.setAttribute("aria-pressed", String(node.dataset.profile === profile));
  }
}
