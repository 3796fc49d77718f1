/**
 * A table of an item. Where it is wider than its place it scrolls inside its own frame, and says so.
 * @module
 */
import { h, icon } from "./elements.js";
import { plainLine } from "./markup_tree.js";
import { _ } from "./words.js";

/* Cells of so many characters stay on one line. */
const SHORT = 8;
const NUMBER = /^[-+−–±≈<>≤≥]?\s*[\d.,\s]*\d\s*([%‰℃°]|[^\d\s]{1,2})?$/u;

/* Phones before 2020 have none: their tables scroll without being told of. */
const watch = typeof ResizeObserver === "undefined" ? null : new ResizeObserver((seen) => seen.forEach(({ target }) => tell(target.parentElement)));

/**
 * @param {{head: Array|null, rows: Array}} table
 * @param {function(Array): Node[]} nodes makes the content of a cell
 * @returns {HTMLElement}
 */
export function tableOf({ head, rows }, nodes) {
  const numbers = (rows[0] || []).map((cell, column) => rows.every((row) => NUMBER.test(plainLine(row[column]).trim())));
  const cellOf = (tag, attributes) => (cell, column) => {
    const classes = [numbers[column] ? ".is-number" : "", plainLine(cell).length > SHORT ? ".is-long" : ""];
    return h(tag + classes.join(""), attributes, nodes(cell));
  };
  const body = h("tbody", null, rows.map((row) => h("tr", null, row.map(cellOf("td", null)))));
  const top = head && h("thead", null, h("tr", null, head.map(cellOf("th", { scope: "col" }))));
  const inner = h("div.mk-table__in", null, h("table", null, top, body));
  const hint = h("p.mk-table__hint", { hidden: true }, icon("i-sides"), _("表格可以左右滑动"));
  const frame = h("div.mk-table", null, inner, hint);
  if (watch) watch.observe(inner);
  return frame;
}

/* Only what scrolls can be reached by keyboard and is named as a place. */
function tell(frame) {
  const inner = frame.firstElementChild;
  const wide = inner.scrollWidth > inner.clientWidth + 1;
  frame.lastElementChild.hidden = !wide;
  frame.classList.toggle("is-wide", wide);
  for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": _("表格") })) {
    if (wide) inner.setAttribute(name, value);
    else inner.removeAttribute(name);
  }
}
