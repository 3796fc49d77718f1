/**
 * The items of a file in lists: new, changed with old beside new, unchanged, refused, skipped, and what to know.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";
import { reasonOf } from "./refusal_words.js";

export const LISTS = {
  refused: () => _("不合格"),
  new: () => _("新题"),
  changed: () => _("改动"),
  unchanged: () => _("没有变"),
  skipped: () => _("已跳过"),
  notes: () => _("提示"),
};

const TYPES = {
  single: () => _("单选"),
  multiple: () => _("多选"),
  true_false: () => _("判断"),
  ordering: () => _("排序"),
  numeric: () => _("数值"),
  spoken: () => _("口答"),
};

const STATES = {
  draft: () => _("草稿"),
  reviewed: () => _("已审"),
  pilot: () => _("试测中"),
  calibrated: () => _("已定难度"),
  retired: () => _("停用"),
};

/**
 * Where something stands in the file.
 * @param {{sheet: string, row: number}} place
 */
export function where(place) {
  const row = place.row ? _("第 {n} 行", { n: place.row }) : "";
  return [place.sheet, row].filter(Boolean).join(" ");
}

/**
 * What people call a column of the template.
 * @param {string} column
 */
export function columnWords(column) {
  return config.column_words[column] || column;
}

/**
 * Remarks on places of the file.
 * @param {Object[]} remarks
 */
export function remarksOf(remarks) {
  return h("ul.remarks", null, remarks.map(remark));
}

/**
 * @param {string} name a list
 * @param {Object} found the preview
 * @returns {HTMLElement}
 */
export function linesOf(name, found) {
  if (!found[name].length) return h("p.hint", null, _("没有。"));
  if (name === "changed") return h("ul.lines", null, found.changed.map(changed));
  if (name === "skipped" || name === "notes") return remarksOf(found[name]);
  return h("ul.lines", null, found[name].map((line) => h("li", null, head(line))));
}

function head(line, state) {
  const facts = [where(line), line.id, TYPES[line.type] ? TYPES[line.type]() : line.type, _("答案：{key}", { key: line.answer }), state];
  return [h("p", null, line.stem), h("small", null, facts.filter(Boolean).join("·"))];
}

function changed({ item, status, differences }) {
  const state = status === "draft" || !STATES[status] ? "" : _("现在是“{state}”，改动后要重新审", { state: STATES[status]() });
  const cells = differences.flatMap((each) => [h("dt", null, columnWords(each.column)), cell("former", each.former), cell("new", each.new)]);
  return h("li", null, head(item, state), h("dl.diff", null, cells));
}

function cell(side, text) {
  const label = side === "former" ? _("原来") : _("改成");
  return h("dd." + side + (text ? "" : ".none"), null, h("span.vh", null, label + " "), text || _("（空）"));
}

function remark(each) {
  const place = [where(each), columnWords(each.column), each.id].filter(Boolean).join(" ");
  return h("li", null, h("span.remarks__where", null, place), h("span", null, reasonOf(each)));
}
