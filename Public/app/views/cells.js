// Cells that more than one table has.

import { h, icon, marked, setAttribute } from "../dom.js";
import { filterWord, haystack, needleOf } from "../row-view.js";

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
export function filterWords(filter) {
  const word = filterWord(filter);
  return word === "" ? [] : [word];
}

/** Whether a filter looks for this code. */
export function looksFor(filter, code) {
  return filterWord(filter) !== "" && haystack(code).includes(needleOf(filter));
}

/** One code; `found` when the filter is looking for it. */
export function chip(code, filter) {
  if (!looksFor(filter, code)) return h("span", { class: "chip" }, code);
  return h("span", { class: "chip found" }, ...marked(code, filterWords(filter)));
}
