// Keeps a list in step with the server by fetching all of its pages again: a later drawing may stand
// before an earlier one.

import { eachPage } from "./feed.js";

/** Shortest time between two refreshes while a scan runs, in ms. */
const interval = 3_000;

export class Refresher {
  #api;
  #filter;
  #take;
  #at = 0;
  #busy = false;

  /**
   * @param {Api} api
   * @param {string} filter of the results' route
   * @param {(rows: object[]) => void} take called with each page
   */
  constructor(api, filter, take) {
    this.#api = api;
    this.#filter = filter;
    this.#take = take;
  }

  due(now) {
    return now - this.#at > interval;
  }

  reset() {
    this.#at = 0;
  }

  /**
   * @param {boolean} again whether what is being fetched is too old: once more after it
   * @returns {Promise<boolean>} whether all pages were had
   */
  async refresh(id, signal, again = false) {
    if (this.#busy) {
      if (again) setTimeout(() => signal.aborted || this.refresh(id, signal, true), 300);
      return false;
    }
    this.#busy = true;
    const began = Date.now();
    const whole = await eachPage(this.#api, id, this.#filter, null, signal, this.#take);
    this.#busy = false;
    // Many pages take long: then they are fetched less often.
    this.#at = Date.now() + 5 * (Date.now() - began);
    return whole;
  }
}
