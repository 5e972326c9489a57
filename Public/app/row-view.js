// A filtered and sorted view over a growing list of rows, kept up without sorting it all again.

/** What a row is searched by: its texts, each on a line of its own. */
export function haystack(...texts) {
  return `\n${texts.join("\n")}\n`.toLowerCase();
}

/** What a filter looks for, without the quotes that ask for a whole name or code. */
export function filterWord(filter) {
  const word = filter.trim();
  return isQuoted(word) ? word.slice(1, -1) : word;
}

const isQuoted = (word) => word.length > 2 && word.startsWith('"') && word.endsWith('"');

/** What a haystack must hold: `"HOLE-1"` finds that whole text alone, `HOLE-1` HOLE-12 too. */
export function needleOf(filter) {
  const word = filterWord(filter).toLowerCase();
  return isQuoted(filter.trim()) ? `\n${word}\n` : word;
}

/** Columns compare by `sort(row)`: numbers or strings; null stands last in both directions. */
function comparison(sort, descending) {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const x = sort(a);
    const y = sort(b);
    if (x === y) return 0;
    if (x === null) return 1;
    if (y === null) return -1;
    return x < y ? -sign : sign;
  };
}

export class RowView {
  /** The rows shown, in their order. */
  items = [];
  #source = [];
  #generation = -1;
  #taken = 0;
  #needle = "";
  #accepts = () => true;
  #compare = null;

  /** @param {((row) => string | number | null) | null} sort null: the order of arrival */
  setSort(sort, descending) {
    this.#compare = sort && comparison(sort, descending);
    this.#rebuild();
  }

  /** Keeps rows whose `hay` holds what `filter` asks for and that `accepts` lets through. */
  setFilter(filter, accepts = () => true) {
    this.#needle = needleOf(filter);
    this.#accepts = accepts;
    this.#rebuild();
  }

  /**
   * Takes in what is new in `source`, a list that only grows while `generation` stays the same.
   * Cost: O(shown + new · log new), all of it again when the generation changed.
   * @returns {boolean} whether the view changed
   */
  update(source, generation) {
    if (source !== this.#source || generation !== this.#generation) {
      this.#source = source;
      this.#generation = generation;
      this.#rebuild();
      return true;
    }
    if (source.length === this.#taken) return false;
    const fresh = source.slice(this.#taken).filter((row) => this.#shows(row));
    this.#taken = source.length;
    if (fresh.length === 0) return false;
    this.items = this.#compare ? merged(this.items, fresh.sort(this.#compare), this.#compare)
      : this.items.concat(fresh);
    return true;
  }

  #shows(row) {
    return (this.#needle === "" || row.hay.includes(this.#needle)) && this.#accepts(row);
  }

  #rebuild() {
    this.items = this.#source.filter((row) => this.#shows(row));
    if (this.#compare) this.items.sort(this.#compare);
    this.#taken = this.#source.length;
  }
}

/** Two sorted lists as one; of equals, those of `left` first. */
function merged(left, right, compare) {
  const all = new Array(left.length + right.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < all.length; k += 1) {
    const takesLeft = j >= right.length || (i < left.length && compare(left[i], right[j]) <= 0);
    all[k] = takesLeft ? left[i++] : right[j++];
  }
  return all;
}
