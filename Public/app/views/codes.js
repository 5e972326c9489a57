// The table of codes: in how many drawings each stands, and which stand in none.

import { h, marked, setText } from "../dom.js";
import { number } from "../format.js";
import { filterWords } from "./cells.js";
import { Table } from "./table.js";

/** @param {{emptyText(): string, showCode(code: string)}} context */
export function codesTable(root, context) {
  const only = h("select", { "aria-label": "Which codes" },
    h("option", { value: "all" }, "All codes"),
    h("option", { value: "found" }, "Found"),
    h("option", { value: "missing" }, "Not found"));
  const table = new Table(root, {
    name: "codes",
    label: "Codes",
    noun: "code",
    filterLabel: "Filter codes",
    tools: [only],
    columns: [
      { id: "code", label: "Code", sort: (row) => row.key, update: updateCode },
      { id: "drawings", label: "Drawings", sort: (row) => row.drawings, update: updateDrawings },
      { id: "state", label: "", hiddenLabel: "Found", update: updateState },
    ],
    activate: (row) => row.drawings > 0 && context.showCode(row.name),
    empty: () => context.emptyText(),
  });
  const choices = {
    all: () => true,
    found: (row) => row.drawings > 0,
    missing: (row) => row.drawings === 0,
  };
  only.addEventListener("change", () => table.setFilter(table.filter, choices[only.value]));
  return table;
}

function updateCode(cell, row, table) {
  cell.replaceChildren(...marked(row.name, filterWords(table.filter)));
  cell.title = row.name;
}

function updateDrawings(cell, row) {
  setText(cell, number(row.drawings));
}

function updateState(cell, row) {
  setText(cell, row.drawings > 0 ? "Show drawings" : "Not found");
  cell.classList.toggle("missing", row.drawings === 0);
}
