// The table of drawings with codes.

import { h, marked, setText } from "../dom.js";
import { counted } from "../format.js";
import { chip, looksFor, ocrMark, updateChip, updateLink, updateMark, updateName } from "./cells.js";
import { Table } from "./table.js";

/** Most codes shown in a row; the others are behind a number until the row is opened. */
const chipsShown = 4;
/** Room for that number and the gap before it, in px. */
const moreRoom = 34;
/** Height of one match in an open row, of its padding, and the most matches before it scrolls. */
const matchHeight = 26;
const detailPadding = 20;
const matchesShown = 8;

/**
 * @param {HTMLElement} root
 * @param {{linkTo(row): string | null, emptyText(): string}} context
 */
export function resultsTable(root, context) {
  return new Table(root, {
    name: "results",
    label: "Drawings with codes",
    noun: "drawing",
    filterLabel: "Filter by file name or code",
    columns: [
      { id: "toggle", label: "", hiddenLabel: "Places", update: updateToggle },
      { id: "name", label: "File name", sort: (row) => row.key, update: updateName },
      { id: "codes", label: "Hole codes", sort: firstCode, update: updateCodes, fit: fitCodes },
      { id: "status", label: "Status", sort: (row) => row.codes.length, update: updateStatus },
      { id: "page", label: "Page", sort: (row) => row.page, update: updatePage },
      {
        id: "link",
        label: "Drawing",
        update: (cell, row) => updateLink(cell, row, context.linkTo(row)),
      },
    ],
    detail: { height: detailHeight, update: updateDetail },
    empty: () => context.emptyText(),
  });
}

const firstCode = (row) => row.codes[0]?.toLowerCase() ?? null;

function updateToggle(cell) {
  if (cell.firstChild) return;
  cell.append(h("span", { class: "chevron", "aria-hidden": "true" }));
}

/** The codes as chips, those that the filter looks for first. */
function updateCodes(cell, row, table) {
  const wanted = (code) => looksFor(table.filter, code);
  const codes = table.filter === "" ? row.codes
    : [...row.codes.filter(wanted), ...row.codes.filter((code) => !wanted(code))];
  const shown = Math.min(codes.length, chipsShown);
  if (!cell.firstChild) cell.append(h("span", { class: "more" }));
  while (cell.children.length <= shown) cell.prepend(h("span"));
  while (cell.children.length > shown + 1) cell.firstChild.remove();
  for (let at = 0; at < shown; at += 1) updateChip(cell.children[at], codes[at], table.filter);
  cell.codeCount = codes.length;
  showChips(cell, shown);
  cell.title = row.codes.join(", ");
}

/** Shows the first `count` chips, and how many codes there are more. */
function showChips(cell, count) {
  const more = cell.lastChild;
  [...cell.children].forEach((chip, at) => { if (chip !== more) chip.hidden = at >= count; });
  more.hidden = count >= cell.codeCount;
  cell.classList.toggle("alone", count === 1);
  setText(more, `+${cell.codeCount - count}`);
}

/** Takes away the chips that have no room; all cells are looked at before one is changed. */
function fitCodes(cells) {
  const counts = cells.map(chipsThatFit);
  cells.forEach((cell, at) => showChips(cell, counts[at]));
}

/** One at least: alone it may be cut. */
function chipsThatFit(cell) {
  const chips = [...cell.children].slice(0, -1);
  const room = cell.clientWidth;
  if (room === 0 || chips.length === 0) return chips.length;
  const start = chips[0].offsetLeft;
  const fits = (count) => {
    const last = chips[count - 1];
    const rest = count < cell.codeCount ? moreRoom : 0;
    return last.offsetLeft + last.offsetWidth - start + rest <= room;
  };
  let count = chips.length;
  while (count > 1 && !fits(count)) count -= 1;
  return count;
}

function updateStatus(cell, row) {
  updateMark(cell, row.status, row.matches?.some((match) => match.kind === "ocr") ?? false);
  cell.classList.toggle("incomplete", row.problem !== "");
  cell.title = row.problem;
}

function updatePage(cell, row) {
  setText(cell, row.page === null ? "" : String(row.page));
}

function detailHeight(row) {
  const lines = Math.min(matchesShown, Math.max(1, row.matches?.length ?? 1));
  return lines * matchHeight + detailPadding + (row.problem === "" ? 0 : matchHeight);
}

/** The places of an open row, those of the codes that the filter looks for first. */
function updateDetail(element, row, table) {
  const matches = row.matches ?? [];
  const wanted = (match) => looksFor(table.filter, String(match.code));
  const ordered = [...matches.filter(wanted), ...matches.filter((match) => !wanted(match))];
  const lines = ordered.map((match) => matchLine(match, table.filter));
  if (!row.matches) lines.push(h("p", { class: "match-note" }, "The places in this drawing are on their way…"));
  if (row.problem !== "") lines.unshift(h("p", { class: "match-note problem" }, row.problem));
  element.replaceChildren(h("div", {
    class: "matches",
    "aria-label": `${counted(row.matches?.length ?? 0, "place")} in ${row.name}`,
  }, ...lines));
}

function matchLine(match, filter) {
  return h(
    "div",
    { class: "match" },
    h("span", { class: "match-page" }, `page ${match.page}`),
    chip(String(match.code), filter),
    h("span", { class: "match-text" }, ...marked(String(match.text), [String(match.code)])),
    match.kind === "ocr" ? ocrMark() : null,
  );
}
