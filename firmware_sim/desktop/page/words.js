// Values of the simulator in words for people.

export const OUTCOMES = {
  answered_local: "Answered on the glasses",
  answered_remote: "Answered by a server",
  degraded: "Less than was asked for",
  deferred: "Waits for a server",
  ignored: "Ignored",
  refused_privacy: "Not sent, for privacy",
  refused_budget: "Not sent, for the budget",
  cancelled: "Stopped",
  failed: "Failed",
};

export const STAGES = { understand: "Understanding", look: "Looking", answer: "Answering" };

export const AIRS = { wifi: "Wi-Fi", "4g": "4G", "2g": "2G", portal: "Captive portal", offline: "Offline" };

export const LINKS = { up: "connected", slow: "slow", portal: "behind a login page", down: "no network" };

export function percent(share) {
  return `${Math.round(100 * share)} %`;
}

export function milliseconds(ms) {
  return ms < 9950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function seconds(s) {
  return s < 10 ? `${Number(s.toFixed(1))} s` : `${Math.round(s)} s`;
}

// 65 -> "1:05", 3725 -> "1:02:05"
export function clock(s) {
  const whole = Math.max(0, Math.floor(s));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((n) => String(n).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : `${Math.floor(whole / 60)}:${parts[1]}`;
}

// The time of day as the simulator tells it: its zone, not that of the browser.
export function timeOfDay(iso) {
  const found = /T(\d\d:\d\d:\d\d)/.exec(iso || "");
  return found ? found[1] : "";
}

export function bytes(n) {
  if (n < 1000) return `${n} bytes`;
  return n < 1e6 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

// "two cups, laptop": labels of things, counted
export function counted(labels) {
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) || 0) + 1);
  return [...counts].map(([label, n]) => (n > 1 ? `${n} × ${label}` : label)).join(", ");
}

export function plural(n, one, many) {
  return `${n} ${n === 1 ? one : many || `${one}s`}`;
}

// A field of any kind in one line: routes and acts come as words or as small objects.
export function inWords(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, v]) => v !== "" && v !== null)
    .map(([k, v]) => `${k} ${inWords(v)}`)
    .join(", ");
}

export function totalOf(stages) {
  return Object.values(stages || {}).reduce((sum, ms) => sum + ms, 0);
}

export function answerOf(card) {
  return card.answer || (card.parts || []).join("");
}
