// The table of drawings that could not be read as they should.

import { h, setAttribute, setText } from "../dom.js";
import { updateLink, updateName } from "./cells.js";
import { Table } from "./table.js";

/** What a status means where the server says no more than it (contract §5). */
const meanings = {
  "No Text": "There is no text to read on it: it needs OCR.",
  Encrypted: "It is encrypted and asks for a password.",
  Unreadable: "It is damaged, or no drawing at all.",
  "Too Large": "It is larger than the server is set to read.",
  "Timed Out": "Reading it took too long.",
  Failed: "Reading it failed each time it was tried.",
};

/** @param {{linkTo(row): string | null, emptyText(): string}} context */
export function problemsTable(root, context) {
  return new Table(root, {
    name: "problems",
    label: "Drawings with problems",
    noun: "problem",
    filterLabel: "Filter by file name, status or message",
    columns: [
      { id: "name", label: "File name", sort: (row) => row.key, update: updateName },
      { id: "status", label: "Status", sort: (row) => row.status, update: updateStatus },
      { id: "message", label: "What happened", sort: message, update: updateMessage },
      {
        id: "link",
        label: "Drawing",
        update: (cell, row) => updateLink(cell, row, context.linkTo(row)),
      },
    ],
    empty: () => context.emptyText(),
  });
}

const message = (row) => row.problem || meanings[row.status] || "";

function updateStatus(cell, row) {
  cell.replaceChildren(h("span", { class: "badge problem" }, row.status));
}

function updateMessage(cell, row) {
  setText(cell, message(row));
  setAttribute(cell, "title", message(row));
}
