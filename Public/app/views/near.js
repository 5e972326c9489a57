// The table of codes that nearly stand on a drawing, which are no matches.

import { h, setAttribute, setText } from "../dom.js";
import { updateChip, updateLink, updateMark, updateName } from "./cells.js";
import { Table } from "./table.js";

/** @param {{linkTo(row): string | null, emptyText(): string}} context */
export function nearTable(root, context) {
  return new Table(root, {
    name: "near",
    label: "Near hits",
    noun: "near hit",
    filterLabel: "Filter by file name, code or text",
    columns: [
      { id: "name", label: "File name", sort: (row) => row.key, update: updateName },
      { id: "code", label: "Hole code", sort: (row) => row.code.toLowerCase(), update: updateCode },
      { id: "text", label: "What stands there", sort: (row) => row.text, update: updateText },
      { id: "reason", label: "Why", sort: (row) => row.reason, update: updateReason },
      { id: "page", label: "Page", sort: (row) => row.page, update: updatePage },
      {
        id: "link",
        label: "Drawing",
        update: (cell, row) => updateLink(cell, row, context.linkTo(row)),
      },
    ],
    empty: () => context.emptyText(),
  });
}

function updateCode(cell, row, table) {
  if (!cell.firstChild) cell.append(h("span"));
  updateChip(cell.firstChild, row.code, table.filter);
  cell.title = row.code;
}

function updateText(cell, row) {
  setText(cell, row.text);
  setAttribute(cell, "title", row.text);
}

function updateReason(cell, row) {
  updateMark(cell, row.reason, row.recognized);
}

function updatePage(cell, row) {
  setText(cell, row.page === null ? "" : String(row.page));
}
