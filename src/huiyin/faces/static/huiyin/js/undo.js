// The bar after an act: it leaves by itself, but never while somebody points at it or has the
// focus in it. `toast` puts the same bar at the foot of the page.
import { say } from "./phrases.js";

const STAYS_MS = 12_000;

function dismiss(bar) {
  if (bar.matches(":hover, :focus-within")) setTimeout(dismiss, STAYS_MS / 3, bar);
  else bar.remove();
}

function arm(bar) {
  if (bar.dataset.armed) return;
  bar.dataset.armed = "yes";
  const close = bar.querySelector("[data-dismiss]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => bar.remove());
  }
  if (bar.dataset.tone !== "error") setTimeout(dismiss, STAYS_MS, bar);
}

/** Show a message that leaves; an error stays until it is closed. */
export function toast(root, text, tone = "info") {
  const place = root.querySelector("[data-toasts]");
  if (!place) return;
  const bar = root.createElement("div");
  bar.className = "hy-undo";
  bar.dataset.undo = "";
  bar.dataset.tone = tone;
  const words = root.createElement("p");
  words.textContent = text;
  const close = root.createElement("button");
  close.type = "button";
  close.className = "hy-close";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", say("close"));
  bar.append(words, close);
  place.append(bar);
  arm(bar);
}

export function startUndo(root) {
  const armAll = () => root.querySelectorAll("[data-undo]").forEach(arm);
  armAll();
  root.addEventListener("htmx:load", armAll);
}
