"use strict";
/* What the page does beside htmx: without either, everything works by forms. */

const find = (id) => document.getElementById(id);

/* A slider and its number box are one value. */
document.addEventListener("input", (event) => {
  const other = find(event.target.dataset.pair || "");
  if (other) other.value = event.target.value;
});

/* What is typed is sent at once; a slider, once it has rested. */
document.addEventListener("change", (event) => {
  if (event.target.type === "range") event.target.dispatchEvent(new Event("slid", { bubbles: true }));
});

/* An answer to earlier cards is dimmed until the new one comes; what still asks for the earlier one lets go. */
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.id !== "ask") return;
  htmx.trigger("#answer", "htmx:abort");
  stale(true);
});

function headline() {
  const told = [...document.querySelectorAll("#answer .answers > .card")].slice(0, 2);
  const words = told.map((card) => [...card.querySelectorAll(".kind, h3")].map((each) => each.textContent).join(": "));
  if (find("headline")) find("headline").textContent = document.querySelector("#difference") ? words.join(" ") : "";
}

const finished = () => document.querySelector("#progress[data-finished]");

function stale(is) {
  const answer = find("answer");
  answer.classList.toggle("stale", is);
  answer.setAttribute("aria-busy", is);
  find("earlier").hidden = !is;
}

/* A morph leaves open what people opened, and as it is what was typed and not sent yet. */
const unsent = new Set();
const under = new Set(); // forms of the workspace whose answers are awaited
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (!event.target.closest("#workspace form[hx-post]")) return;
    unsent.add(event.target);
    const pair = find(event.target.dataset.pair || "");
    if (pair) unsent.add(pair);
  }, true);
}
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.closest("#workspace")) return;
  for (const each of unsent) if (event.target.contains(each)) unsent.delete(each);
  under.add(event.target);
});
document.addEventListener("htmx:afterRequest", (event) => {
  under.delete(event.detail.requestConfig?.elt || event.target);
  if (event.detail.requestConfig?.elt === moving) free();
  setTimeout(goOn);
});

/* While cards come, go or change places, none is filled in: places would no longer be right. */
let moving = null;
document.addEventListener("submit", (event) => {
  const action = event.target.elements?.action?.value;
  if (!event.target.closest("#workspace") || ["fields", "head", "how", undefined].includes(action)) return;
  hold();
  moving = event.target;
  find("workspace").inert = true;
}, true);

function free() {
  const action = moving.elements?.action?.value;
  moving = null;
  find("workspace").inert = false;
  if (["second", "switch", "close"].includes(action)) focusOn(find("head-name")); // what is shown is another one
  else focusAgain();
}

/* Whoever leaves the workspace takes along what was just typed: it is sent first. */
const LONGEST = 5000; // milliseconds that it is waited for
let leaving = null;
document.addEventListener("click", (event) => {
  const way = event.target.closest("#bar a, #bar button, #workspace a[href]");
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // it opens elsewhere; here all stays
  if (!way?.id || leaving || !(unsent.size || under.size)) return;
  event.preventDefault();
  leaving = way.id;
  setTimeout(goOn);
  setTimeout(() => { unsent.clear(); under.clear(); goOn(); }, LONGEST);
}, true);

/* What was typed and taken back is not sent, so nobody waits for it. */
function takenBack(box) {
  if (box.options) return [...box.options].every((each) => each.selected === each.defaultSelected);
  return box.value === box.defaultValue && box.checked === box.defaultChecked;
}

function goOn() {
  for (const each of unsent) if (!each.isConnected || (!under.size && takenBack(each))) unsent.delete(each);
  if (!leaving || unsent.size || under.size) return;
  const way = find(leaving);
  leaving = null;
  way?.click();
}

/* Focus is never lost. */
let held = { trail: [], cards: [] };
const cards = () => [...document.querySelectorAll("#workspace .card[id]")].map((card) => card.id);

function hold() {
  if (moving) return;
  const trail = [];
  for (let each = document.activeElement; each; each = each.parentElement) if (each.id) trail.push(each.id);
  held = { trail, cards: cards() };
}

function focusAgain() {
  const added = cards().filter((id) => !held.cards.includes(id));
  const fresh = held.trail.includes("workspace") && cards().length > held.cards.length && find(added[0]);
  if (fresh) return focusOn(fresh.querySelector("input:not([type=hidden]), select, summary, button") || fresh);
  const lost = !document.activeElement || document.activeElement === document.body;
  if (lost && held.trail.length) focusOn(held.trail.map(find).find((each) => each && !each.hidden) || find("main"));
}

