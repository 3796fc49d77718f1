/**
 * The frame of a scene: mark on the left, where we are in the middle, kind on the right; small print below.
 * @module
 */
import { h, icon, svg } from "../elements.js";
import { _ } from "../words.js";

/** The mark with its name. */
export function mark() {
  return h("span.mark", null, svg("svg", { "aria-hidden": "true" }, svg("use", { href: "#m-mark" })), h("span", null, _("问渠")));
}

/**
 * @param {Array} middle
 * @param {...(Node|false)} chips
 */
export function top(middle, ...chips) {
  return h("header.s-top", null, mark(), h("p.s-top__mid", null, middle), h("span.s-top__end", null, chips));
}

/** @param {string} text */
export function chip(text, classes = "") {
  return h("span", { class: ("s-chip " + classes).trim() }, text);
}

/** Small print: one part on each side. */
export function foot(...parts) {
  return h("footer.s-foot", null, parts);
}

/**
 * Where we are: "第 7 题 / 共 15 题".
 * @param {Object} scene
 * @param {string} [source] another sentence with `{n}` and `{of}`
 */
export function whereabouts(scene, source = _("第 {n} 题 / 共 {of} 题")) {
  if (scene.number === 0) return [_("热身题·不计分")];
  return lit(source.replace("{of}", scene.of), scene.number);
}

/**
 * A sentence whose `{n}` is written large.
 * @param {string} text
 * @param {string|number} value
 */
export function lit(text, value) {
  const [before, after] = text.split("{n}");
  return [before, h("b.num", null, value), after];
}

/** A sign with its words. */
export function sign(id, words) {
  return [icon(id), h("span", null, words)];
}
