// Keys, and search while typing. Pages do all that they do without it.
"use strict";
const typing = (target) => target.matches("input, select, textarea");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  // In what a correction is typed into, Enter records it.
  const set = event.key === "Enter" && event.target.matches(".mend input") && event.target.form.querySelector("[value=set]");
  if (set) return event.preventDefault(), set.click();
  if (typing(event.target)) return;
  const box = event.key === "/" ? document.getElementById("q") : null;
  const found = box || document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  // What is typed takes the place of what stands there.
  if (typing(found)) found.focus(), found.select?.();
  else if (!event.repeat) found.click();
});
// A verdict is given once, however fast the key is pressed again.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
// On the page of the search its results change; over any other they are laid, until the box is empty again.
const box = document.getElementById("q");
const page = document.querySelector("main#found");
let waiting, asked = 0;
const laid = () => {
  const region = document.createElement("section");
  region.className = "laid";
  region.setAttribute("aria-label", "Found");
  region.setAttribute("aria-live", "polite");
  box.form.after(region);
  return region;
};
if (box) {
  const found = page || laid();
  found.hidden = !page;
  const close = () => { if (!page) asked++, found.hidden = true; };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!page && !box.value.trim()) return close();
    waiting = setTimeout(async () => {
      const mine = ++asked;
      const query = "q=" + encodeURIComponent(box.value);
      const answer = await fetch("/search?part=1&" + query);
      if (!answer.ok || mine !== asked) return;
      found.innerHTML = await answer.text();
      found.hidden = false;
      if (page) history.replaceState(null, "", "/search?" + query);
    }, 150);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clearTimeout(waiting), close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("nav")) clearTimeout(waiting), close();
  });
}
