/**
 * The editor: one form, fast by keyboard. Ctrl+Enter saves and opens the next, Ctrl+S saves, Alt with a letter sets the
 * key. What is not saved yet is kept in this browser.
 * @module
 */
import { h, write } from "../../elements.js";
import { plain } from "../../markup_tree.js";
import * as shelf from "../../shelf.js";
import { _, config } from "../../words.js";
import { facts } from "./edit_facts.js";
import { answers, byLetter, grow } from "./edit_options.js";
import { pictureButton } from "./edit_pictures.js";
import { previews } from "./edit_preview.js";
import { list, mark } from "./edit_problems.js";
import { asRow, blank, isEmpty, retyped, unfinished } from "./edit_state.js";
import { send } from "./send.js";

const LETTERS = "ABCDEFGHIJ";
const CALM = 600;
const byId = (id) => document.getElementById(id);
const shelfKey = () => "bank:" + (editor.base || "new");
const checks = h("ul.checks");
const editor = { item: config.item || blank("single", shelf.get("bank:like") || {}), base: config.base, change, redraw, busy: false };
let kept = JSON.stringify(asRow(editor.item));
let timer = 0;
let turn = 0;

byId("side").append(h("section.panel", null, h("h2", null, _("出题体检")), checks));
const preview = previews(byId("side"));

function change(item) {
  editor.item = item;
  count();
  preview.show(item);
  dirty();
  clearTimeout(timer);
  timer = setTimeout(calm, CALM);
}

function redraw(item, focus) {
  change(item);
  draw();
  const place = focus && document.querySelector(focus);
  if (place) place.focus();
}

function isDirty() {
  return JSON.stringify(asRow(editor.item)) !== kept;
}

function dirty() {
  const on = isDirty();
  byId("save").disabled = byId("save-next").disabled = config.refused || editor.busy || (!on && Boolean(editor.base));
  write(byId("state"), on ? _("还没有保存；写的字先记在这个浏览器里。") : editor.base ? _("都保存了。") : _("Alt+字母定答案，选项里按回车写下一个，Alt+上下键换位置。"));
}

/* After a pause: what was written is kept here, and the server looks it over. */
async function calm() {
  shelf.put(shelfKey(), isDirty() && !isEmpty(editor.item) ? asRow(editor.item) : null);
  const mine = (turn += 1);
  const waiting = unfinished(editor.item);
  list(checks, editor.item, {});
  if (isEmpty(editor.item)) return;
  const { ok, data } = await send(config.check_url, asRow(editor.item));
  if (!ok || mine !== turn) return;
  mark(byId("editor"), data.faults, waiting);
  list(checks, editor.item, data);
}

/* ---- the form ---- */

function draw() {
  const { item } = editor;
  const types = config.orders.types.map((code) => h("label", null, h("input", { type: "radio", name: "type", value: code, checked: item.type === code, onchange: () => redraw(retyped(editor.item, code), "input[name=type]:checked") }), h("span", null, config.types[code])));
  byId("editor").replaceChildren(
    h("fieldset.panel.edit-types", null, h("legend", null, _("题型")), h("div.chips", null, types)),
    h("section.panel", null, text("stem", _("题干"), 2, item.type === "true_false" ? _("一句可以判断对错的话") : _("一个不看选项也能懂的问题")), h("div", { "data-field": "options" }, h("div", { "data-field": "key" }, h("h3", null, _("答案")), answers(editor))), text("explanation", _("解析"), 3, _("对的为什么对，错的为什么错"))),
    h("section.panel", null, h("h2", null, _("归属与难度")), facts(editor)));
  for (const area of byId("editor").querySelectorAll("textarea")) grow(area);
  count();
}

function text(name, label, rows, hint) {
  const area = h("textarea.input", { id: name, rows, maxlength: name === "stem" ? config.longest_stem : 10000, "aria-describedby": name === "stem" ? "count" : null });
  area.value = editor.item[name];
  area.addEventListener("input", () => { grow(area); change({ ...editor.item, [name]: area.value }); });
  // What went wrong with a picture, which the server's looking over does not take away.
  const wrong = h("p.problem", { hidden: true, role: "alert", "data-own": true });
  const told = (words) => { wrong.hidden = !words; wrong.textContent = words; };
  return h("div.field", { "data-field": name }, h("div.edit-label", null, h("label", { for: name }, label, h("small", null, " " + hint)), name === "stem" && h("small.num", { id: "count" }), config.picture_url && pictureButton(area, told)), area, wrong);
}

