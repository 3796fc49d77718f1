/**
 * Where an item belongs, how hard it is, where it comes from.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";

/** @param {Object} editor as in `edit_options.js` */
export function facts(editor) {
  const put = (name, value) => editor.change({ ...editor.item, [name]: value });
  const judged = (name, value) => editor.change({ ...editor.item, difficulty: { ...editor.item.difficulty, [name]: value } });
  const { item } = editor;
  return [
    h("div.find__row", null,
      select("dimension", _("方面"), config.orders.dimensions.map((code) => [code, config.dimensions[code]]), item.dimension, (value) => put("dimension", value || null)),
      select("benchmark", _("基准"), config.benchmarks.map(([number, title]) => [number, number + " " + title]), item.benchmark, (value) => { put("benchmark", value ? Number(value) : null); points(editor); }),
      select("point", _("要点"), pointsOf(item.benchmark), item.point, (value) => put("point", value ? Number(value) : null)),
      input("seconds", _("时限"), { type: "number", min: 0, max: 600, placeholder: _("随场次"), value: item.seconds || "" }, (value) => put("seconds", Number(value) || 0))),
    h("div.find__row", null,
      input("difficulty", _("估计难度"), { type: "number", step: 0.1, min: -4, max: 4, value: item.difficulty.b ?? "" }, (value) => judged("b", value === "" ? null : Number(value)), _("0 为一半成人会，越大越难")),
      input("reason", _("为什么这样估计"), { maxlength: 200, value: item.difficulty.reason }, (value) => judged("reason", value)),
      input("tags", _("标签"), { list: "known-tags", value: item.tags.join("，") }, (value) => put("tags", value.split(/[,，、]/).map((tag) => tag.trim()).filter(Boolean)), _("用逗号隔开"))),
    boxes("topics", _("话题"), config.topics, item.topics, (values) => put("topics", values)),
    boxes("groups", _("人群"), config.groups, item.groups, (values) => put("groups", values)),
    h("div.find__row", null,
      input("source", _("出处"), { maxlength: 500, value: item.source }, (value) => put("source", value), _("审题人能翻开的书、标准、网页")),
      input("reading", _("延伸阅读"), { maxlength: 500, value: item.reading }, (value) => put("reading", value))),
    h("datalist", { id: "known-tags" }, config.tags.map((tag) => h("option", { value: tag }))),
  ];
}

function pointsOf(benchmark) {
  const found = config.benchmarks.find(([number]) => number === benchmark);
  return found ? Array.from({ length: found[3] - found[2] + 1 }, (_each, step) => [found[2] + step, String(found[2] + step)]) : [];
}

/* Another benchmark has other points. */
function points(editor) {
  const select = document.getElementById("point");
  select.replaceChildren(h("option", { value: "" }, "—"), ...pointsOf(editor.item.benchmark).map(([value, words]) => h("option", { value }, words)));
  editor.change({ ...editor.item, point: null });
}

function select(id, label, pairs, value, told) {
  const list = h("select.input", { id, onchange: ({ target }) => told(target.value) }, h("option", { value: "" }, "—"), pairs.map(([code, words]) => h("option", { value: code }, words)));
  list.value = value ?? "";
  return wrapped(id, label, list);
}

function input(id, label, attributes, told, hint = "") {
  return wrapped(id, label, h("input.input", { id, autocomplete: "off", ...attributes, oninput: ({ target }) => told(target.value) }), hint);
}

function wrapped(id, label, control, hint = "") {
  return h("div.field", { "data-field": id }, h("label", { for: id }, label, hint && h("small", null, " " + hint)), control);
}

function boxes(id, label, words, values, told) {
  const set = new Set(values);
  const toggle = (code) => ({ target }) => { if (target.checked) set.add(code); else set.delete(code); told(config.orders[id].filter((each) => set.has(each))); };
  return h("fieldset.edit-boxes", { "data-field": id }, h("legend", null, label), h("div.chips", null, config.orders[id].map((code) => h("label", null, h("input", { type: "checkbox", checked: set.has(code), onchange: toggle(code) }), h("span", null, words[code])))));
}
