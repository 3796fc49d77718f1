/**
 * Rows that travel from their former places to the new ones, and figures that count up.
 * @module
 */
import { stillness } from "../preferences.js";

const FLOW = 700;
const WATER = "cubic-bezier(.35, 0, .1, 1)";

/**
 * @param {HTMLElement[]} now elements in the order in which they stand
 * @param {HTMLElement[]} before the same elements in the order in which they stood
 */
export function travel(now, before) {
  if (stillness() || !now.length || !now[0].animate) return;
  const places = now.map((element) => element.getBoundingClientRect());
  now.forEach((element, index) => {
    const from = places[before.indexOf(element)];
    const to = places[index];
    if (from.top === to.top && from.left === to.left) return;
    const start = "translate(" + (from.left - to.left) + "px, " + (from.top - to.top) + "px)";
    element.animate([{ transform: start }, { transform: "none" }], { duration: FLOW, easing: WATER });
  });
}

/**
 * @param {number} from
 * @param {number} to
 * @param {function(number): void} show
 */
export function countUp(from, to, show) {
  if (stillness() || from === to) return show(to);
  const begun = performance.now();
  function step(now) {
    const share = Math.min(1, Math.max(0, (now - begun) / FLOW));
    show(Math.round(from + (to - from) * (1 - (1 - share) ** 3)));
    if (share < 1) requestAnimationFrame(step);
  }
  show(from);
  return requestAnimationFrame(step);
}
