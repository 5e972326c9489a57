// The live log, as a table that follows its end.

import { h, marked, setText } from "../dom.js";
import { filterWords } from "./cells.js";
import { Table } from "./table.js";

export function logTable(root) {
  const level = h("select", { "aria-label": "Which entries" },
    h("option", { value: "" }, "Everything"),
    h("option", { value: "match" }, "Matches"),
    h("option", { value: "info" }, "Progress and state"),
    h("option", { value: "error" }, "Errors"));
  const table = new Table(root, {
    name: "log",
    label: "Log",
    noun: "entry",
    plural: "entries",
    filterLabel: "Filter the log",
    follow: true,
    tools: [level],
    columns: [
      { id: "time", label: "Time", update: (cell, row) => setText(cell, row.time) },
      { id: "level", label: "Kind", update: updateLevel },
      { id: "text", label: "Message", update: updateText },
    ],
    empty: () => "Nothing has happened yet.",
  });
  level.addEventListener("change", () =>
    table.setFilter(table.filter, (row) => level.value === "" || row.level === level.value));
  return table;
}

function updateLevel(cell, row) {
  cell.replaceChildren(h("span", { class: `level ${row.level}` }, row.level));
}

function updateText(cell, row, table) {
  cell.replaceChildren(...marked(row.text, filterWords(table.filter)));
  cell.title = row.text;
}
