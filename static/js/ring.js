/**
 * The countdown ring: it shortens once a second by the server's clock, and in the last five seconds becomes five
 * segments of which one goes out each second. Nothing flashes.
 * @module
 */
import { h, svg, write } from "./elements.js";
import { _ } from "./words.js";

const CIRCLE = { cx: 60, cy: 60, r: 54, "stroke-width": 9, pathLength: 100, transform: "rotate(-90 60 60)" };
const LAST = 5;

export class Ring {
  /**
   * @param {function(): number} clock the server's time in milliseconds
   * @param {function(number): void} [onTick] told the whole seconds left, once at each change
   */
  constructor(clock, onTick) {
    this.clock = clock;
    this.onTick = onTick || (() => {});
    this.bed = svg("circle", { class: "ring__bed", ...CIRCLE });
    this.run = svg("circle", { class: "ring__run", ...CIRCLE });
    this.figure = h("b.num", { "aria-hidden": "true" });
    this.element = h("div.ring", { role: "timer" }, svg("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" }, this.bed, this.run), this.figure);
    this.seconds = null;
    this.timer = 0;
  }

  /**
   * Follow a deadline. Without one (`closes` null) the ring is hidden.
   * @param {{opened: number, closes: number|null, left: number|null}} span milliseconds of the server's clock; `left` stands while paused
   */
  follow({ opened, closes, left }) {
    this.stop();
    this.span = { opened, closes, left };
    this.element.hidden = closes === null && left === null;
    if (!this.element.hidden) this._step();
  }

  /** The item is closed: a full thin circle. */
  close() {
    this.stop();
    this.element.hidden = false;
    this.element.className = "ring ring--closed";
    this._draw("100 0", "100 0");
    write(this.figure, "");
    this.element.setAttribute("aria-label", _("已收题"));
  }

  /** Stop counting; the picture stays. */
  stop() {
    clearTimeout(this.timer);
  }

  /** @returns {number} milliseconds left, never below zero */
  left() {
    const { closes, left } = this.span;
    return Math.max(0, left !== null ? left : closes - this.clock());
  }

  _step() {
    const left = this.left();
    this._show(Math.ceil(left / 1000));
    const running = this.span.left === null && left > 0;
    if (running) this.timer = setTimeout(() => this._step(), left % 1000 || 1000);
  }

  _show(seconds) {
    const last = seconds <= LAST;
    this.element.className = "ring" + (last ? " ring--last" : "") + (this.span.left === null ? "" : " ring--held");
    this._draw(last ? "16 4" : "100 0", last ? segments(seconds) : this._arc(seconds));
    write(this.figure, seconds);
    this.element.setAttribute("aria-label", _("还有 {n} 秒", { n: seconds }));
    if (seconds !== this.seconds) this.onTick(seconds);
    this.seconds = seconds;
  }

  _arc(seconds) {
    const whole = this.span.closes === null ? null : Math.ceil((this.span.closes - this.span.opened) / 1000);
    this.whole = Math.max(seconds, whole || this.whole || seconds);
    return (100 * seconds) / this.whole + " 100";
  }

  _draw(bed, run) {
    this.bed.setAttribute("stroke-dasharray", bed);
    this.run.setAttribute("stroke-dasharray", run);
  }
}

function segments(count) {
  return count > 0 ? Array(count).fill("16 4").join(" ") + " 0 100" : "0 100";
}
