// A button with `data-writes="expression"` writes its value into the field of that id, as if
// somebody had typed it.
export function startWrites(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-writes]");
    const field = button && root.getElementById(button.dataset.writes);
    if (!field) return;
    field.value = button.value;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
