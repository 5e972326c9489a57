// Cells that more than one table has.

import { h, icon, marked, setAttribute } from "../dom.js";
import { filterWord } from "../row-view.js";

/** A drawing's path: folders quiet, the name itself whole as long as there is room. */
export function updateName(cell, row) {
  const slash = row.name.lastIndexOf("/") + 1;
  const folder = row.name.slice(0, slash);
  cell.replaceChildren(
    h("span", { class: "folder" }, folder),
    h("span", { class: "file" }, row.name.slice(slash)),
  );
  setAttribute(cell, "title", row.name);
}

/** A link that opens the drawing, or nothing where it has none. */
export function updateLink(cell, row, href) {
  if (!href) {
    cell.replaceChildren();
    return;
  }
  const label = `Open ${row.name} in a new tab`;
  cell.replaceChildren(
    h("a", { href, target: "_blank", rel: "noopener", "aria-label": label, title: label },
      "Open", icon("external")),
  );
}

/** Words of a filter, for highlighting. */
export function filterWords(text) {
  const word = filterWord(text);
  return word === "" ? [] : [word];
}

/** One code; `found` when the filter is looking for it. */
export function chip(code, filter) {
  const words = filterWords(filter);
  const found = words.some((word) => code.toLowerCase().includes(word.toLowerCase()));
  return h("span", { class: found ? "chip found" : "chip" }, ...marked(code, words));
}
