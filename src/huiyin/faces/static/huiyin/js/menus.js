// Menus are <details>; this closes an open one when somebody looks elsewhere.
function close(root, except) {
  for (const menu of root.querySelectorAll(".hy-menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

export function startMenus(root) {
  root.addEventListener("click", (event) => close(root, event.target.closest?.(".hy-menu")));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    root.activeElement.closest?.(".hy-menu[open]")?.querySelector("summary").focus();
    close(root, null);
  });
}
