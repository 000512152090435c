// Passkeys. A form with data-passkey asks the device, puts its answer into `credential` and sends itself.
//   login    the question is fetched from the form's own address, so that nobody has to say who they are
//   get      the question stands in the page, in the script whose id is in data-options
//   create   the same, for a new passkey
// The browser speaks in bytes, the server in base64url; older browsers cannot translate by themselves.

const toBytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
};

const toText = (bytes) => {
  if (!bytes) return null;
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

async function question(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(document.getElementById(form.dataset.options).textContent).publicKey;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options.publicKey;
}

async function created(asked) {
  const publicKey = {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: withBytes(asked.excludeCredentials),
    // It has to know its owner by itself: then it is a way in of its own.
    authenticatorSelection: {
      ...asked.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
  const made = await navigator.credentials.create({ publicKey });
  return credential(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function shown(asked) {
  const publicKey = {
    ...asked,
    challenge: toBytes(asked.challenge),
    allowCredentials: withBytes(asked.allowCredentials),
  };
  const found = await navigator.credentials.get({ publicKey });
  return credential(found, {
    authenticatorData: toText(found.response.authenticatorData),
    signature: toText(found.response.signature),
    userHandle: toText(found.response.userHandle),
  });
}

function credential(given, response) {
  return {
    id: given.id,
    rawId: toText(given.rawId),
    type: given.type,
    authenticatorAttachment: given.authenticatorAttachment ?? null,
    clientExtensionResults: given.getClientExtensionResults(),
    response: { clientDataJSON: toText(given.response.clientDataJSON), ...response },
  };
}

async function send(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const asked = await question(form);
    const answer = form.dataset.passkey === "create" ? await created(asked) : await shown(asked);
    form.elements.credential.value = JSON.stringify(answer);
    for (const input of form.querySelectorAll("[data-like]")) {
      input.value = document.getElementById(input.dataset.like).checked ? "on" : "";
    }
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const words of document.querySelectorAll("[data-passkey-missing]")) words.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
}
