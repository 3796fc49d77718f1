/**
 * Four answers, the stem and the strip in one view: on a short screen the question tightens step by step.
 * Text that the reader made large is never made small again; then the page scrolls and the strip stays in view.
 * @module
 */
import { textSize } from "../preferences.js";

const STEPS = ["0", "1", "2", "3"];

/**
 * @param {HTMLElement} question the element that carries `data-tight`
 */
export function fit(question) {
  const page = document.scrollingElement;
  question.dataset.tight = "0";
  if (textSize() !== "normal") return;
  for (const step of STEPS) {
    question.dataset.tight = step;
    if (page.scrollHeight <= window.innerHeight) return;
  }
}
