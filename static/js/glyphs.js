/**
 * An option is always letter + shape + colour, the same on every phone and on the stage.
 * @module
 */
import { h, icon } from "./elements.js";
import { _ } from "./words.js";

/** Letter, shape (its sprite symbol) and colour code by position. The code is the value of `data-opt`. */
export const GLYPHS = [
  { letter: "A", code: "a", symbol: "s-water", name: _("水") },
  { letter: "B", code: "b", symbol: "s-hill", name: _("山") },
  { letter: "C", code: "c", symbol: "s-sun", name: _("日") },
  { letter: "D", code: "d", symbol: "s-moon", name: _("月") },
  { letter: "E", code: "e", symbol: "s-leaf", name: _("叶") },
  { letter: "F", code: "f", symbol: "s-star", name: _("星") },
];

/**
 * The coloured key of an option: its shape and its letter.
 * @param {number} position 0 is A
 * @param {string} [classes] `"opt__key"` on phones, `"s-opt__key"` on the stage
 */
export function optionKey(position, classes = "opt__key") {
  const glyph = GLYPHS[position];
  return h("span", { class: classes }, icon(glyph.symbol, "shape"), h("span", null, glyph.letter));
}

/**
 * How an option is called out: "B 山".
 * @param {number} position
 */
export function callName(position) {
  return GLYPHS[position].letter + " " + GLYPHS[position].name;
}
