/**
 * Texts that the page brings as markup are shown as what they mean.
 * @module
 */
import { setMarkup } from "../../markup.js";

/** Every element that says that its text is markup. */
export function showMarkup() {
  for (const each of document.querySelectorAll("[data-markup]")) setMarkup(each, each.textContent, { longest: 0 });
}
