/**
 * How many of which: for each field a table of its values, what the bank holds, and the least and most of each form.
 * @module
 */
import { h, setProperty } from "../../elements.js";
import { _, config } from "../../words.js";
import { countOf, eachOf, setBound } from "./sheet.js";

/** Fields whose rows are few enough to stand open. */
const OPEN = new Set(["type", "dimension"]);
/** Of more rows than fit a page only so many are shown, and what is searched for, and what has a rule. */
const MANY = 40;
const SHOWN = 12;

/**
 * @param {HTMLElement} host
 * @param {{sheet: Object, changed: function(): void}} draft
 */
export function gridView(host, draft) {
  const parts = config.fields.filter((part) => part.rows.length).map((part) => fieldPart(part, draft));
  host.replaceChildren(...parts.map((part) => part.element));
  return { draw: () => parts.forEach((part) => part.draw()), told: () => parts.forEach((part) => part.told()) };
}

function fieldPart(part, draft) {
  const asked = h("span.tag.tag--brand", { hidden: true });
  const most = Math.max(...part.rows.map((row) => row.held), 1);
  const every = boundsOf({ kind: "each", id: "each-" + part.field, name: _("每一个") + part.name, draft, find: (sheet) => eachOf(sheet, part.field), made: () => ({ field: part.field }) });
  const rows = part.rows.map((row) => boundsOf({
    kind: "count", id: "count-" + part.field + "-" + row.value, name: row.label, draft,
    find: (sheet) => countOf(sheet, part.field, row.value), made: () => ({ field: part.field, value: row.value }),
  }));
  const lines = part.rows.map((row, place) => h("tr", null, h("th", { scope: "row" }, row.label), held(row.held, most), rows[place].cells, h("td.grid__note")));
  const search = part.rows.length > MANY && h("input.input", { type: "search", autocomplete: "off", "aria-label": _("在{n} 个{field}里找", { n: part.rows.length, field: part.name }), placeholder: _("在{n} 个{field}里找", { n: part.rows.length, field: part.name }), oninput: sift });
  const table = h("table.grid", null, heading(part),
    h("tbody", null,
      h("tr.grid__every", null, h("th", { scope: "row" }, _("每一个{field}", { field: part.name })), h("td.r", null, ""), every.cells, h("td.grid__note")),
      lines));
  const element = h("details.fold", { id: "field-" + part.field, open: OPEN.has(part.field) },
    h("summary", null, h("b", null, part.name), asked), h("div", null, part.hint && h("p.hint", null, part.hint), search, table));
  function sift() {
    const words = search.value.trim();
    part.rows.forEach((row, place) => {
      lines[place].hidden = !(countOf(draft.sheet, part.field, row.value) || (words ? row.label.includes(words) : place < SHOWN));
    });
  }
  function told() {
    const count = part.rows.filter((row) => countOf(draft.sheet, part.field, row.value)).length + (eachOf(draft.sheet, part.field) ? 1 : 0);
    asked.hidden = count === 0;
    asked.textContent = _("{n} 条要求", { n: count });
  }
  return { element, told, draw: () => { every.draw(); rows.forEach((row) => row.draw()); told(); if (search) sift(); } };
}

function heading(part) {
  return h("thead", null, h("tr", null, h("th", { scope: "col" }, part.name), h("th.r", { scope: "col" }, _("题库有")),
    h("th.r", { scope: "col" }, _("每份至少")), h("th.r", { scope: "col" }, _("每份至多")), h("th", { scope: "col" }, h("span.vh", null, _("要改的地方")))));
}

function held(count, most) {
  const bar = setProperty(h("span.bar", { "aria-hidden": "true" }, h("i")), "--p", (100 * count) / most);
  return h("td.r.grid__held", null, h("span.num", null, count), bar);
}

/** The two fields of a rule. */
function boundsOf({ kind, id, name, draft, find, made }) {
  const field = (side, label) => h("input.input.num", {
    id: id + "-" + side, type: "number", inputmode: "numeric", min: 0, max: config.limits.length, step: 1, autocomplete: "off",
    "aria-label": name + " " + label, placeholder: side === "min" ? "0" : _("不限"),
    oninput: (event) => set(side, event.target),
  });
  const inputs = { min: field("min", _("至少")), max: field("max", _("至多")) };
  function set(side, input) {
    const typed = input.value.trim() === "" ? null : Math.max(0, Math.round(Number(input.value)));
    setBound(draft.sheet, kind, find(draft.sheet), made(), side, typed);
    draft.changed();
  }
  function draw() {
    const rule = find(draft.sheet) || {};
    for (const side of ["min", "max"]) inputs[side].value = rule[side] === undefined || (side === "min" && rule[side] === 0) ? "" : rule[side];
  }
  return { cells: [h("td.r", null, inputs.min), h("td.r", null, inputs.max)], draw };
}
