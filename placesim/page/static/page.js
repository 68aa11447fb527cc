"use strict";
/* What the page does beside htmx. Without it, and without htmx, everything works by forms. */

const GONE = "placesim has stopped, or cannot be reached. Start it again in the terminal; the text under “Keep it” brings this what-if back.";
const FAILED = "That did not work. What you had is still here; try again, or go back.";

/* A slider and its number box are one value. */
document.addEventListener("input", (event) => {
  const other = document.getElementById(event.target.dataset.pair || "");
  if (other) other.value = event.target.value;
});

/* A morph leaves open what people opened. */
addEventListener("load", () => {
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.tagName === "DETAILS");
  offer();
});

/* An answer to earlier cards is dimmed until the new one comes. */
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.closest("#workspace")) return;
  const answer = document.getElementById("answer");
  answer?.classList.add("stale");
  answer?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "answer") {
    event.target.classList.remove("stale");
    event.target.removeAttribute("aria-busy");
  }
  trouble("");
  offer();
});
document.addEventListener("htmx:sendError", () => trouble(GONE));
document.addEventListener("htmx:responseError", () => trouble(FAILED));

function trouble(text) {
  const place = document.getElementById("trouble");
  if (place && place.textContent !== text) place.textContent = text;
  if (place) place.hidden = !text;
}

/* Undo goes back over the changes made here, and never further. */
let made = 0;
document.addEventListener("htmx:pushedIntoHistory", () => { made += 1; offer(); });
addEventListener("popstate", () => { made = Math.max(made - 1, 0); });
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-undo]")) history.back();
  const copied = event.target.closest("[data-copy]");
  if (copied) {
    const text = document.getElementById(copied.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      copied.textContent = "Copied";
    } catch { document.execCommand("copy"); }
  }
});

/* What only works with scripts shows itself; new tables can be sorted. */
function offer() {
  for (const each of document.querySelectorAll("[data-copy]")) each.hidden = false;
  for (const each of document.querySelectorAll("[data-undo]")) each.hidden = made === 0;
  for (const table of document.querySelectorAll("table.sortable")) {
    if (!table.tHead.querySelector("button")) sortable(table);
  }
}
