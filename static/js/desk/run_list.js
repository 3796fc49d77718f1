/**
 * The run of a new heat: what comes when, and what an item has of its own.
 * @module
 */
import { h } from "../elements.js";
import { oneLine } from "../markup_tree.js";
import { _ } from "../words.js";
import { facts } from "./item_facts.js";

/** @typedef {{version: string, warm_up: boolean, pilot: boolean, weight: number, time_limit_s: number|null}} Row */

/** @returns {Row} */
export function entry(version, { warmUp = false, pilot = false } = {}) {
  return { version, warm_up: warmUp, pilot, weight: 1, time_limit_s: null };
}

/**
 * Pilot items among the others, evenly: neither first, where people are still settling in, nor last.
 * @param {Row[]} rows
 * @param {Row[]} pilots
 * @returns {Row[]}
 */
export function mixed(rows, pilots) {
  const next = rows.slice();
  pilots.forEach((row, each) => next.splice(Math.max(1, Math.round(((each + 1) * rows.length) / (pilots.length + 1)) + each), 0, row));
  return next;
}

/**
 * @param {HTMLElement} list where the rows are shown
 * @param {Map<string, Object>} items the bank by version
 * @param {function(Row[]): void} changed told after every change
 */
export function runList(list, items, changed) {
  /** @type {Row[]} */
  let rows = [];

  function replace(next) {
    rows = next;
    list.replaceChildren(...(rows.length ? rows.map(rowOf) : [empty()]));
    changed(rows);
  }

  function move(place, by) {
    const next = rows.slice();
    const [row] = next.splice(place, 1);
    next.splice(place + by, 0, row);
    replace(next);
    focusOn(place + by, by < 0 ? "up" : "down");
  }

  function remove(place) {
    replace(rows.filter((row, each) => each !== place));
    focusOn(Math.min(place, rows.length - 1), "out");
  }

  /** The focus stays with the row that was acted on, on a button that still works. */
  function focusOn(place, act) {
    const row = list.children[place];
    const button = row && (row.querySelector("[data-act='" + act + "']:not(:disabled)") || row.querySelector("[data-act]:not(:disabled)"));
    (button || list).focus();
  }

  function set(place, values) {
    rows = rows.map((row, each) => (each === place ? Object.assign({}, row, values) : row));
    changed(rows);
  }

  function swap(place, values) {
    replace(rows.map((each, other) => (other === place ? Object.assign({}, each, values) : each)));
  }

  function rowOf(row, place) {
    const item = items.get(row.version);
    const number = rows.slice(0, place + 1).filter((each) => !each.warm_up).length;
    return h("li", null, h("span.pick__no.num", null, row.warm_up ? _("热身") : number),
      h("p", null, oneLine(item.stem), h("small", null, facts(item))),
      h("div.pick__own", null, own(row, place), h("span.pick__acts", null, acts(item, place))));
  }

  function acts(item, place) {
    const button = (act, mark, name, done, off) =>
      h("button.btn", { type: "button", "data-act": act, "aria-label": name + "：" + oneLine(item.stem), title: name, disabled: off, onclick: done }, mark);
    return [button("up", "↑", _("上移"), () => move(place, -1), place === 0),
      button("down", "↓", _("下移"), () => move(place, 1), place === rows.length - 1),
      button("out", "×", _("去掉"), () => remove(place), false)];
  }

  function own(row, place) {
    const item = items.get(row.version);
    const warm = box(row.warm_up, item.pilot, (on) => swap(place, { warm_up: on, pilot: on ? false : row.pilot }));
    // An item on trial never counts; any other may be tried out once more.
    const pilot = box(row.pilot, item.pilot, (on) => swap(place, { pilot: on, warm_up: on ? false : row.warm_up }));
    const weight = number(row.weight, { min: 0.5, max: 10, step: 0.5 }, (value) => set(place, { weight: value || 1 }));
    const time = number(row.time_limit_s || "", { min: 5, max: 600, placeholder: _("同规则") }, (value) => set(place, { time_limit_s: value ? Math.round(value) : null }));
    return [h("label", null, warm, _("热身，不计分")), h("label", null, pilot, _("试测，不计分")), h("label", null, _("权重"), weight), h("label", null, _("时限（秒）"), time)];
  }

  return { replace, add: (row) => replace([...rows, row]), mix: (pilots) => replace(mixed(rows, pilots)) };
}

function box(checked, disabled, taken) {
  const field = h("input", { type: "checkbox", disabled, onchange: (event) => taken(event.target.checked) });
  field.checked = checked;
  return field;
}

/** A number that goes back to what stands when it is out of range. */
function number(value, limits, taken) {
  const field = h("input", Object.assign({ type: "number", value }, limits));
  field.addEventListener("change", () => {
    if (!field.checkValidity()) field.value = value;
    else taken(Number(field.value));
  });
  return field;
}

function empty() {
  return h("li.pick__empty", null, _("还没有选题。点“选一批”，或从题库里找。"));
}
