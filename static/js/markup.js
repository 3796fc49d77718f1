/**
 * Markup on the page (`markup_tree.js` reads it). Text only ever enters as text.
 * @module
 */
import { clauses, LONGEST, setClauses } from "./clauses.js";
import { h } from "./elements.js";
import { enlargeable } from "./enlarge.js";
import { formula } from "./maths.js";
import { isMarked, parse } from "./markup_tree.js";
import { tableOf } from "./markup_table.js";

/**
 * @typedef {Object} Look
 * @property {number} [longest] longer clauses flow as ordinary text; 0: all of them (`clauses.js`)
 * @property {string} [block] what each paragraph is when there are several; default `span.mk-p`, which may stand in a heading
 * @property {boolean} [enlarge] pictures grow when they are pressed; not inside a button
 */

const OPENING = /[（“‘《「『(]+$/;
const CLOSING = /^[，。、？！；：）”’》」』,.;:!?)%℃°]+/;
const CLAUSE_END = /[，。？！；：]+[”’）》」』]*$/;

/** Where the bank's pictures are. */
export const mediaUrl = (name) => "/media/" + encodeURIComponent(name);

/**
 * @param {string} text markup
 * @param {function(string): string} [address] of a picture, by its name
 * @param {Look} [look]
 * @returns {DocumentFragment}
 */
export function render(text, address = mediaUrl, look) {
  const fragment = document.createDocumentFragment();
  const tree = isMarked(text) ? parse(text) : [{ paragraph: [text] }];
  fragment.append(...blocks(tree, address, look));
  return fragment;
}

/**
 * Put markup into an element.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {Look} [look]
 * @returns {HTMLElement} the element
 */
export function setMarkup(element, text, look = {}) {
  if (!isMarked(text)) return setClauses(element, text, look.longest);   // most items are plain words, and phones are slow
  element.replaceChildren(render(text, mediaUrl, look));
  return element;
}

/**
 * A heading with markup. A table cannot stand in a heading: then the first words are the heading, and all of it stands
 * in a `div` with the heading's classes.
 * @param {string} tag such as `"h1.q__stem"`
 * @param {Object} attributes of the heading
 * @param {string} text
 * @param {Look} [look]
 * @returns {HTMLElement}
 */
export function heading(tag, attributes, text, look) {
  const tree = isMarked(text) ? parse(text).filter(says) : [];
  const start = tree.findIndex(({ paragraph }) => paragraph);
  if (start < 0 || !tree.some(({ table }) => table)) return setMarkup(h(tag, attributes), text, look);
  const [name, ...classes] = tag.split(".");
  const after = tree.findIndex(({ table }, place) => table && place > start);
  const end = after < 0 ? tree.length : after;
  const beside = (some) => blocks(some, mediaUrl, { ...look, block: "p" });
  return h("div", { class: [...classes, "has-table"].join(" "), lang: attributes.lang },
    beside(tree.slice(0, start)), h(name, attributes, blocks(tree.slice(start, end), mediaUrl, look)), beside(tree.slice(end)));
}

function blocks(tree, address, look = {}) {
  const said = tree.filter(says);
  const block = look.block || (said.length > 1 ? "span.mk-p" : null);
  const nodes = (line, longest) => clausesOf(bound(line)).flatMap((inlines) => clause(inlines, { ...look, longest }, address));
  return said.flatMap(({ paragraph, table }) => {
    if (table) return [tableOf(table, (cell) => nodes(cell, 0))];
    return block ? [h(block, null, nodes(paragraph, look.longest))] : nodes(paragraph, look.longest);
  });
}

/* An empty line parts paragraphs; it is none of its own. */
function says({ paragraph, table }) {
  return Boolean(table) || paragraph.some((each) => typeof each !== "string" || each.trim() !== "");
}

/* A formula keeps the brackets and marks that lie against it on its line. */
function bound(line) {
  const kept = [];
  for (const inline of line) {
    const before = kept[kept.length - 1];
    if (typeof inline !== "string" && (inline.maths || (inline.bold && inline.bold.some(({ maths }) => maths)))) {
      const opening = ((typeof before === "string" && OPENING.exec(before)) || [""])[0];
      if (opening) kept[kept.length - 1] = before.slice(0, -opening.length);
      kept.push({ whole: [opening, inline] });
    } else if (typeof inline === "string" && before && before.whole) {
      const closing = (CLOSING.exec(inline) || [""])[0];
      before.whole.push(closing);
      kept.push(inline.slice(closing.length));
    } else kept.push(inline);
  }
  return kept.filter((each) => each !== "");
}

/* Clauses across bold words and formulas: what ends with a clause mark ends its clause. */
function clausesOf(inlines) {
  const groups = [[]];
  for (const inline of inlines) {
    for (const piece of typeof inline === "string" ? clauses(inline) : [inline]) {
      groups[groups.length - 1].push(piece);
      if (CLAUSE_END.test(piece.whole ? piece.whole[piece.whole.length - 1] : piece)) groups.push([]);
    }
  }
  return groups.filter((group) => group.length);
}

function clause(inlines, { longest = LONGEST, enlarge = false }, address) {
  const nodes = inlines.map((inline) => nodeOf(inline, address, enlarge));
  const words = inlines.every((inline) => typeof inline === "string" || inline.bold);
  const length = nodes.reduce((sum, node) => sum + (typeof node === "string" ? node : node.textContent).length, 0);
  return words && length <= longest ? [h("span.cl", null, nodes)] : nodes;
}

function nodeOf(inline, address, enlarge) {
  if (typeof inline === "string") return inline;
  if (inline.maths) return formula(inline.maths);
  if (inline.picture) return picture(address(inline.picture), inline.alt, enlarge);
  const parts = (inline.bold || inline.whole).map((each) => nodeOf(each, address, enlarge));
  return h(inline.bold ? "strong.mk-strong" : "span.mk-whole", null, parts);
}

function picture(src, alt, enlarge) {
  const told = ({ target }) => target.dispatchEvent(new Event("resized", { bubbles: true }));
  const image = h("img.mk-picture", { src, alt, decoding: "async", onload: told, onerror: told });
  return enlarge ? enlargeable(image) : image;
}
