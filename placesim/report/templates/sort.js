"use strict";
/* Lets people sort tables by a column, and prints the tables by year. The page works without it. */
const printed = [...document.querySelectorAll("details.printed:not([open])")];
addEventListener("beforeprint", () => { for (const each of printed) each.open = true; });
addEventListener("afterprint", () => { for (const each of printed) each.open = false; });
for (const table of document.querySelectorAll("table.sortable")) sortable(table);

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, column, down ? -1 : 1);
    });
  });
}

function sort(table, column, way) {
  const bodies = [...table.tBodies];
  const grouped = bodies.length > 1;
  const units = grouped ? bodies.filter((body) => !body.classList.contains("total")) : [...bodies[0].rows];
  const parent = grouped ? table : bodies[0];
  const key = (unit) => {
    const cell = (grouped ? unit.rows[0] : unit).cells[column];
    return cell.dataset.sort === undefined ? cell.textContent.trim() : Number(cell.dataset.sort);
  };
  const compare = (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === "number" && typeof y === "number") return way * (x - y);
    if (typeof x === "number" || typeof y === "number") return typeof x === "number" ? -1 : 1;
    return way * x.localeCompare(y, "en-GB", { numeric: true });
  };
  const last = grouped ? bodies.filter((body) => body.classList.contains("total")) : [];
  for (const unit of [...units.sort(compare), ...last]) parent.append(unit);
}
