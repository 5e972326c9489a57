// What happened, in order: a bounded list.

import { clockTime } from "./format.js";
import { haystack } from "./row-view.js";

/** Entries kept; the oldest go first, a quarter at a time so that dropping is rare. */
const capacity = 4_000;

export class Log {
  entries = [];
  generation = 0;
  #next = 0;

  /** @param {"info" | "match" | "problem" | "error"} level */
  add(level, text, now = Date.now()) {
    if (this.entries.length >= capacity) {
      this.entries = this.entries.slice(capacity / 4);
      this.generation += 1;
    }
    const time = clockTime(now);
    const hay = haystack(time, level, text);
    this.entries.push({ key: this.#next, level, text, time, hay, revision: 0 });
    this.#next += 1;
  }

  clear() {
    this.entries = [];
    this.generation += 1;
  }
}
