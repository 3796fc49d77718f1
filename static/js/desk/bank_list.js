/**
 * The bank as a list to search, narrow and add from.
 * @module
 */
import { h } from "../elements.js";
import { oneLine } from "../markup_tree.js";
import { _, config } from "../words.js";
import { facts } from "./item_facts.js";

const SHOWN = 60;
const FILTERS = { dimension: (item) => item.dimension, type: (item) => item.type, benchmark: (item) => String(item.benchmark) };
const byId = (id) => document.getElementById(id);

/**
 * @param {Object[]} items all items of the bank
 * @param {function(Object): void} add somebody wants this one
 */
export function bankList(items, add) {
  let taken = new Set();

  function show() {
    const found = ordered(items.filter((item) => !taken.has(item.version) && matches(item)));
    const rest = found.length - SHOWN;
    byId("bank").replaceChildren(...found.slice(0, SHOWN).map(row));
    if (rest > 0) byId("bank").append(h("li.pick__empty", null, _("还有 {n} 题，请再缩小范围。", { n: rest })));
    if (!found.length) byId("bank").append(h("li.pick__empty", null, _("没有符合的题。")));
  }

  function row(item) {
    const act = h("button.btn", { type: "button", "aria-label": _("加上") + "：" + oneLine(item.stem), onclick: () => added(item) }, _("加上"));
    return h("li", null, h("p", null, oneLine(item.stem), h("small", null, facts(item))), act);
  }

  /** The list is made anew: the focus goes to the row that took the place of the one that left. */
  function added(item) {
    const buttons = Array.from(byId("bank").querySelectorAll("button"));
    const place = buttons.indexOf(document.activeElement);
    add(item);
    const left = byId("bank").querySelectorAll("button");
    (left[Math.min(place, left.length - 1)] || byId("bank")).focus();
  }

  for (const [code, name] of Object.entries(config.dimensions)) byId("filter-dimension").append(h("option", { value: code }, _(name)));
  for (const id of ["search", "filter-dimension", "filter-type", "filter-topic", "filter-order", "filter-benchmark"]) byId(id).addEventListener("input", show);
  return { show: (chosen) => { taken = chosen; show(); } };
}

function matches(item) {
  const text = byId("search").value.trim();
  const topic = byId("filter-topic").value;
  return (!text || oneLine(item.stem).includes(text)) && (!topic || item.topics.includes(topic)) && Object.entries(FILTERS).every(([name, value]) => same(name, value(item)));
}

function same(filter, value) {
  const wanted = byId("filter-" + filter).value;
  return !wanted || wanted === value;
}

function ordered(items) {
  const order = byId("filter-order").value;
  if (!order) return items;
  return items.sort((one, other) => (order === "easy" ? other.percent - one.percent : one.percent - other.percent));
}
