/**
 * The answers as cards. Where every phone has its own order the stage shows plain cards, without letters.
 * @module
 */
import { h } from "../elements.js";
import { GLYPHS, optionKey } from "../glyphs.js";
import { heading, setMarkup } from "../markup.js";
import { plain } from "../markup_tree.js";

const LONG = 12;
const FLOWING = 70;

/** @param {Object} item */
export function optionCards(item) {
  const cards = item.options.map((option, position) => card(item, option, position));
  const list = h("div.s-opts", { "data-count": cards.length }, cards);
  if (item.options.some(({ text }) => plain(text).length > LONG)) list.dataset.long = "";
  return list;
}

/**
 * A stem, clause by clause; a long one flows like a book.
 * @param {Object} item
 * @param {string} tag
 */
export function stemOf({ stem }, tag) {
  const longest = Math.max(...plain(stem).split("\n").map((line) => line.length));
  return heading(tag, { lang: "zh-Hans" }, stem, longest > FLOWING ? { longest: 0 } : {});
}

function card(item, option, position) {
  const text = setMarkup(h("div.s-opt__text", { lang: "zh-Hans" }), option.text);
  if (item.shuffle) return h("div.s-opt.s-opt--plain", null, text);
  return lettered(h("div.s-opt", null, optionKey(position, "s-opt__key"), text), position);
}

/**
 * Give an element the colour of a letter.
 * @param {HTMLElement} element
 * @param {number} position 0 is A
 */
export function lettered(element, position) {
  element.dataset.opt = GLYPHS[position].code;
  return element;
}
