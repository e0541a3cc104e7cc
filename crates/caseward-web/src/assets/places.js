// From one masked place to the next by a key: n and p, while the focus is on a place or on what stands for it in the text (WCAG 2.1.4).
// Without this script the links beside each place do it.

const places = [...document.querySelectorAll(".places > li[id]")];

function placeOf(target) {
  const link = target.closest("a[href^='#place-']");
  const mark = link?.querySelector("mark") ? link.hash.slice(1) : "";
  return places.findIndex((place) => place.id === mark || place.contains(target));
}

document.querySelector("main")?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target;
  if (!(target instanceof HTMLElement) || target.matches("input, textarea, select")) return;
  const step = { n: 1, p: -1 }[event.key];
  const here = step ? placeOf(target) : -1;
  const next = here < 0 ? undefined : places[here + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "center" });
});
