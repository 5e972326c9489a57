// Cells that more than one table has. Rows are used again while one scrolls, so what a cell is made
// of is made once and then only told what to say.

import { h, icon, marked, setText } from "../dom.js";
import { filterWord, haystack, needleOf } from "../row-view.js";

/** A drawing's path: folders quiet, the name itself whole as long as there is room. */
export function updateName(cell, row) {
  const slash = row.name.lastIndexOf("/") + 1;
  const folder = row.name.slice(0, slash);
  if (!cell.firstChild) cell.append(h("span", { class: "folder" }), h("span", { class: "file" }));
  setText(cell.firstChild, folder);
  setText(cell.lastChild, row.name.slice(slash));
  cell.title = row.name;
}

/** A link that opens the drawing, or nothing where it has none. */
export function updateLink(cell, row, href) {
  if (!cell.firstChild) {
    cell.append(h("a", { target: "_blank", rel: "noopener" }, "Open", icon("external")));
  }
  const link = cell.firstChild;
  link.hidden = href === null;
  if (href === null) {
    link.removeAttribute("href");
    return;
  }
  const label = `Open ${row.name} in a new tab`;
  link.href = href;
  link.title = label;
  link.setAttribute("aria-label", label);
}

/** A text, and after it a mark where text recognition read what it is about. */
export function updateMark(cell, text, recognized) {
  if (!cell.firstChild) cell.append(h("span"), ocrMark());
  setText(cell.firstChild, text);
  cell.lastChild.hidden = !recognized;
}

/** Says that something was read by text recognition. */
export function ocrMark() {
  return h("span", { class: "ocr", title: "Read by text recognition" }, "OCR");
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

/** Makes `element` show one code; `found` when the filter is looking for it. */
export function updateChip(element, code, filter) {
  const found = looksFor(filter, code);
  element.className = found ? "chip found" : "chip";
  if (found) element.replaceChildren(...marked(code, filterWords(filter)));
  else setText(element, code);
}

/** A new element that shows one code. */
export function chip(code, filter) {
  const element = h("span");
  updateChip(element, code, filter);
  return element;
}
