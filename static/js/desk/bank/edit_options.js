/**
 * The options of an item with their keys, and the key of an item without options.
 * Enter opens the next option, Alt with up or down moves one, Backspace in an empty one takes it out.
 * @module
 */
import { h, icon } from "../../elements.js";
import { GLYPHS, optionKey } from "../../glyphs.js";
import { _, config } from "../../words.js";
import { hasOptions, moved, toggled, withOption, withoutOption } from "./edit_state.js";

const LETTERS = "ABCDEFGHIJ";

/**
 * @param {Object} editor `item`, and `change(item)`, which does not draw, `redraw(item, focus)`, which does
 * @returns {Node[]}
 */
export function answers(editor) {
  if (editor.item.type === "true_false") return [trueFalse(editor)];
  if (editor.item.type === "numeric") return [numeric(editor)];
  if (editor.item.type === "spoken") return [spoken(editor)];
  const rows = editor.item.options.map((option, place) => optionRow(editor, option, place));
  const add = h("button.btn.btn--sm.btn--quiet", { type: "button", disabled: rows.length >= config.most_options, onclick: () => added(editor, rows.length - 1) }, _("加一个选项"));
  const hint = editor.item.type === "ordering" ? _("按正确的次序写，答题时会打乱。") : _("右边写出选错的人在想什么。");
  return [h("ol.edit-opts", null, rows), h("p.edit-opts__foot", null, add, h("small", null, hint))];
}

function optionRow(editor, option, place) {
  const letter = LETTERS[place];
  const right = editor.item.key.includes(option.id);
  const ordering = editor.item.type === "ordering";
  const text = h("textarea.input", { rows: 1, "data-option": place, "aria-label": _("选项 {letter}", { letter }), maxlength: 1000 });
  text.value = option.text;
  text.addEventListener("input", () => { option.text = text.value; grow(text); editor.change(editor.item); });
  text.addEventListener("keydown", (event) => keyOn(event, editor, place, text));
  const wrong = h("input.input.edit-opt__why", { "aria-label": _("选 {letter} 的人在想什么", { letter }), placeholder: ordering || right ? "" : _("误解"), disabled: right || ordering, maxlength: 300, autocomplete: "off", value: editor.item.misconceptions[option.id] || "" });
  wrong.addEventListener("input", () => { editor.item.misconceptions[option.id] = wrong.value; editor.change(editor.item); });
  const row = h("li.edit-opt", null, place < GLYPHS.length ? optionKey(place) : h("span.opt__key", null, letter), text, wrong, ordering ? order(editor, place) : pick(editor, place, right, letter), remove(editor, place, letter));
  row.dataset.opt = (GLYPHS[place] || GLYPHS[5]).code;
  return row;
}

function pick(editor, place, right, letter) {
  const toggle = () => editor.redraw(toggled(editor.item, place), "[data-key='" + place + "']");
  return h("button", { type: "button", class: "edit-pick" + (right ? " is-on" : ""), "data-key": place, "aria-pressed": String(right), title: "Alt+" + letter, onclick: toggle, "aria-label": _("{letter} 是正确答案", { letter }) },
    right ? icon("i-check") : h("i"), h("span", null, right ? _("正确") : _("设为正确")));
}

function order(editor, place) {
  const step = (by, id, words) => h("button.tool", { type: "button", "aria-label": words, title: words, onclick: () => move(editor, place, by) }, icon(id));
  return h("span.edit-order", null, step(-1, "i-up2", _("上移")), step(1, "i-down2", _("下移")));
}

function remove(editor, place, letter) {
  return h("button.tool", { type: "button", "aria-label": _("去掉选项 {letter}", { letter }), disabled: editor.item.options.length <= 2, onclick: () => gone(editor, place) }, icon("i-cross"));
}

