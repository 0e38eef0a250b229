// What goes to the server: failures of htmx are said, never silent, and a form marked
// `data-once` is not sent twice by a double click.
import { say } from "./phrases.js";
import { toast } from "./undo.js";

export function startRequests(root) {
  root.addEventListener("htmx:responseError", (event) => {
    toast(root, say("refused", { status: event.detail.xhr.status }), "error");
  });
  root.addEventListener("htmx:sendError", () => toast(root, say("unreachable"), "error"));
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}
