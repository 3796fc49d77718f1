/**
 * Names as they arrive. A name keeps its place; when all places are taken, the newest takes that of the oldest.
 * @module
 */
import { h, write } from "../elements.js";
import { _, figure } from "../words.js";

const NEWEST = 2000;   // how long the newest are lit
const LIT = 4;         // a whole coach arriving at once must not turn the list to gold
const WIDE = 8;

export class Names {
  constructor() {
    this.element = h("ul.names");
    this.more = h("li.is-more.num");
    this.empty = h("li.is-none", null, _("第一个名字会出现在这里"));
    this.cells = [];
    this.first = true;
  }

  /** Count the places that the list has room for. */
  measure() {
    const style = getComputedStyle(this.element);
    const columns = style.gridTemplateColumns.split(" ").length;
    this.room = columns * Number(style.getPropertyValue("--rows"));
    this.cells = [];
    this.element.replaceChildren(this.empty);
    this.first = true;
  }

  /** @param {{count: number, names: string[]}} lobby newest last */
  show({ count, names }) {
    if (!this.room) return;
    const room = count > this.room ? this.room - 1 : this.room;
    const wanted = names.slice(-room);
    this._leave(new Set(names), room);
    const coming = wanted.filter((name) => !this.cells.some((cell) => cell.name === name));
    const seated = coming.map((name) => this._seat(name, wanted, room));
    if (!this.first) seated.slice(-LIT).forEach((cell) => this._light(cell));
    this.empty.hidden = this.cells.length > 0;
    this._countRest(count - this.cells.length);
    this.first = false;
  }

  _leave(present, room) {
    const stay = this.cells.filter((cell, index) => present.has(cell.name) && index < room);
    for (const cell of this.cells) if (!stay.includes(cell)) cell.element.remove();
    this.cells = stay;
  }

  _seat(name, wanted, room) {
    const cell = this.cells.length < room ? this._add() : this._oldest(wanted);
    cell.name = name;
    write(cell.element, name);
    cell.element.className = width(name) > WIDE ? "is-wide" : "";
    return cell;
  }

  _add() {
    const cell = { element: h("li") };
    this.cells.push(cell);
    this.element.append(cell.element);
    return cell;
  }

  _oldest(wanted) {
    return this.cells.find((cell) => !wanted.includes(cell.name)) || this.cells[0];
  }

  _light(cell) {
    const { element } = cell;
    element.classList.add("is-new");
    clearTimeout(cell.timer);
    cell.timer = setTimeout(() => element.classList.remove("is-new"), NEWEST);
  }

  _countRest(rest) {
    if (rest <= 0) return this.more.remove();
    write(this.more, _("还有 {n} 位…", { n: figure(rest) }));
    return this.element.append(this.more);
  }
}

/**
 * The width of a name in Chinese characters; Latin letters are half as wide.
 * @param {string} name
 */
export function width(name) {
  return Array.from(name).reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2000 ? 0.55 : 1), 0);
}
