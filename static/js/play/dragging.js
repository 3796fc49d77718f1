/**
 * Dragging a row of a list to another place, by finger, pen or mouse. While it is held the others make room; near the
 * edges of the window the page scrolls along.
 * @module
 */
import { setProperty } from "../elements.js";

const EDGE = 72;
const SPEED = 9;

/**
 * @param {HTMLElement} row
 * @param {HTMLElement} handle where it is taken hold of; its style forbids the browser's own panning
 * @param {Object} list
 * @param {function(): boolean} list.may
 * @param {function(): HTMLElement[]} list.rows in their present order
 * @param {function(number): void} list.dropped told the place where the row was let go
 */
export function draggable(row, handle, list) {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.isPrimary && list.may()) new Drag(row, handle, list, event);
  });
}

class Drag {
  constructor(row, handle, list, { pointerId, clientY }) {
    Object.assign(this, { row, handle, list, pointerId, y: clientY });
    this.start = clientY + window.scrollY;
    this.rows = list.rows();
    this.from = this.rows.indexOf(row);
    this.to = this.from;
    const boxes = this.rows.map((each) => each.getBoundingClientRect());
    this.middles = boxes.map((box) => box.top + box.height / 2 + window.scrollY);
    // How far the others move: the row's height and the gap between rows.
    this.room = boxes[this.from].height + (boxes.length > 1 ? boxes[1].top - boxes[0].bottom : 0);
    this.listeners = {
      pointermove: (event) => this._moved(event), pointerup: () => this._end(true), pointercancel: () => this._end(false),
      lostpointercapture: () => this._end(false), keydown: (event) => event.key === "Escape" && this._end(false),
    };
    for (const [name, told] of Object.entries(this.listeners)) handle.addEventListener(name, told);
    handle.setPointerCapture(pointerId);
    row.classList.add("is-held");
    row.parentElement.classList.add("is-sorting");
    this._roll();
  }

  _moved({ clientY }) {
    this.y = clientY;
    this.moved = true;
    this._lay();
  }

  _lay() {
    const by = this.y + window.scrollY - this.start;
    const middle = this.middles[this.from] + by;
    const before = (place) => (place < this.from ? this.middles[place] < middle : this.middles[place] <= middle);
    this.to = this.rows.filter((each, place) => place !== this.from && before(place)).length;
    setProperty(this.row, "--dy", by + "px");
    this.rows.forEach((each, place) => place !== this.from && setProperty(each, "--dy", this._shift(place) + "px"));
  }

  _shift(place) {
    if (place > this.from && place <= this.to) return -this.room;
    return place < this.from && place >= this.to ? this.room : 0;
  }

  _roll() {
    const beyond = this.y < EDGE ? -SPEED : this.y > window.innerHeight - EDGE ? SPEED : 0;
    if (beyond && this.moved) {
      window.scrollBy(0, beyond);
      this._lay();
    }
    this.frame = requestAnimationFrame(() => this._roll());
  }

  _end(dropped) {
    cancelAnimationFrame(this.frame);
    for (const [name, told] of Object.entries(this.listeners)) this.handle.removeEventListener(name, told);
    if (this.handle.hasPointerCapture(this.pointerId)) this.handle.releasePointerCapture(this.pointerId);
    this.row.classList.remove("is-held");
    this.row.parentElement.classList.remove("is-sorting");
    for (const each of this.rows) each.style.removeProperty("--dy");
    if (dropped && this.to !== this.from) this.list.dropped(this.to);
  }
}
