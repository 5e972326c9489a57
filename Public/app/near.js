// The codes that nearly stand on the drawings of one scan: a row for each drawing and code.

import { naturalKey } from "./results.js";
import { haystack } from "./row-view.js";

/** What the server's words mean (README, Near hits). */
const reasons = {
  blank_inside: "blank inside",
  line_end: "over a line end",
  look_alike: "look-alike",
};

/** One near hit of a drawing as the table shows it. */
export function nearRow(data, hit) {
  const name = String(data.file_name ?? "");
  const code = String(hit.code ?? "");
  const text = String(hit.text ?? "").replaceAll("\n", " ⏎ ");
  const reason = reasons[hit.reason] ?? String(hit.reason ?? "");
  return {
    name,
    key: naturalKey(name),
    code,
    text,
    reason,
    recognized: hit.kind === "ocr",
    page: hit.page ?? null,
    number: Number.isInteger(data.number) ? data.number : null,
    link: data.pdf_link ?? null,
    hay: haystack(name, code, text, reason),
    revision: 0,
  };
}

export class NearSet {
  /** In order of arrival. Rows are updated in place: their place in the array never changes. */
  rows = [];
  /** Raised whenever a row already there may have changed, so that sorted views know. */
  generation = 0;
  #byHit = new Map();

  get size() {
    return this.rows.length;
  }

  clear() {
    this.rows = [];
    this.generation += 1;
    this.#byHit.clear();
  }

  /** Adds the near hits of a drawing, or renews them. */
  put(data) {
    for (const hit of Array.isArray(data.near) ? data.near : []) {
      const row = nearRow(data, hit);
      const present = this.#byHit.get(`${row.name}\n${row.code}`);
      if (present) {
        Object.assign(present, row, { revision: present.revision + 1 });
      } else {
        this.#byHit.set(`${row.name}\n${row.code}`, row);
        this.rows.push(row);
      }
    }
  }
}
