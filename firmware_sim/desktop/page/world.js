// The world around the glasses, as a quiet strip: battery and heat, network, pace. Each opens a panel to change it.

import { h, fill, byId } from "./dom.js";
import { AIRS, LINKS, clock, percent, plural, seconds } from "./words.js";
import { Choice, Slider, panel } from "./panel.js";
import { Plot } from "./plot.js";

const PACES = [1, 2, 10, 60, 600];

export class World {
  constructor(line) {
    this.line = line;
    this.state = null;
    this.battery = new Plot(0, 1, "Battery over time");
    this.heat = new Plot(10, 60, "Temperature over time");
    this.makeBody();
    this.makeNetwork();
    this.makePace();
    this.alarms = h("p", { class: "alarms" });
    this.time = h("p", { class: "session-time" });
    fill(byId("world"), this.body.opener, this.network.opener, this.pace.opener);
    fill(byId("clock"), this.alarms, this.time);
  }

  makeBody() {
    this.charged = new Slider("Battery", 0, 1, 0.01, percent, (battery) => this.line.tell("charge", { battery }));
    this.around = new Slider(
      "Around the glasses",
      -10,
      50,
      1,
      (n) => `${n} °C`,
      (around) => this.line.tell("charge", { around }),
    );
    this.batteryNow = h("output", {});
    this.heatNow = h("output", {});
    const plots = [
      h("figure", {}, h("figcaption", {}, "Battery ", this.batteryNow), this.battery.picture("plot large")),
      h(
        "figure",
        {},
        h("figcaption", {}, "Temperature of the glasses ", this.heatNow),
        this.heat.picture("plot large"),
      ),
    ];
    const sliders = h(
      "fieldset",
      {},
      h("legend", { class: "unseen" }, "Change the battery and the temperature"),
      this.charged.element,
      this.around.element,
    );
    this.body = panel("body-panel", "Battery and heat", [plots, sliders]);
    this.batteryWord = h("b", {});
    this.heatWord = h("b", {});
    fill(
      this.body.opener,
      h("span", {}, "Battery "),
      this.batteryWord,
      " ",
      this.battery.picture("plot"),
      h("span", {}, "Heat "),
      this.heatWord,
      this.heat.picture("plot"),
    );
  }

  makeNetwork() {
    const link = () =>
      this.line.tell("link", { latency: Number(this.latency.input.value), loss: Number(this.loss.input.value) });
    this.air = new Choice("Network around", Object.entries(AIRS), (name) => this.line.tell("air", { name }));
    this.latency = new Slider("Later by", 0, 5, 0.05, seconds, link);
    this.loss = new Slider("Lost", 0, 0.9, 0.01, percent, link);
    this.linkNow = h("p", { class: "quiet" });
    const content = h(
      "fieldset",
      {},
      h("legend", { class: "unseen" }, "Change the network"),
      this.air.element,
      this.linkNow,
      this.latency.element,
      this.loss.element,
    );
    this.network = panel("network-panel", "Network", content);
    this.airWord = h("b", {});
    fill(this.network.opener, h("span", {}, "Network "), this.airWord);
  }

  makePace() {
    this.factor = new Choice(
      "Pace",
      PACES.map((n) => [String(n), `×${n}`]),
      (n) => this.line.tell("pace", { factor: Number(n) }),
    );
    // The slider is even in factors: from 1 to 600.
    this.fine = new Slider(
      "Between",
      0,
      1,
      0.01,
      (x) => `×${Math.round(600 ** x)}`,
      (x) => this.line.tell("pace", { factor: Math.round(600 ** x) }),
    );
    const hint = h(
      "p",
      { class: "quiet" },
      "How fast time goes for the glasses. Battery, heat, timers and waits go faster; speech needs ×1.",
    );
    const content = h(
      "fieldset",
      {},
      h("legend", { class: "unseen" }, "Change the pace"),
      this.factor.element,
      this.fine.element,
      hint,
    );
    this.pace = panel("pace-panel", "Pace", content);
    this.paceWord = h("b", {});
    fill(this.pace.opener, h("span", {}, "Pace "), this.paceWord);
  }

  setState(state) {
    const known = state.battery !== null && state.battery !== undefined;
    const warm = state.celsius !== null && state.celsius !== undefined;
    if (known) this.battery.add(state.at, state.battery);
    if (warm) this.heat.add(state.at, state.celsius);
    fill(this.batteryWord, known ? percent(state.battery) : "unknown");
    fill(this.batteryNow, known ? percent(state.battery) : "unknown");
    fill(this.heatWord, warm ? `${Math.round(state.celsius)} °C` : "unknown");
    fill(this.heatNow, warm ? `${state.celsius.toFixed(1)} °C` : "unknown");
    if (known) this.charged.follow(state.battery);
    if (typeof state.around === "number") this.around.follow(state.around);
    const worse = [state.latency ? `+${seconds(state.latency)}` : "", state.loss ? `${percent(state.loss)} lost` : ""];
    fill(this.airWord, [AIRS[state.air] || state.air, ...worse].filter(Boolean).join(", "));
    fill(this.linkNow, `The glasses take it for: ${LINKS[state.link] || state.link}.`);
    this.air.follow(state.air);
    this.latency.follow(state.latency || 0);
    this.loss.follow(state.loss || 0);
    fill(this.paceWord, `×${state.pace}`);
    this.factor.follow(state.pace);
    this.fine.follow(Math.log(state.pace) / Math.log(600));
    fill(this.alarms, (state.alarms || []).map(alarmWords).join(" · "));
    fill(this.time, clock(state.at));
    this.time.title = `${clock(state.at)} since the session began${spentWords(state.spent)}`;
  }

  newSession() {
    this.battery.clear();
    this.heat.clear();
  }
}

function alarmWords(alarm) {
  const kind = alarm.kind.charAt(0).toUpperCase() + alarm.kind.slice(1);
  return `${kind}${alarm.label ? ` “${alarm.label}”` : ""} ${clock(alarm.left)}`;
}

function spentWords(spent) {
  return spent && spent.tokens ? `; servers have cost ${plural(spent.tokens, "token")}, ${spent.money} in money` : "";
}
