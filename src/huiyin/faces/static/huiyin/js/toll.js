// Does the work that a form costs where very many come: finds the number whose SHA-256 with the
// salt is the challenge, and puts it into the form. Without this script the form asks for patience.
const asked = document.querySelector("[data-toll]");

async function solve({ salt, challenge, maxnumber }) {
  const encoder = new TextEncoder();
  for (let number = 0; number <= maxnumber; number += 1) {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(salt + number));
    const told = Array.from(new Uint8Array(hash), (octet) => octet.toString(16).padStart(2, "0"));
    if (told.join("") === challenge) return number;
  }
  return null;
}

if (asked && globalThis.crypto?.subtle) {
  const work = JSON.parse(asked.dataset.toll);
  solve(work).then((number) => {
    if (number === null) return;
    asked.querySelector("[name=solution]").value = JSON.stringify({ ...work, number });
    asked.querySelector("[data-toll-waits]").hidden = true;
    asked.querySelector("[data-toll-done]").hidden = false;
  });
}
