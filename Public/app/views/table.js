// A table over any number of rows: sortable head, filter, keyboard, and a line for when it is empty.

import { h, icon, setAttribute, setText } from "../dom.js";
import { counted, number } from "../format.js";
import { RowView } from "../row-view.js";
import { VirtualList } from "../virtual-list.js";

/** How long typing in the filter rests before it acts, in ms. */
const filterDelay = 80;

let tables = 0;

export class Table {
  filter = "";
  #options;
  #view = new RowView();
  #list;
  #id = `table-${(tables += 1)}`;
  #scroller;
  #headers = [];
  #input;
  #count;
  #empty;
  #sort = { column: null, descending: false };
  #timer = null;
  #total = 0;
  #updated = [];

  /**
   * @param {HTMLElement} root filled with the table
   * @param {object} options
   *   `label`, `noun`, `columns` (`{id, label, hiddenLabel?, sort?, update(cell, row, table),
   *   fit?(cells)}`; `fit` may look at the cells of a round of updates as they are laid out),
   *   `detail?` (`{height(row), update(element, row, table)}`), `tools?` (elements beside the
   *   filter), `filterLabel`, `follow?` (stay at the end), `empty(table)` the text without rows
   */
  constructor(root, options) {
    this.#options = options;
    root.append(this.#toolbar(), this.#grid());
    this.#list = new VirtualList(this.#scroller, this.#scroller.lastElementChild, {
      create: () => this.#createRow(),
      update: (element, row, index, state) => this.#updateRow(element, row, index, state),
      settle: () => this.#settle(),
      detailHeight: (row) => this.#options.detail?.height(row) ?? 0,
    });
    this.#scroller.addEventListener("keydown", (event) => this.#key(event));
    this.#scroller.addEventListener("click", (event) => this.#click(event));
  }

  /** Rows that pass the filter. */
  get shown() {
    return this.#view.items.length;
  }

  /** Takes in rows; see ``RowView.update`` for what `generation` means. */
  setRows(rows, generation) {
    this.#total = rows.length;
    if (this.#view.update(rows, generation)) this.#show();
    else this.#list.draw();
    this.#updateCount();
  }

  /** Another list of rows is coming: back to the top, nothing open. */
  reset() {
    this.#list.collapseAll();
    this.#scroller.scrollTop = 0;
  }

  /** Sets the filter as if it had been typed. */
  setFilter(text, accepts = this.#accepts) {
    this.#accepts = accepts;
    this.filter = text;
    if (this.#input.value !== text) this.#input.value = text;
    this.#view.setFilter(text, accepts);
    this.#scroller.scrollTop = 0;
    this.#show();
    this.#updateCount();
  }

  #accepts = () => true;

  /** Draws again what is in sight, and the line for an empty table. */
  refresh() {
    this.#list.draw(true);
    this.#updateCount();
  }

  #show() {
    this.#list.setItems(this.#view.items, { follow: this.#options.follow });
    setAttribute(this.#scroller, "aria-rowcount", this.#view.items.length + 1);
  }

  #updateCount() {
    const all = this.#total;
    const whole = counted(all, this.#options.noun, this.#options.plural);
    setText(this.#count, this.shown === all ? whole : `${number(this.shown)} of ${whole}`);
    this.#empty.hidden = this.shown > 0;
    if (this.shown > 0) return;
    const filtered = all > 0 && `Nothing here matches “${this.filter}”.`;
    setText(this.#empty, filtered || this.#options.empty(this));
  }

  #toolbar() {
    this.#count = h("span", { class: "table-count" });
    this.#input = h("input", {
      type: "search",
      class: "filter",
      placeholder: this.#options.filterLabel,
      "aria-label": this.#options.filterLabel,
      autocomplete: "off",
      spellcheck: "false",
      on: { input: () => this.#typed() },
    });
    const search = h("label", { class: "search" }, icon("search"), this.#input);
    return h("div", { class: "table-tools" }, search, ...(this.#options.tools ?? []), this.#count);
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.setFilter(this.#input.value), filterDelay);
  }

  #grid() {
    const cells = this.#options.columns.map((column, index) => this.#header(column, index));
    const head = h("div", { class: "row head", role: "row", "aria-rowindex": 1 }, ...cells);
    this.#empty = h("p", { class: "table-empty", hidden: true });
    this.#scroller = h(
      "div",
      {
        class: "grid",
        // Rows that open make it a tree of one level.
        role: this.#options.detail ? "treegrid" : "grid",
        tabindex: 0,
        "aria-label": this.#options.label,
        "aria-colcount": cells.length,
        data: { table: this.#options.name },
      },
      h("div", { role: "rowgroup", class: "grid-head" }, head),
      h("div", { role: "rowgroup", class: "grid-body" }),
    );
    return h("div", { class: "grid-frame" }, this.#scroller, this.#empty);
  }

  #header(column, index) {
    const cell = h("div", { class: `cell ${column.id}`, role: "columnheader" });
    if (column.sort) {
      cell.append(
        h("button", { type: "button", class: "sort", on: { click: () => this.sortBy(index) } },
          column.label, icon("sort")),
      );
    } else {
      cell.append(column.label || h("span", { class: "visually-hidden" }, column.hiddenLabel));
    }
    this.#headers.push(cell);
    return cell;
  }

  /** Sorts by a column: ascending, then descending, then back to the order of arrival. */
  sortBy(index) {
    const column = this.#options.columns[index];
    const { column: present, descending } = this.#sort;
    if (present !== column) this.#sort = { column, descending: false };
    else if (!descending) this.#sort = { column, descending: true };
    else this.#sort = { column: null, descending: false };
    this.#headers.forEach((header, at) => {
      const sorted = this.#options.columns[at] === this.#sort.column;
      const direction = this.#sort.descending ? "descending" : "ascending";
      setAttribute(header, "aria-sort", sorted ? direction : null);
    });
    this.#view.setSort(this.#sort.column?.sort ?? null, this.#sort.descending);
    this.#scroller.scrollTop = 0;
    this.#show();
  }

  #createRow() {
    const cells = this.#options.columns.map((column) =>
      h("div", { class: `cell ${column.id}`, role: "gridcell" }));
    const line = h("div", { class: "line" }, ...cells);
    const row = h("div", { class: "row", role: "row" }, line);
    if (this.#options.detail) row.append(h("div", { class: "row-detail", role: "gridcell", hidden: true }));
    return row;
  }

  #updateRow(element, row, index, { active, expanded }) {
    element.id = `${this.#id}-row-${index}`;
    element.classList.toggle("active", active);
    element.classList.toggle("odd", index % 2 === 1);
    setAttribute(element, "aria-rowindex", index + 2);
    if (active) setAttribute(this.#scroller, "aria-activedescendant", element.id);
    const [line, detail] = element.children;
    this.#updated.push(line);
    this.#options.columns.forEach((column, at) => column.update(line.children[at], row, this));
    for (const link of line.querySelectorAll("a")) link.tabIndex = active ? 0 : -1;
    if (!detail) return;
    setAttribute(element, "aria-expanded", expanded ? "true" : "false");
    detail.hidden = !expanded;
    if (expanded) {
      detail.style.height = `${this.#options.detail.height(row)}px`;
      this.#options.detail.update(detail, row, this);
    } else if (detail.firstChild) {
      detail.replaceChildren();
    }
  }

  #settle() {
    const lines = this.#updated;
    this.#updated = [];
    if (lines.length === 0) return;
    this.#options.columns.forEach((column, at) => column.fit?.(lines.map((line) => line.children[at])));
  }

  #click(event) {
    const element = event.target.closest(".row:not(.head)");
    if (!element) return;
    if (event.target.closest("a, .row-detail")) return;
    if (window.getSelection()?.type === "Range") return;
    this.#list.activate(element.rowIndex);
    this.#open(element.rowItem);
  }

  #open(row) {
    if (this.#options.activate) this.#options.activate(row);
    else if (this.#options.detail) this.#list.toggle(row);
  }

  #key(event) {
    if (event.target !== this.#scroller && !event.target.closest(".row:not(.head)")) return;
    const at = this.#list.activeIndex;
    const page = this.#list.pageLength;
    const moves = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page,
      Home: 0, End: this.#list.items.length - 1,
    };
    if (event.key in moves) {
      this.#list.activate(moves[event.key]);
      this.#scroller.focus({ preventScroll: true });
    } else if ((event.key === "Enter" || event.key === " ") && event.target === this.#scroller) {
      if (at >= 0) this.#open(this.#list.items[at]);
    } else {
      return;
    }
    event.preventDefault();
  }
}
