// Passkeys: asks the office what to ask the device, asks the device, and posts the answer with the form around the
// button. Without this script the form beside it does the same with a passphrase.

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const decode = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

/** What the device is asked, with bytes where the office wrote letters. */
function asked({ publicKey }) {
  const listed = (list) => list?.map((it) => ({ ...it, id: decode(it.id) }));
  const options = { ...publicKey, challenge: decode(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: decode(publicKey.user.id) };
  if (publicKey.allowCredentials) options.allowCredentials = listed(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) options.excludeCredentials = listed(publicKey.excludeCredentials);
  return { publicKey: options };
}

/** What the device said, with letters where it wrote bytes. */
function answered(credential) {
  const { response } = credential;
  const said = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = encode(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response: said,
    extensions: {},
  });
}

function put(form, name, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
}

/** Asks once. Gives the half and the answer; `null` when a proof is wanted first. */
export async function ask(address, isNew, form) {
  const headers = { accept: "application/json" };
  const body = new URLSearchParams(form ? new FormData(form) : undefined);
  const reply = await fetch(address, { method: "POST", headers, body });
  if (!reply.ok) throw new Error(`${reply.status}`);
  const { half, options, proof } = await reply.json();
  if (proof) return null;
  const device = isNew ? "create" : "get";
  const credential = await navigator.credentials[device](asked(options));
  return { half, answer: answered(credential) };
}

/** The key of the sentence for what went wrong, of those that stand on the page. */
export function why() {
  if (!window.PublicKeyCredential) return "unsupported";
  if (/^[\d.]+$|:/.test(location.hostname)) return "number";
  return "cancelled";
}

async function press(holder) {
  const form = holder.closest("form");
  const said = holder.querySelector("[data-said]");
  const words = document.getElementById("passkey-words").dataset;
  said.hidden = true;
  try {
    if (why() !== "cancelled") throw new Error("no passkeys here");
    const found = await ask(holder.dataset.passkey, "new" in holder.dataset, form);
    if (found) {
      put(form, holder.dataset.half, found.half);
      put(form, holder.dataset.answer, found.answer);
    }
    form.submit();
  } catch {
    said.textContent = words[why()];
    said.hidden = false;
  }
}

for (const holder of document.querySelectorAll("[data-passkey]")) {
  holder.hidden = false;
  holder.querySelector("button").addEventListener("click", () => press(holder));
}
