// Words come from the server, in the page's language: <body data-phrases='{"left": "…"}'>.
const phrases = JSON.parse(document.body.dataset.phrases || "{}");

/** The phrase of that name with its `{places}` filled. */
export function say(name, places = {}) {
  const text = phrases[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => places[key] ?? whole);
}