function focusOn(element) {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:beforeSwap", hold);
document.addEventListener("htmx:historyCacheMiss", hold);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "answer") stale(false);
  headline();
  if (finished()) for (const chart of document.querySelectorAll("#answer img")) chart.loading = "eager"; // for paper
  if (event.target.id === "workspace" || find("failed").hidden) trouble(""); // an answer to cards leaves what is said of them
  offer();
  if (!moving) focusAgain();
});
/* What was opened before htmx knew it is fetched all the same. */
document.addEventListener("htmx:afterProcessNode", (event) => {
  if (event.target.matches("details[open][hx-trigger^=toggle]")) htmx.trigger(event.target, "toggle");
});
document.addEventListener("htmx:historyRestore", () => { offer(); focusAgain(); });

/* Where the server does not answer, the page says so, and what brings its state back. */
document.addEventListener("htmx:sendError", () => trouble("gone"));
document.addEventListener("htmx:historyCacheMissLoadError", () => trouble("gone"));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  trouble(xhr.status === 403 ? "gone" : "failed", [400, 422].includes(xhr.status) ? reasons(xhr.responseText) : "");
});

/* What the server says of what it was sent. */
function reasons(page) {
  const told = new DOMParser().parseFromString(page, "text/html").querySelectorAll("[data-said]");
  return [...told].map((line) => line.textContent).join("; ");
}

const DID_NOT_WORK = find("failed").textContent;

function trouble(which, why = "") {
  find("failed").textContent = why ? `That did not work: ${why}. What you had is still here.` : DID_NOT_WORK;
  find("gone-text").value = document.querySelector("main input[name=state]")?.value || "";
  for (const each of find("trouble").children) each.hidden = each.id !== which;
  if (which) find("trouble").scrollIntoView({ block: "nearest" });
}

/* What a tab knows for itself, as long as it is open; where a browser keeps nothing, until the next page. */
const kept = (() => {
  try {
    return sessionStorage;
  } catch {
    return {};
  }
})();

/* Files that this tab saved stay its own after Undo: they are saved over unasked. */
const MOST_OWN = 20;
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.path.endsWith("/save")) event.detail.parameters.own = kept.own || "";
});

function keepOwn() {
  const saved = document.querySelector("[data-own]")?.dataset.own;
  const others = (kept.own || "").split(" ").filter((each) => each && each !== saved);
  if (saved) kept.own = [saved, ...others].slice(0, MOST_OWN).join(" ");
}

/* Undo goes back over the changes made in this tab, and no further, whatever was looked at since: each entry of its
   history knows its number (at), and that of the entry before the last change (undo). */
const replaceState = history.replaceState.bind(history);
history.replaceState = (state, ...rest) => replaceState({ ...history.state, ...state }, ...rest);
const shownNow = () => document.querySelector("[data-print]")?.dataset.print;
let entry = history.state?.at ? history.state : loaded();
replaceState({ ...history.state, ...entry }, "");

/* The same what-if as before, come to by links of ours, can be undone as before. */
function loaded() {
  const last = JSON.parse(kept.last || '{"at": 0}');
  const same = !shownNow() || shownNow() === last.print;
  const followed = history.length > 1 && document.referrer.startsWith(location.origin);
  return { at: last.at + 1, undo: same && followed ? last.undo : undefined };
}

function remember() {
  const last = JSON.parse(kept.last || "{}");
  kept.last = JSON.stringify({ at: entry.at, undo: entry.undo, print: shownNow() || last.print });
}

document.addEventListener("htmx:pushedIntoHistory", () => {
  entry = { at: entry.at + 1, undo: entry.at };
  replaceState({ ...history.state, ...entry }, "");
});
addEventListener("popstate", (event) => {
  entry = event.state?.at ? event.state : { at: entry.at + 1, undo: entry.undo }; // new: a place on the page, as #answers
  if (!event.state?.at) replaceState({ ...event.state, htmx: true, ...entry }, "");
  remember();
});
addEventListener("pageshow", remember);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-undo]")) history.go(entry.undo - entry.at);
  const button = event.target.closest("[data-copy]");
  if (button) copy(button, find(button.dataset.copy));
});

async function copy(button, text) {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    document.execCommand("copy");
  }
  button.textContent = "Copied";
}

/* What only works with scripts shows itself; new tables can be sorted. */
function offer() {
  remember();
  keepOwn();
  for (const each of document.querySelectorAll("[data-copy], input[type=range][data-pair]")) each.hidden = false;
  for (const each of document.querySelectorAll("[data-undo]")) each.hidden = entry.undo === undefined;
  for (const table of document.querySelectorAll("table.sortable")) {
    if (!table.tHead.querySelector("button")) sortable(table);
  }
}

document.documentElement.classList.add("scripted");
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.tagName === "DETAILS");
Idiomorph.defaults.callbacks.beforeNodeMorphed = (node) => !unsent.has(node);
offer();

/* Enter in a box of the council's file keeps the number, as leaving the box does; the page stays as it is. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("#numbers input")) return;
  event.preventDefault();
  event.target.blur();
  event.target.focus();
});
