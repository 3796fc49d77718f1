/**
 * Formulas, set by KaTeX. It is fetched for the first formula and not before; until it is there, and where it never
 * comes, the LaTeX source stands in the formula's place.
 * @module
 */
import { h } from "./elements.js";
import { mayBeWide } from "./wide.js";
import { _ } from "./words.js";

const HOME = new URL("../vendor/katex/", import.meta.url);
/* Fonts that nearly every formula needs; the style sheet fetches the others as they come up. */
const FONTS = ["1em KaTeX_Main", "italic 1em KaTeX_Math"];
/* A formula is an author's, but the author may be a stranger's file: no links, no endless macros, no giant rules. */
const SETTINGS = { throwOnError: true, strict: "ignore", trust: false, maxSize: 8, maxExpand: 200 };

/* A formula of so many signs stays on one line; a longer one breaks at its relations, and scrolls where that is too little. */
const SHORT = 14;
/* What paints beside its place. In a frame of its own it stays there. */
const MOVES = /\\(?:[hm]space|[hm]skip|m?kern|raisebox|smash|rule|(?:math)?[lrc]lap)(?![a-zA-Z])|\\\\\s*\[/;
/* What nobody could read, and what brings a browser down: thousands of boxes within boxes. */
const LONGEST = 600;
const DEEPEST = 200;

let coming = null;

/**
 * Fetch what formulas need, once. A failure is not kept: the next formula tries again.
 * @returns {Promise}
 */
export function prepareMaths() {
  if (!coming) {
    coming = Promise.all([added("link", { rel: "stylesheet", href: HOME + "katex.min.css" }), added("script", { src: HOME + "katex.min.js" })])
      .then(() => Promise.allSettled(FONTS.map((font) => document.fonts.load(font))));
    coming.catch(() => { coming = null; });
  }
  return coming;
}

/**
 * A formula in the line. It tells its surroundings by a `resized` event when it is set later than placed.
 * @param {string} latex
 * @returns {HTMLElement}
 */
export function formula(latex) {
  const place = h("span.maths", { translate: "no" }, latex);
  if (signs(latex) > SHORT || MOVES.test(latex)) {
    place.classList.add("maths--long");
    mayBeWide(place, _("公式"));
  }
  if (window.katex) set(place, latex);
  else prepareMaths().then(() => { set(place, latex); place.dispatchEvent(new Event("resized", { bubbles: true })); }, () => {});
  return place;
}

function signs(latex) {
  return latex.replace(/\\[a-zA-Z]+/g, "x").replace(/[{}^_\\\s]/g, "").length;
}

/* Elements within elements, counted without recursion: it is the browser's own that has to be spared. */
function depth(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  const depths = new Map([[root, 0]]);
  let most = 0;
  while (walker.nextNode()) {
    const here = depths.get(walker.currentNode.parentNode) + 1;
    depths.set(walker.currentNode, here);
    most = Math.max(most, here);
  }
  return most;
}

/* Screen readers get the MathML. What KaTeX cannot read stays as it was written. */
function set(place, latex) {
  const made = h("span");
  try {
    if (latex.length > LONGEST) throw new RangeError("long");
    window.katex.render(latex, made, SETTINGS);
    if (depth(made) > DEEPEST) throw new RangeError("deep");
  } catch (error) {
    place.classList.add("maths--raw");
    return;
  }
  made.querySelectorAll("annotation").forEach((source) => source.remove());   // older browsers would read it out, too
  place.replaceChildren(...made.childNodes);
}

function added(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = h(tag, { ...attributes, onload: resolve, onerror: () => { element.remove(); reject(new Error(tag)); } });
    document.head.append(element);
  });
}
