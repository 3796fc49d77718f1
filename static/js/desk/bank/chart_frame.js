/**
 * A field with scales, in units of its own: what all charts of an item stand in.
 * @module
 */
import { svg } from "../../elements.js";

export const WIDTH = 388;
const LEFT = 44;
const RIGHT = 12;
const TOP = 14;

/** A number with a true minus. */
export function told(value, places = 1) {
  return value.toFixed(places).replace("-", "\u2212");
}

export class Field {
  /**
   * @param {{x: [number, number], y: [number, number], height?: number}} scales ends of both
   */
  constructor({ x, y, height = 190 }) {
    this.scales = { x, y };
    this.bottom = TOP + height;
    this.parts = [];
  }

  x(value) {
    const [from, to] = this.scales.x;
    return LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  }

  y(value) {
    const [from, to] = this.scales.y;
    return this.bottom - ((value - from) / (to - from)) * (this.bottom - TOP);
  }

  add(...parts) {
    this.parts.push(...parts);
  }

  /** Straight lines across with their numbers, and the names below. */
  grid(levels, word, marks, name) {
    for (const level of levels) {
      this.add(svg("path", { class: "grid", d: "M" + LEFT + " " + this.y(level) + "H" + (WIDTH - RIGHT) }),
        svg("text", { x: LEFT - 7, y: this.y(level) + 4, "text-anchor": "end" }, word(level)));
    }
    this.add(svg("path", { class: "axis", d: "M" + LEFT + " " + this.bottom + "H" + (WIDTH - RIGHT) }));
    for (const [value, text] of marks) this.add(svg("text", { x: this.x(value), y: this.bottom + 18, "text-anchor": "middle" }, text));
    if (name) this.add(svg("text", { x: WIDTH - RIGHT, y: this.bottom + 36, "text-anchor": "end" }, name));
  }

  line(xs, ys, classes) {
    this.add(svg("path", { class: classes, d: path(xs.map((x) => this.x(x)), ys.map((y) => this.y(y))) }));
  }

  /** A point with the interval that it may lie in. */
  point(x, y, low, high, classes = "point") {
    this.add(svg("path", { class: "whisker", d: "M" + this.x(x) + " " + this.y(low) + "V" + this.y(high) }),
      svg("circle", { class: classes, cx: this.x(x), cy: this.y(y), r: 4.5 }));
  }

  /** @param {string} label the picture in words */
  picture(label, below = 44) {
    return svg("svg", { class: "chart", viewBox: "0 0 " + WIDTH + " " + (this.bottom + below), role: "img", "aria-label": label }, this.parts);
  }
}

/** @returns {string} path commands from point to point; a gap where a value is missing */
export function path(xs, ys) {
  let pen = "M";
  return xs.map((x, place) => {
    if (!Number.isFinite(ys[place])) { pen = "M"; return ""; }
    const step = pen + x.toFixed(1) + " " + ys[place].toFixed(1);
    pen = "L";
    return step;
  }).join("");
}
