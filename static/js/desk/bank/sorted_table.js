/**
 * A table of many rows: sorted by a touch on its head, narrowed from outside, shown some hundred at a time.
 * @module
 */
import { h } from "../../elements.js";
import { _ } from "../../words.js";

const SHOWN = 100;

/** @typedef {{name: string, value?: (row: Object) => number|string|null, cell: (row: Object) => Node|Array|string, right?: boolean}} Column */

export class SortedTable {
  /**
   * @param {HTMLElement} place where the table stands
   * @param {Column[]} columns those with a `value` can be sorted by
   * @param {string} label
   */
  constructor(place, columns, label) {
    Object.assign(this, { columns, rows: [], by: null, down: false, shown: SHOWN });
    this.heads = columns.map((column) => this._head(column));
    this.body = h("tbody");
    this.more = h("button.btn.btn--quiet", { type: "button", onclick: () => this._more() });
    this.none = h("p.hint.tableframe__none", { hidden: true }, _("没有符合的题。"));
    place.replaceChildren(h("div.tableframe", { tabindex: 0, role: "region", "aria-label": label },
      h("table.tbl", null, h("thead", null, h("tr", null, this.heads)), this.body)), this.none, this.more);
  }

  /** @param {Object[]} rows */
  show(rows) {
    this.rows = rows;
    this.shown = SHOWN;
    this._draw();
  }

  _head(column) {
    if (!column.value) return h("th" + (column.right ? ".r" : ""), { scope: "col" }, column.name);
    const head = h("th" + (column.right ? ".r" : ""), { scope: "col" }, h("button.sortby", { type: "button", onclick: () => this._sortBy(column) }, column.name));
    head.dataset.column = column.name;
    return head;
  }

  _sortBy(column) {
    this.down = this.by === column ? !this.down : Boolean(column.right);
    this.by = column;
    this._draw();
  }

  _more() {
    this.shown += SHOWN;
    this._draw();
  }

  _draw() {
    this.heads.forEach((head, place) => {
      const sorted = this.columns[place] === this.by;
      if (sorted) head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const rows = this._sorted();
    this.body.replaceChildren(...rows.slice(0, this.shown).map((row) => h("tr", null, this.columns.map((column) => h("td" + (column.right ? ".r" : ""), null, column.cell(row))))));
    this.none.hidden = rows.length > 0;
    this.more.hidden = rows.length <= this.shown;
    this.more.textContent = _("再看 {n} 题", { n: Math.min(SHOWN, rows.length - this.shown) });
  }

  /* What is not known comes last, whichever way round. */
  _sorted() {
    if (!this.by) return this.rows;
    const { value } = this.by;
    const way = this.down ? -1 : 1;
    const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
    return this.rows.slice().sort((one, other) => {
      const [a, b] = [value(one), value(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      return way * order(a, b);
    });
  }
}
