/**
 * The pond behind every scene: thin rings from one point, where attention belongs.
 * @module
 */
import { h, setProperty, svg } from "../elements.js";

export class Pond {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.source = null;
  }

  /**
   * Rings from the middle of an element; without one the water is still.
   * @param {Element|null} element
   * @param {{gold?: boolean, clear?: number}} [look] `clear`: the first ring stands this much outside the element
   */
  from(element, { gold = false, clear = 1.3 } = {}) {
    this.source = element;
    this.look = { gold, clear };
    this.draw();
  }

  /** Draw again, after the window changed. */
  draw() {
    const { source } = this;
    if (!source || !source.isConnected) return this.place.replaceChildren();
    const box = source.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const first = (Math.max(box.width, box.height) / 2) * this.look.clear;
    return this.place.replaceChildren(this._picture(x, y, first));
  }

  /** One ripple runs outward. */
  ripple() {
    const out = this.place.firstElementChild;
    if (!out) return;
    out.classList.remove("is-rippling");
    out.getBoundingClientRect();
    out.classList.add("is-rippling");
  }

  _picture(x, y, first) {
    const size = { width: window.innerWidth, height: window.innerHeight };
    const reach = Math.hypot(Math.max(x, size.width - x), Math.max(y, size.height - y));
    return svg("svg", { class: "pond" + (this.look.gold ? " pond--gold" : ""), viewBox: "0 0 " + size.width + " " + size.height, "aria-hidden": "true" },
      rings(x, y, first, reach), svg("circle", { class: "pond__out", cx: x, cy: y, r: first * 0.8 }));
  }
}

function rings(x, y, first, reach) {
  const drawn = [];
  for (let radius = first, step = first * 0.2, light = 0.3; radius < reach; radius += step, step *= 1.15, light *= 0.91) {
    drawn.push(svg("circle", { cx: x, cy: y, r: Math.round(radius), "stroke-opacity": light.toFixed(3) }));
  }
  return drawn;
}

/**
 * Where rings start that belong to no element: a point of the scene.
 * @param {number} x share of the width
 * @param {number} y share of the height
 */
export function spring(x, y) {
  const point = h("span.spring", { "aria-hidden": "true" });
  setProperty(point, "--x", x);
  return setProperty(point, "--y", y);
}
