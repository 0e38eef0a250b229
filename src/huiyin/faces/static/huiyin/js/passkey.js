// Asks the browser for a passkey and puts its answer into the form. The server's challenge stands in
// the page as JSON with octets written in base64url; the answer goes back the same way.
const octets = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const known = (list) => (list ?? []).map((one) => ({ ...one, id: octets(one.id) }));

async function create({ publicKey }) {
  const user = { ...publicKey.user, id: octets(publicKey.user.id) };
  const asked = { ...publicKey, user, challenge: octets(publicKey.challenge) };
  asked.excludeCredentials = known(publicKey.excludeCredentials);
  const made = await navigator.credentials.create({ publicKey: asked });
  return told(made, {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const asked = { ...publicKey, challenge: octets(publicKey.challenge) };
  asked.allowCredentials = known(publicKey.allowCredentials);
  const given = await navigator.credentials.get({ publicKey: asked });
  const { userHandle } = given.response;
  return told(given, {
    clientDataJSON: text(given.response.clientDataJSON),
    authenticatorData: text(given.response.authenticatorData),
    signature: text(given.response.signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function told(credential, response) {
  const { id, rawId, type } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: text(rawId), type, response, clientExtensionResults };
}

function arm(place) {
  const form = place.closest("form");
  const button = place.querySelector("[data-passkey-ask]");
  const trouble = place.querySelector("[data-passkey-error]");
  const act = place.dataset.passkey === "create" ? create : get;
  button.hidden = false;
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    try {
      const options = JSON.parse(document.getElementById(place.dataset.options).textContent);
      const given = await act(options.creation_options ?? options.request_options);
      place.querySelector("[name=credential]").value = JSON.stringify(given);
      form.requestSubmit();
    } catch {
      trouble.textContent = place.dataset.failed;
      trouble.hidden = false;
    }
  });
}

if (globalThis.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(arm);