function count() {
  const place = byId("count");
  if (place) write(place, plain(editor.item.stem).length + " / " + config.live_stem);
}

/* ---- saving ---- */

async function save(next) {
  if (editor.busy || config.refused) return;
  const missing = unfinished(editor.item);
  if (missing.length) return show(missing);
  editor.busy = true;
  dirty();
  const { ok, data } = await send(config.save_url, { item: asRow(editor.item), base: editor.base });
  editor.busy = false;
  if (ok) saved(data, next);
  else refused(data);
}

function saved(data, next) {
  shelf.put(shelfKey(), null);
  shelf.put("bank:like", asRow(editor.item));
  if (next) return nextOne(data);
  kept = JSON.stringify({ ...asRow(editor.item), id: data.item });
  editor.item = { ...editor.item, id: data.item };
  editor.base = data.version;
  history.replaceState(null, "", config.edit_url.replace("ITEM", encodeURIComponent(data.item)));
  news(data, "");
  dirty();
}

function nextOne(data) {
  editor.item = blank(editor.item.type, editor.item);
  editor.base = null;
  kept = JSON.stringify(asRow(editor.item));
  history.replaceState(null, "", config.new_url);
  write(document.querySelector(".pagehead h1"), _("写一道题"));
  news(data, "");
  redraw(editor.item, "#stem");
  window.scrollTo(0, 0);
}

function refused(data) {
  mark(byId("editor"), data.problems || [], []);
  news(null, data.message);
  dirty();
}

function news(data, problem) {
  const link = data && h("a", { href: data.url }, data.item);
  byId("news").replaceChildren(problem ? h("p.flash.flash--warn", { role: "alert" }, h("span", null, problem)) : h("p.flash", { role: "status" }, data.changed ? _("存好了：") : _("没有变化："), link));
}

function show(missing) {
  const words = { stem: _("请先写题干。"), options: _("请把选项写全。"), key: _("请标出答案。") };
  mark(byId("editor"), missing.map((field) => ({ field, problem: words[field] })), []);
  const place = byId("editor").querySelector({ stem: "#stem", options: "[data-option]", key: "[data-key], #key-value, #key-accepted" }[missing[0]]);
  if (place) place.focus();
}

/* ---- what was written and not saved ---- */

function offerKept() {
  const former = shelf.get(shelfKey());
  if (!former || JSON.stringify(former) === kept) return;
  const take = () => { byId("news").replaceChildren(); redraw({ ...former, key: former.key ?? null }, "#stem"); };
  const drop = () => { shelf.put(shelfKey(), null); byId("news").replaceChildren(); };
  byId("news").replaceChildren(h("div.undo", null, h("span", { role: "status" }, _("上次写的还没有保存：{stem}", { stem: former.stem.slice(0, 30) })), h("button.btn.btn--sm", { type: "button", onclick: take }, _("接着写")), h("button.btn.btn--sm.btn--quiet", { type: "button", onclick: drop }, _("不要了"))));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  const place = event.altKey && !command ? LETTERS.indexOf((event.code || "").replace("Key", "")) : -1;
  if (command && event.key === "Enter") save(true);
  else if (command && event.key.toLowerCase() === "s") save(false);
  else if (place >= 0) byLetter(editor, place);
  else return;
  event.preventDefault();
});
byId("editor").addEventListener("submit", (event) => event.preventDefault());
byId("save").addEventListener("click", () => save(false));
byId("save-next").addEventListener("click", () => save(true));
window.addEventListener("beforeunload", (event) => { if (isDirty() && !shelf.lasting) event.preventDefault(); });
draw();
dirty();
preview.show(editor.item);
list(checks, editor.item, {});
offerKept();
if (config.item) calm();
else byId("stem").focus();
