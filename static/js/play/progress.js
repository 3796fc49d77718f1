/**
 * Where we are in the run of items: one step an item, or one level when there are too many to tell apart.
 * @module
 */
import { bar, h } from "../elements.js";

const MOST = 24;

/**
 * @param {Object} scene
 * @param {boolean} past whether the item on screen already counts as done
 */
export function progress(scene, past) {
  const done = scene.number - (past || scene.number === 0 ? 0 : 1);
  if (scene.of > MOST) return h("div.q__steps", { "aria-hidden": "true" }, bar((100 * done) / scene.of));
  const steps = Array.from({ length: scene.of }, (_step, index) => h("i", { class: stepClass(index + 1, done, scene.number) }));
  return h("div.q__steps", { "aria-hidden": "true" }, steps);
}

function stepClass(number, done, now) {
  if (number <= done) return "is-done";
  return number === now ? "is-now" : null;
}
