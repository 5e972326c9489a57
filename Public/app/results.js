// The drawings with codes of one scan, each once, whichever way and how often they arrive.

import { foldCode } from "./codes.js";
import { haystack } from "./row-view.js";

/** Digits in front of which shorter numbers are padded, so that text order is number order. */
const numberWidth = 12;

/** A key by which plain comparison sorts as people do: case aside, numbers by value. */
export function naturalKey(name) {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(numberWidth, "0"));
}

/**
 * A message's drawing as the table shows it.
 * `matches` is null where the message did not bring them (SYNC_STATE does not).
 */
export function resultRow(data) {
  const codes = Array.isArray(data.hole_codes) ? data.hole_codes.map(String) : [];
  const matches = Array.isArray(data.matches) ? data.matches : null;
  const name = String(data.file_name ?? "");
  const status = String(data.status ?? "");
  const problem = String(data.problem ?? "");
  return {
    name,
    key: naturalKey(name),
    codes,
    hay: haystack(name, ...codes, status, problem),
    status,
    problem,
    number: Number.isInteger(data.number) ? data.number : null,
    page: data.page ?? matches?.[0]?.page ?? null,
    link: data.pdf_link ?? null,
    matches,
    revision: 0,
  };
}

export class ResultSet {
  /** In order of arrival. Rows are updated in place: their place in the array never changes. */
  rows = [];
  /** Raised whenever a row already there changed, so that sorted views know. */
  generation = 0;
  #byName = new Map();
  #drawingsByCode = new Map();
  #codeRows = null;
  #wanted = null;

  get size() {
    return this.rows.length;
  }

  clear() {
    this.rows = [];
    this.generation += 1;
    this.#byName.clear();
    this.#drawingsByCode.clear();
    this.#codeRows = null;
  }

  /** Adds a drawing, or renews the one of that name. */
  put(data) {
    const row = resultRow(data);
    const present = this.#byName.get(row.name);
    if (!present) {
      this.#byName.set(row.name, row);
      this.rows.push(row);
      this.#tally(row.codes, 1);
      return;
    }
    this.#renew(present, row);
  }

  #renew(present, row) {
    const sameCodes = present.codes.join("\n") === row.codes.join("\n");
    if (!sameCodes) {
      this.#tally(present.codes, -1);
      this.#tally(row.codes, 1);
      this.#codeRows = null;
    }
    const page = row.page ?? present.page;
    if (!sameCodes || page !== present.page) this.generation += 1;
    Object.assign(present, row, {
      page,
      matches: row.matches ?? present.matches,
      revision: present.revision + 1,
    });
  }

  #tally(codes, step) {
    for (const code of codes) {
      this.#drawingsByCode.set(code, (this.#drawingsByCode.get(code) ?? 0) + step);
    }
  }

  /**
   * Each code with the number of drawings it stands in.
   * @param {string[] | null} wanted the codes asked for, or null if this page does not know them
   * Cost: O(codes); folding only the first time, since the rows are kept.
   */
  codeCounts(wanted) {
    if (this.#codeRows === null || this.#wanted !== wanted) {
      this.#wanted = wanted;
      this.#codeRows = new Map((wanted ?? []).map((code) => [foldCode(code), codeRow(code)]));
    }
    for (const [code, drawings] of this.#drawingsByCode) {
      if (drawings === 0) continue;
      const folded = foldCode(code);
      let row = this.#codeRows.get(folded);
      if (!row) this.#codeRows.set(folded, (row = codeRow(code)));
      row.drawings = drawings;
      row.revision = drawings;
    }
    return [...this.#codeRows.values()];
  }

  /** The number of different codes found so far. */
  get codesFound() {
    let found = 0;
    for (const drawings of this.#drawingsByCode.values()) found += drawings > 0 ? 1 : 0;
    return found;
  }
}

function codeRow(code) {
  return { name: code, key: naturalKey(code), hay: haystack(code), drawings: 0, revision: 0 };
}
