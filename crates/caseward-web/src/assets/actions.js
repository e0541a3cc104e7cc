// Looks at what is written down in a conference, or about it afterwards, before it is sent: on an item by identifier nothing leaves this page
// that could tell of anybody, and nothing before it is said which item it is about (CC-2.4). The server does the same again.

import { guard } from "./typed-form.js";

for (const form of document.querySelectorAll("[data-action-form]")) {
  const item = form.elements.namedItem("item");
  const free = (form.dataset.free ?? "").split(" ").filter(Boolean);
  const isOn = () => !free.includes(item?.value ?? "");
  const may = guard(form, JSON.parse(form.dataset.allowed), isOn);
  let isSure = false;
  let isAsked = false;
  form.addEventListener("submit", async (event) => {
    // What was found fit is sent in the same breath, and whatever comes later is looked at anew.
    if (isSure) return;
    event.preventDefault();
    if (isAsked) return;
    isAsked = true;
    const { submitter } = event;
    // A browser sends no form from within its own submit event: that has to be over.
    await new Promise((over) => setTimeout(over));
    isSure = await may();
    if (isSure) form.requestSubmit(submitter);
    isSure = false;
    isAsked = false;
  });
  // What was typed for one item is looked at anew for another.
  item?.addEventListener("change", () => form.querySelector("[data-typed]").dispatchEvent(new Event("input")));
}
