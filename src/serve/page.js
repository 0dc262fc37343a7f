// Keys, and search while typing. Pages do all that they do without it.
"use strict";
const typing = (target) => target.matches("input, select, textarea");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  const box = event.key === "/" ? document.getElementById("q") : null;
  const found = box || document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else if (!event.repeat) found.click();
});
// A verdict is given once, however fast the key is pressed again.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
const box = document.getElementById("q");
const found = document.getElementById("found");
let waiting, asked = 0;
if (box && found) {
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked;
      const query = "q=" + encodeURIComponent(box.value);
      const answer = await fetch("/search?part=1&" + query);
      if (!answer.ok || mine !== asked) return;
      found.innerHTML = await answer.text();
      history.replaceState(null, "", "/search?" + query);
    }, 150);
  });
}
