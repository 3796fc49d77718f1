/**
 * A scene that is too full tightens step by step until nothing is cut off; the style sheet keeps the floor.
 * @module
 */
import { setProperty } from "../elements.js";

/* Above 1: a scene with little to say says it larger, for the back rows. */
const STEPS = [1.3, 1.2, 1.1, 1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4];

/**
 * @param {HTMLElement} box carries `--k`
 * @param {Array<HTMLElement|(() => boolean)>} watched none of them may overflow, or say that it does not hold
 * @param {number} [most] the largest step to try
 */
export function fit(box, watched, most = 1) {
  for (const step of STEPS.filter((each) => each <= most)) {
    setProperty(box, "--k", step);
    if (watched.every((each) => (typeof each === "function" ? each() : holds(each)))) return;
  }
}

/**
 * Tables scroll on phones; on the stage nobody could, so they have to fit as well.
 * @param {HTMLElement} box
 * @returns {HTMLElement[]}
 */
export function tablesIn(box) {
  return [...box.querySelectorAll(".mk-table__in")];
}

/**
 * Whether a box's parts lie inside it once they have come to rest: parts that are still rising overflow and pass.
 * @param {HTMLElement} box
 */
export function holdsAtRest(box) {
  const end = box.offsetTop + box.offsetHeight + 1;
  return [...box.children].every((part) => part.offsetTop + part.offsetHeight <= end);
}

function holds(element) {
  return element.scrollHeight <= element.clientHeight + 1 && element.scrollWidth <= element.clientWidth + 1;
}
