/**
 * Lines break between clauses first: each clause of a Chinese text becomes a `.cl` (inline-block).
 * @module
 */
import { h } from "./elements.js";

const MARK = /[，。？！；：]+[”’）》」』]*/g;
const HAN = /[\u3400-\u9fff]/;

export const LONGEST = 15;

/**
 * Split a text after its clause marks. A text that is not Chinese stays whole.
 * @param {string} text
 * @returns {string[]} the pieces; joined they are the text again
 */
export function clauses(text) {
  if (!HAN.test(text)) return [text];
  const pieces = [];
  let start = 0;
  for (const mark of text.matchAll(MARK)) {
    pieces.push(text.slice(start, mark.index + mark[0].length));
    start = mark.index + mark[0].length;
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

/**
 * Put a text into an element, clause by clause.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {number} [longest] longer clauses flow as ordinary text: as blocks they would only tear the lines around them
 * @returns {HTMLElement} the element
 */
export function setClauses(element, text, longest = LONGEST) {
  const pieces = clauses(text).map((piece) => (piece.length > longest ? piece : h("span.cl", null, piece)));
  element.replaceChildren(...pieces);
  return element;
}
