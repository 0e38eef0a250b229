// Keeps the clocks of a page moving. The server draws each one right; this only refreshes the
// remaining time, the ring and the state, from instants the server computed.
import { say } from "./phrases.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STATES = ["calm", "soon", "due", "overdue"];

/** The two largest units of a span of seconds; the same text as `wording.duration`. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return say("moment");
  if (whole < HOUR) return say("minutes", { n: Math.floor(whole / MINUTE) });
  if (whole < DAY) {
    return joined("hours", Math.floor(whole / HOUR), "minutes", Math.floor((whole % HOUR) / MINUTE));
  }
  return joined("days", Math.floor(whole / DAY), "hours", Math.floor((whole % DAY) / HOUR));
}

function joined(first, count, second, rest) {
  const text = say(first, { n: count });
  return rest ? say("joined", { first: text, second: say(second, { n: rest }) }) : text;
}

/** State, share left and words of a clock at `now` (all milliseconds). */
export function reading({ started, soonFrom, dueFrom, due }, now) {
  const turns = [now >= soonFrom, now >= dueFrom, now > due];
  const state = STATES[turns.lastIndexOf(true) + 1];
  const share = Math.min(1, Math.max(0, (due - now) / Math.max(1, due - started)));
  const span = duration(Math.abs(due - now) / 1000);
  return { state, share, text: say(now > due ? "overdue_by" : "left", { span }) };
}

function refresh(clock, now) {
  const at = (name) => Date.parse(clock.dataset[name]);
  const { state, share, text } = reading(
    { started: at("started"), soonFrom: at("soonFrom"), dueFrom: at("dueFrom"), due: at("due") },
    now,
  );
  const left = clock.querySelector("[data-clock-left]");
  if (left.textContent !== text) left.textContent = text;
  const ring = clock.querySelector("[data-clock-ring]");
  ring.setAttribute("stroke-dasharray", `${Math.round(share * 100)} 100`);
  if (clock.dataset.look !== state) {
    clock.dataset.look = state;
    clock.querySelector("[data-clock-state]").textContent = say(`state_${state}`);
  }
}

/** The server's idea of now may differ from this machine's: `<body data-now>` gives the offset. */
export function startClocks(root) {
  const offset = Date.parse(root.body.dataset.now) - Date.now() || 0;
  const refreshAll = () => {
    if (root.hidden) return;
    for (const clock of root.querySelectorAll("[data-clock]")) refresh(clock, Date.now() + offset);
  };
  setInterval(refreshAll, 15_000);
  root.addEventListener("visibilitychange", refreshAll);
}
