// Fetches a session's drawings page by page, past what messages bring.

/** Waits between attempts while pages can't be had, in ms. */
const retryDelays = [500, 1000, 2000, 4000];

/**
 * Calls `take` with each page of a session's results.
 * @param {AbortSignal} signal ends it silently
 * @returns {Promise<boolean>} whether all pages were had
 */
export async function eachPage(api, id, filter, cursor, signal, take) {
  let next = cursor;
  let failures = 0;
  do {
    try {
      const page = await api.results(id, { filter, cursor: next }, signal);
      if (signal.aborted) return false;
      take(page.results);
      next = page.next_cursor ?? null;
      failures = 0;
    } catch (error) {
      if (signal.aborted || failures >= retryDelays.length || error.status === 404) return false;
      await new Promise((resolve) => setTimeout(resolve, retryDelays[failures]));
      failures += 1;
    }
  } while (next !== null && !signal.aborted);
  return !signal.aborted;
}
