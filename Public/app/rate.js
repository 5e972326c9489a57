// Drawings a second over the last moments, and the time left at that pace.

/** Length of the sliding window, in ms: long enough to be steady, short enough to be current. */
const windowLength = 8_000;
/** Shortest stretch that says anything, in ms. */
const shortest = 700;

export class RateWindow {
  #samples = [];

  clear() {
    this.#samples = [];
  }

  /** Notes that `processed` drawings were done at `now` (ms). */
  add(now, processed) {
    const samples = this.#samples;
    const last = samples.at(-1);
    if (last && now - last.now < 100) {
      last.processed = processed;
    } else {
      samples.push({ now, processed });
    }
    while (samples.length > 2 && now - samples[1].now >= windowLength) samples.shift();
  }

  /** Drawings a second up to `now`, or null while that can't be said. */
  perSecond(now) {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || now - first.now < shortest) return null;
    return ((last.processed - first.processed) * 1000) / (now - first.now);
  }

  /** Seconds until `remaining` more drawings are done, or null while that can't be said. */
  secondsFor(remaining, now) {
    const rate = this.perSecond(now);
    return rate ? remaining / rate : null;
  }
}
