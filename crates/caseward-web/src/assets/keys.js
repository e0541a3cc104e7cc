// Single-key shortcuts. `?` lists them; they can be switched off, and stay off (WCAG 2.1.4).

const STORE = "caseward-keys";
const list = document.getElementById("keys");
const toggle = document.getElementById("keys-on");

function isOn() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    localStorage.setItem(STORE, on ? "on" : "off");
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

function act(key) {
  if (key === "?") {
    if (list && !list.open) list.showModal();
    return true;
  }
  for (const link of document.querySelectorAll("[data-key]")) {
    if (link.dataset.key === key) {
      if (link.matches("input, textarea")) link.focus();
      else link.click();
      return true;
    }
  }
  return false;
}

if (list && toggle) {
  toggle.checked = isOn();
  toggle.addEventListener("change", () => remember(toggle.checked));
  for (const button of document.querySelectorAll("[data-keys-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => list.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!isOn() || list.open || isTyping(event.target) || document.body.children[0]?.inert) return;
    if (act(event.key)) event.preventDefault();
  });
}
