// Covers the page at once, and gives it back as it was: typed text, place and focus (DV-4.6.6).
// Without this script the same link leads to a plain covered page.

const opener = document.querySelector("[data-lock]");
const master = document.getElementById("cover");
let covered = null;

function cover() {
  if (covered || !master) return;
  const sheet = master.content.firstElementChild.cloneNode(true);
  const others = Array.from(document.body.children);
  covered = {
    sheet,
    title: document.title,
    focus: document.activeElement,
    stilled: others.filter((element) => !element.inert),
  };
  for (const element of covered.stilled) element.inert = true;
  document.title = sheet.dataset.title;
  document.body.append(sheet);
  const back = sheet.querySelector("button");
  back.addEventListener("click", uncover);
  back.focus();
}

function uncover() {
  if (!covered) return;
  const { sheet, title, focus, stilled } = covered;
  for (const element of stilled) element.inert = false;
  sheet.remove();
  document.title = title;
  covered = null;
  if (focus instanceof HTMLElement) focus.focus();
}

if (opener) {
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    cover();
  });
}
