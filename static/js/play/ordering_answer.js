/**
 * An answer that is an order: things are put in line by dragging, by buttons, or by arrow keys on a handle.
 * The order at the start is nobody's answer until something was moved or the contestant says that it stands as it is.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { setMarkup } from "../markup.js";
import { plain } from "../markup_tree.js";
import { _ } from "../words.js";
import { draggable } from "./dragging.js";

const KEYS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

export class OrderingAnswer {
  /**
   * @param {Object} settings
   * @param {{id: string, text: string}[]} settings.options in the order in which they are shown at first
   * @param {string[]} [settings.order] ids of an answer that was given before
   * @param {function(string[]): void} settings.changed told the ids in their new order
   */
  constructor({ options, order, changed }) {
    this.changed = changed;
    this.answered = Boolean(order);
    this.rows = options.map((option) => this._row(option));
    if (order) this.rows.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
    this._build();
  }

  /** @returns {string[]|null} ids in the order chosen; null as long as nobody has chosen */
  get value() {
    return this.answered ? this.rows.map(({ id }) => id) : null;
  }

  /** Whether it can be changed. */
  show(changeable) {
    this.changeable = changeable;
    this.element.classList.toggle("is-locked", !changeable);
    this._number();
  }

  _build() {
    this.told = h("p.vh", { "aria-live": "polite" });
    this.list = h("ol.order", { "aria-label": _("排出的顺序，第一位在最上面") }, this.rows.map(({ element }) => element));
    this.keep = h("button.btn", { type: "button", onclick: () => this._keep() }, icon("i-check"), _("就是现在的顺序"));
    this.element = h("div.ordering", null, h("p.ordering__hint", null, _("拖动左边的手柄，或点箭头，把各项排好。")), this.list, this.keep, this.told);
    this.show(true);
  }

  _row({ id, text }) {
    const row = { id, name: plain(text).replace(/\n/g, " ") };
    row.place = h("b.num");
    row.grip = h("button.order__grip", { type: "button", onkeydown: (event) => this._key(event, row) }, row.place, icon("i-grip"));
    row.up = this._arrow(row, -1, "i-up2");
    row.down = this._arrow(row, 1, "i-down2");
    const words = setMarkup(h("div.order__text", { lang: "zh-Hans" }), text, { longest: 0 });
    row.element = h("li.order__row", null, row.grip, words, h("div.order__arrows", null, row.up, row.down));
    draggable(row.element, row.grip, {
      may: () => this.changeable, rows: () => this.rows.map(({ element }) => element), dropped: (to) => this._move(row, to),
    });
    return row;
  }

  _arrow(row, step, sign) {
    return h("button.order__arrow", { type: "button", onclick: () => this._step(row, step) }, icon(sign));
  }

  _key(event, row) {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    this._step(row, step);
  }

  _step(row, step) {
    const here = this.rows.indexOf(row);
    this._move(row, Math.max(0, Math.min(this.rows.length - 1, here + step)));
  }

  _move(row, to) {
    const from = this.rows.indexOf(row);
    if (!this.changeable || from === to) return;
    const focused = document.activeElement;
    this.rows.splice(from, 1);
    this.rows.splice(to, 0, row);
    const next = this.rows[to + 1];
    this.list.insertBefore(row.element, next ? next.element : null);
    if (row.element.contains(focused)) focused.focus({ preventScroll: true });
    row.element.scrollIntoView({ block: "nearest" });
    this._chosen(_("{name}，现在第 {n} 位，共 {of} 位", { name: row.name, n: to + 1, of: this.rows.length }));
  }

  _keep() {
    this.keep.blur();
    this._chosen(_("顺序已选定"));
  }

  _chosen(words) {
    this.answered = true;
    this._number();
    write(this.told, words);
    this.changed(this.value);
  }

  _number() {
    const last = this.rows.length - 1;
    this.rows.forEach((row, position) => {
      write(row.place, position + 1);
      const about = { name: row.name, n: position + 1, of: last + 1 };
      row.grip.setAttribute("aria-label", _("移动：{name}，第 {n} 位，共 {of} 位", about));
      row.up.setAttribute("aria-label", _("上移：{name}", about));
      row.down.setAttribute("aria-label", _("下移：{name}", about));
      // Not `disabled`: a button that has the focus would lose it at the top and the bottom.
      row.up.setAttribute("aria-disabled", String(!this.changeable || position === 0));
      row.down.setAttribute("aria-disabled", String(!this.changeable || position === last));
      row.grip.setAttribute("aria-disabled", String(!this.changeable));
    });
    this.keep.hidden = this.answered || !this.changeable;
  }
}
