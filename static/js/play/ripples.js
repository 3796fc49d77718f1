/**
 * Thin rings from one point: where attention belongs.
 * @module
 */
import { svg } from "../elements.js";

/**
 * @param {number} width
 * @param {number} height of the picture, in its own units
 * @param {number} x
 * @param {number} y the source
 * @param {number} first radius of the innermost ring
 */
export function ripples(width, height, x, y, first) {
  const rings = [];
  for (let radius = first, step = first * 1.3, light = 0.45; radius < width; radius += step, step *= 1.13, light *= 0.86) {
    rings.push(svg("circle", { cx: x, cy: y, r: Math.round(radius), "stroke-opacity": light.toFixed(2) }));
  }
  return svg("svg", { class: "ripples", viewBox: "0 0 " + width + " " + height, preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
    svg("g", { fill: "none", stroke: "currentColor", "stroke-width": 1.6 }, rings));
}
