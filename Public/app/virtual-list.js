// A scrolling list that keeps only the rows in sight in the document.
//
// All rows have the height that CSS gives as --row-height; an expanded one has its detail's
// height more, known before it is drawn. So every row's place is arithmetic, and 100,000 rows
// cost what 40 do.

/** Rows drawn above and below what is in sight, so that a fast scroll shows no gap. */
const overscan = 12;

export class VirtualList {
  #scroller;
  #body;
  #rows;
  #items = [];
  #rowHeight = 36;
  #drawn = new Map();
  #spare = [];
  #expanded = new Map();
  #openings = [];
  #active = -1;

  /**
   * @param {HTMLElement} scroller the element that scrolls
   * @param {HTMLElement} body its content, as high as all rows together
   * @param {object} rows
   *   `create()` makes a row's element, `update(element, item, index, state)` fills it, with
   *   `state.active` and `state.expanded`; `settle()` is called after a round of updates;
   *   `detailHeight(item)` in px, 0 for a row that has none
   */
  constructor(scroller, body, rows) {
    this.#scroller = scroller;
    this.#body = body;
    this.#rows = rows;
    scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.#measure()).observe(scroller);
    this.#measure();
  }

  get items() {
    return this.#items;
  }

  get activeIndex() {
    return this.#active;
  }

  /** Whether the last row is in sight. */
  get atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    return scrollTop + clientHeight >= scrollHeight - this.#rowHeight;
  }

  /**
   * Shows other items; what is in sight stays where it is, unless the list stands at its start.
   * @param {object[]} items not to be changed afterwards
   * @param {boolean} follow stay at the end if the end is in sight
   */
  setItems(items, { follow = false } = {}) {
    const stick = follow && this.atEnd;
    const anchor = stick ? null : this.#anchor();
    const active = this.#items[this.#active];
    this.#items = items;
    this.#active = active === undefined ? -1 : items.indexOf(active);
    this.#layOut();
    if (stick) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    else if (anchor) this.#restore(anchor);
    this.draw();
  }

  /** Redraws the rows in sight; those whose item and state are unchanged only with `force`. */
  draw(force = false) {
    const [first, last] = this.#range();
    for (const [index, element] of this.#drawn) {
      if (index < first || index >= last) this.#release(index, element);
    }
    for (let index = first; index < last; index += 1) this.#place(index, force);
    this.#rows.settle();
  }

  isExpanded(item) {
    return this.#expanded.has(item);
  }

  /** Opens or closes a row's detail; a row without one stays as it is. */
  toggle(item) {
    const height = this.#rows.detailHeight(item);
    if (this.#expanded.has(item)) this.#expanded.delete(item);
    else if (height > 0) this.#expanded.set(item, height);
    this.#layOut();
    this.draw(true);
  }

  /** Forgets which rows were open: for another list of items. */
  collapseAll() {
    this.#expanded.clear();
    this.#active = -1;
    this.#layOut();
  }

  /** Makes a row the one that keys act on, and brings it into sight. */
  activate(index) {
    if (this.#items.length === 0) return;
    this.#active = Math.max(0, Math.min(index, this.#items.length - 1));
    this.#reveal(this.#active);
    this.draw(true);
  }

  /** Rows that fit in sight: what Page Down moves by. */
  get pageLength() {
    return Math.max(1, Math.floor(this.#viewHeight / this.#rowHeight) - 1);
  }

  /** The element drawn for a row, if it is in sight. */
  element(index) {
    return this.#drawn.get(index) ?? null;
  }

  get #viewHeight() {
    return this.#scroller.clientHeight - this.#body.offsetTop;
  }

  #measure() {
    const height = parseFloat(getComputedStyle(this.#scroller).getPropertyValue("--row-height"));
    if (height > 0) this.#rowHeight = height;
    this.#layOut();
    this.draw(true);
  }

  /** Finds the open rows' places and sets the whole height. */
  #layOut() {
    this.#openings = [];
    let height = this.#items.length * this.#rowHeight;
    if (this.#expanded.size > 0) {
      this.#items.forEach((item, index) => {
        if (!this.#expanded.has(item)) return;
        const detail = this.#rows.detailHeight(item);
        this.#expanded.set(item, detail);
        this.#openings.push({ index, height: detail });
        height += detail;
      });
    }
    this.#body.style.height = `${height}px`;
  }

  /** Distance of a row's top from the body's top, in px. */
  #top(index) {
    let top = index * this.#rowHeight;
    for (const opening of this.#openings) {
      if (opening.index >= index) break;
      top += opening.height;
    }
    return top;
  }

  /** The row at distance `y` from the body's top. */
  #indexAt(y) {
    let skipped = 0;
    for (const opening of this.#openings) {
      const bottom = (opening.index + 1) * this.#rowHeight + skipped + opening.height;
      if (y < bottom) {
        const index = Math.floor((y - skipped) / this.#rowHeight);
        return Math.min(index, opening.index);
      }
      skipped += opening.height;
    }
    return Math.floor((y - skipped) / this.#rowHeight);
  }

  /** The rows to draw, from the first up to but not including the last. */
  #range() {
    const top = this.#scroller.scrollTop;
    const first = this.#indexAt(top) - overscan;
    const last = this.#indexAt(top + this.#scroller.clientHeight) + 1 + overscan;
    return [Math.max(0, first), Math.min(this.#items.length, last)];
  }

  #place(index, force) {
    const item = this.#items[index];
    let element = this.#drawn.get(index);
    if (!element) {
      element = this.#spare.pop() ?? this.#append();
      element.hidden = false;
      this.#drawn.set(index, element);
    }
    const top = this.#top(index);
    if (element.rowTop !== top) {
      element.rowTop = top;
      element.style.transform = `translateY(${top}px)`;
    }
    const same = element.rowItem === item && element.rowRevision === item.revision;
    if (same && element.rowIndex === index && !force) return;
    Object.assign(element, { rowItem: item, rowRevision: item.revision, rowIndex: index });
    const expanded = this.#expanded.has(item);
    this.#rows.update(element, item, index, { active: index === this.#active, expanded });
  }

  #append() {
    const element = this.#rows.create();
    this.#body.append(element);
    return element;
  }

  #release(index, element) {
    this.#drawn.delete(index);
    element.hidden = true;
    element.rowItem = null;
    this.#spare.push(element);
  }

  /** The first row in sight and how far it is scrolled out; null at the list's start. */
  #anchor() {
    const top = this.#scroller.scrollTop;
    if (top <= 0 || this.#items.length === 0) return null;
    const index = Math.min(this.#indexAt(top), this.#items.length - 1);
    return { item: this.#items[index], index, offset: top - this.#top(index) };
  }

  #restore({ item, index, offset }) {
    const place = this.#items[index] === item ? index : this.#items.indexOf(item);
    if (place < 0) return;
    const top = this.#top(place) + offset;
    if (Math.abs(top - this.#scroller.scrollTop) >= 1) this.#scroller.scrollTop = top;
  }

  #reveal(index) {
    const top = this.#top(index);
    const bottom = this.#top(index + 1);
    const view = this.#scroller.scrollTop;
    if (top < view) this.#scroller.scrollTop = top;
    else if (bottom > view + this.#viewHeight) {
      this.#scroller.scrollTop = Math.min(top, bottom - this.#viewHeight);
    }
  }
}