function keyOn(event, editor, place, text) {
  if (event.isComposing) return;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.altKey && step) return taken(event, () => move(editor, place, step));
  if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) return taken(event, () => next(editor, place));
  if (event.key === "Backspace" && !text.value && editor.item.options.length > 2) return taken(event, () => gone(editor, place));
}

function taken(event, act) {
  event.preventDefault();
  act();
}

function next(editor, place) {
  const following = document.querySelector("[data-option='" + (place + 1) + "']");
  if (following) following.focus();
  else if (editor.item.options.length < config.most_options && editor.item.options[place].text.trim()) added(editor, place);
}

function added(editor, place) {
  editor.redraw(withOption(editor.item, place, config.most_options), "[data-option='" + (place + 1) + "']");
}

function gone(editor, place) {
  editor.redraw(withoutOption(editor.item, place), "[data-option='" + Math.max(0, place - 1) + "']");
}

function move(editor, place, step) {
  const to = Math.min(Math.max(place + step, 0), editor.item.options.length - 1);
  editor.redraw(moved(editor.item, place, step), "[data-option='" + to + "']");
}

function trueFalse(editor) {
  const choice = (value, words) => h("button", { type: "button", class: "edit-pick" + (editor.item.key === value ? " is-on" : ""), "aria-pressed": String(editor.item.key === value), "data-key": value ? "0" : "1", title: value ? "Alt+A" : "Alt+B", onclick: () => editor.redraw({ ...editor.item, key: value }, "[data-key='" + (value ? 0 : 1) + "']") },
    editor.item.key === value ? icon("i-check") : h("i"), h("span", null, words));
  return h("div.edit-two", { role: "group", "aria-label": _("答案") }, choice(true, _("这句话正确")), choice(false, _("这句话错误")));
}

function numeric(editor) {
  const key = editor.item.key;
  const number = (name, label, value) => field("key-" + name, label, { type: "number", step: "any", value: value ?? "" }, (text) => editor.change({ ...editor.item, key: { ...editor.item.key, [name]: text === "" ? (name === "value" ? null : 0) : Number(text) } }));
  return h("div.find__row", null, number("value", _("正确的数"), key.value), number("tolerance", _("允许的误差"), key.tolerance || ""), field("key-unit", _("单位"), { value: key.unit || "", maxlength: 20 }, (unit) => editor.change({ ...editor.item, key: { ...editor.item.key, unit } })));
}

function spoken(editor) {
  const accepted = h("textarea.input", { id: "key-accepted", rows: 3 });
  accepted.value = editor.item.key.accepted.join("\n");
  accepted.addEventListener("input", () => editor.change({ ...editor.item, key: { ...editor.item.key, accepted: accepted.value.split("\n") } }));
  const marking = h("textarea.input", { id: "key-marking", rows: 2, maxlength: 1000 });
  marking.value = editor.item.key.marking || "";
  marking.addEventListener("input", () => editor.change({ ...editor.item, key: { ...editor.item.key, marking: marking.value } }));
  return h("div", null, h("div.field", null, h("label", { for: "key-accepted" }, _("可以接受的答案"), " ", h("small", null, _("一行一个，最标准的写在最前面"))), accepted),
    h("div.field", null, h("label", { for: "key-marking" }, _("评判说明"), " ", h("small", null, _("说得差不多时，裁判照什么判"))), marking));
}

function field(id, label, attributes, told) {
  return h("div.field", null, h("label", { for: id }, label), h("input.input", { id, autocomplete: "off", ...attributes, oninput: ({ target }) => told(target.value) }));
}

/** A text field as high as its text. */
export function grow(area) {
  area.style.height = "auto";
  area.style.height = area.scrollHeight + 3 + "px";
}

/** The key by a letter: Alt+A to Alt+J. */
export function byLetter(editor, place) {
  if (editor.item.type === "true_false" && place < 2) return editor.redraw({ ...editor.item, key: place === 0 });
  if (hasOptions(editor.item.type) && editor.item.options[place]) editor.redraw(toggled(editor.item, place));
}
