// Keys of the console. `data-list` holds `data-row`s that j and k walk; `data-key="a"` on a
// control makes that key press it (the current row's first, else the page's); `data-go="b"`
// on a link makes `g b` follow it; `data-search` takes `/`; `?` shows what the page offers.
import { say } from "./phrases.js";

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function rows(root) {
  return [...root.querySelectorAll("[data-list] [data-row]")].filter((row) => row.offsetParent);
}

function current(root) {
  return root.querySelector("[data-row][data-here]");
}

function walk(root, step) {
  const all = rows(root);
  if (!all.length) return;
  const index = all.indexOf(current(root));
  const next = all[Math.min(all.length - 1, Math.max(0, index < 0 ? 0 : index + step))];
  for (const row of all) row.toggleAttribute("data-here", row === next);
  const link = next.querySelector("a, button, summary") || next;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function press(root, key) {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const control = current(root)?.querySelector(wanted) || root.querySelector(wanted);
  if (!control) return false;
  if (control.matches(TYPING)) control.focus();
  else control.click();
  if (control.matches("summary")) followFold(root, control.parentElement);
  return true;
}

// A fold opened by its key takes the focus to its first field; closed, gives it back to the row.
function followFold(root, fold) {
  const inside = fold.querySelector("form :is(input:not([type=hidden]), select, textarea, button)");
  const back = current(root)?.querySelector("a") || fold.querySelector("summary");
  (fold.open && inside ? inside : back).focus({ preventScroll: !fold.open });
}

function closeFold(root, target) {
  const fold = target.closest?.("details[open]");
  if (!fold?.querySelector("summary[data-key]")) return false;
  fold.open = false;
  followFold(root, fold);
  return true;
}

function name(control) {
  return (control.getAttribute("aria-label") || control.textContent).trim();
}

/** What the page offers, as [keys, words] pairs without doubles. */
export function offered(root) {
  const found = new Map();
  if (rows(root).length) found.set("j k", say("key_move")).set("enter", say("key_open"));
  if (root.querySelector("[data-search]")) found.set("/", say("key_search"));
  for (const control of root.querySelectorAll("[data-key]")) found.set(control.dataset.key, name(control));
  for (const link of root.querySelectorAll("[data-go]")) found.set(`g ${link.dataset.go}`, name(link));
  return [...found.set("?", say("key_help"))];
}

function showKeys(root) {
  const dialog = root.querySelector("[data-keys-dialog]");
  if (!dialog || dialog.open) return;
  const entries = offered(root).flatMap(([keys, words]) => {
    const term = root.createElement("dt");
    for (const key of keys.split(" ")) {
      const cap = root.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    const meaning = root.createElement("dd");
    meaning.textContent = words;
    return [term, meaning];
  });
  dialog.querySelector("[data-keys-list]").replaceChildren(...entries);
  dialog.showModal();
}

function act(root, key) {
  if (key === "j") return walk(root, 1), true;
  if (key === "k") return walk(root, -1), true;
  if (key === "?") return showKeys(root), true;
  if (key === "/") return root.querySelector("[data-search]")?.focus(), true;
  if (key === "Enter" && root.activeElement === root.body && current(root)) {
    return current(root).querySelector("a, summary")?.click(), true;
  }
  return press(root, key);
}

export function startKeys(root) {
  let going = 0;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && closeFold(root, event.target)) return;
    if (event.target.closest?.(TYPING)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (root.querySelector("dialog[open]")) return;
    if (Date.now() - going < 1500) {
      going = 0;
      const link = root.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) event.preventDefault(), link.click();
      return;
    }
    if (event.key === "g") going = Date.now();
    else if (act(root, event.key)) event.preventDefault();
  });
  for (const button of root.querySelectorAll("[data-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => showKeys(root));
  }
}
