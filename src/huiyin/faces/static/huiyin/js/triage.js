// The reading pane of the inbox: where it is visible, a row's link opens there instead of on a
// page of its own, and walking with j and k reads along. Without it every link is a plain link.
const READ_ALONG_MS = 150;

function paneOf(list) {
  const pane = document.getElementById(list.dataset.reads);
  return pane && pane.offsetParent ? pane : null;
}

function read(list, pane, link) {
  for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
  for (const row of list.querySelectorAll("[data-row]")) row.toggleAttribute("data-here", row.contains(link));
  link.setAttribute("aria-current", "true");
  window.htmx.ajax("GET", link.href, { target: pane, swap: "innerHTML" });
}

function idOf(row) {
  return row?.querySelector(".hy-row-link")?.pathname.split("/").pop();
}

// An act in the pane goes on with the row after the one it was done to.
function goOnAfter(list, form) {
  const here = list.querySelector("[data-row][data-here]");
  const next = idOf(here?.nextElementSibling) || idOf(here?.previousElementSibling);
  const address = new URL(window.location.href);
  if (next) address.searchParams.set("item", next);
  const field = form.elements.next || form.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name: "next", value: address.pathname + address.search });
}

// After an act the page comes back with the next row open; the keyboard goes on from there.
function standOn(root, list) {
  const link = list.querySelector("[data-row][data-here] .hy-row-link[aria-current]");
  const asked = new URL(window.location.href).searchParams.has("item");
  if (link && asked && root.activeElement === root.body) link.focus({ preventScroll: true });
}

export function startTriage(root) {
  for (const list of root.querySelectorAll("[data-reads]")) {
    let waiting = 0;
    standOn(root, list);
    document.getElementById(list.dataset.reads)?.addEventListener("submit", (event) => {
      if (event.target.closest(".hy-reasons, [data-goes-on]")) goOnAfter(list, event.target);
    });
    list.addEventListener("click", (event) => {
      const link = event.target.closest(".hy-row-link");
      const pane = paneOf(list);
      if (!link || !pane || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      clearTimeout(waiting);
      read(list, pane, link);
    });
    list.addEventListener("focusin", (event) => {
      const link = event.target.closest(".hy-row-link");
      const pane = paneOf(list);
      if (!link || !pane || link.hasAttribute("aria-current")) return;
      clearTimeout(waiting);
      waiting = setTimeout(read, READ_ALONG_MS, list, pane, link);
    });
  }
}
