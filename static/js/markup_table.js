/**
 * A table of an item. Where it is wider than its place it scrolls inside its own frame, and says so.
 * @module
 */
import { h, icon } from "./elements.js";
import { plainLine } from "./markup_tree.js";
import { mayBeWide } from "./wide.js";
import { _ } from "./words.js";

/* Cells of so many characters stay on one line, heads of half as many: they may be higher than a row. */
const SHORT = { td: 8, th: 4 };
/* A head's unit goes on the next line as a whole. */
const UNIT = /（[^（）]{1,8}）$/;
const NUMBER = /^[-+−–±≈<>≤≥]?\s*[\d.,\s]*\d\s*([%‰℃°]|[^\d\s]{1,2})?$/u;

/**
 * @param {{head: Array|null, rows: Array}} table
 * @param {function(Array): Node[]} nodes makes the content of a cell
 * @returns {HTMLElement}
 */
export function tableOf({ head, rows }, nodes) {
  const numbers = (rows[0] || []).map((cell, column) => rows.every((row) => NUMBER.test(plainLine(row[column]).trim())));
  const cellOf = (tag, attributes) => (cell, column) => {
    const classes = [numbers[column] ? ".is-number" : "", plainLine(cell).length > SHORT[tag] ? ".is-long" : ""];
    return h(tag + classes.join(""), attributes, nodes(tag === "th" ? unitWhole(cell) : cell));
  };
  const body = h("tbody", null, rows.map((row) => h("tr", null, row.map(cellOf("td", null)))));
  const top = head && h("thead", null, h("tr", null, head.map(cellOf("th", { scope: "col" }))));
  const inner = h("div.mk-table__in", null, h("table", null, top, body));
  const hint = h("p.mk-table__hint", { hidden: true }, icon("i-sides"), _("表格可以左右滑动"));
  mayBeWide(inner, _("表格"), (wide) => { hint.hidden = !wide; });
  return h("div.mk-table", null, inner, hint);
}

function unitWhole(cell) {
  const last = cell[cell.length - 1];
  const unit = typeof last === "string" ? UNIT.exec(last) : null;
  return unit ? [...cell.slice(0, -1), last.slice(0, unit.index), { whole: [unit[0]] }].filter((each) => each !== "") : cell;
}
