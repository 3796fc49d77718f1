/**
 * The bank's list: it searches while one types, keeps what is asked in the address, and works on many items at once.
 * @module
 */
import { h, write } from "../../elements.js";
import { ask } from "../../dialog.js";
import { _, config } from "../../words.js";
import { row } from "./list_row.js";
import { send } from "./send.js";
import { offerUndo } from "./undo.js";

const WAIT = 180;
const CHECKS = ["mine", "waiting", "comments", "gaps", "held"];
const byId = (id) => document.getElementById(id);
const form = byId("find");
/** @type {Set<string>} */
const picked = new Set();
let page = 1;
let total = 0;
let asked = 0;
let timer = 0;

/* What the form asks for; empty fields are not asked about. */
function query() {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (String(value).trim()) params.append(name, String(value).trim());
  return params;
}

/* The form as the address asks. What was typed before this script was there stays, where the address says nothing. */
function fill(keepTyped) {
  const params = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (!field.name || (keepTyped && !params.has(field.name))) continue;
    if (field.type === "checkbox") field.checked = params.has(field.name);
    else field.value = params.get(field.name) || "";
  }
  page = Math.max(1, Number(params.get("page")) || 1);
}

async function search() {
  const params = query();
  const turn = (asked += 1);
  if (page > 1) params.set("page", String(page));
  history.replaceState(null, "", params.toString() ? "?" + params : location.pathname);
  narrowed(params);
  byId("rows").setAttribute("aria-busy", "true");
  const reply = await fetch(config.search_url + "?" + params, { credentials: "same-origin" }).catch(() => null);
  if (turn !== asked) return;
  byId("rows").removeAttribute("aria-busy");
  if (!reply || !reply.ok) return write(byId("total"), _("暂时连不上服务器，请再试一次。"));
  show(await reply.json());
}

function show({ total: count, rows }) {
  total = count;
  const asking = query().toString() !== "";
  write(byId("total"), count ? _("{n} 题", { n: count }) : "");
  byId("rows").replaceChildren(...(rows.length ? rows.map((item) => row(item, picked.has(item.id), pick)) : [nothing(asking)]));
  pages();
  selection();
}

function nothing(asking) {
  const words = asking ? _("没有符合的题。换一个词，或者清除一些条件。") : _("题库里还没有题。写一道，或者导入一个文件。");
  return h("li.bank-rows__none", null, words);
}

function pages() {
  const last = Math.max(1, Math.ceil(total / config.page));
  const to = (number, words, off) => h("button.btn.btn--sm", { type: "button", disabled: off, onclick: () => turn(number) }, words);
  byId("pages").replaceChildren(...(last > 1 ? [to(page - 1, _("上一页"), page <= 1), h("span.num", null, _("第 {n} / {of} 页", { n: page, of: last })), to(page + 1, _("下一页"), page >= last)] : []));
}

function turn(number) {
  page = number;
  search();
  byId("rows").scrollIntoView({ block: "start" });
}

function narrowed(params) {
  const more = ["topic", "group", "tag", "parameters", "low", "high", ...CHECKS].filter((name) => params.has(name)).length;
  byId("more-count").hidden = more === 0;
  write(byId("more-count"), _("已限定 {n} 项", { n: more }));
  byId("reset").hidden = !["q", "status", "type", "dimension", "benchmark"].some((name) => params.has(name)) && more === 0;
}

function soon(wait) {
  clearTimeout(timer);
  page = 1;
  timer = setTimeout(search, wait);
}

/* ---- many at once ---- */

function pick(id, on) {
  if (on) picked.add(id);
  else picked.delete(id);
  selection();
}

function boxes() {
  return Array.from(byId("rows").querySelectorAll("input[type=checkbox]"));
}

function selection() {
  const shown = boxes();
  byId("bulk").hidden = picked.size === 0;
  byId("all").checked = shown.length > 0 && shown.every((box) => box.checked);
  write(byId("picked"), _("选中 {n} 题", { n: picked.size }));
  const more = total > picked.size && shown.length > 0 && shown.every((box) => box.checked);
  byId("pick-found").hidden = !more;
  write(byId("pick-found"), _("找到的 {n} 题都选上", { n: Math.min(total, config.most) }));
}

function pickPage(on) {
  for (const box of boxes()) {
    box.checked = on;
    if (on) picked.add(box.value);
    else picked.delete(box.value);
  }
  selection();
}

async function pickFound() {
  const params = query();
  params.set("ids", "1");
  const reply = await fetch(config.search_url + "?" + params, { credentials: "same-origin" }).catch(() => null);
  if (!reply || !reply.ok) return;
  for (const id of (await reply.json()).ids) picked.add(id);
  for (const box of boxes()) box.checked = true;
  selection();
}

function drop() {
  picked.clear();
  for (const box of boxes()) box.checked = false;
  selection();
}

async function many(what) {
  const tag = byId("bulk-tag").value.trim();
  const tags = what === "tag" || what === "untag" ? [tag] : [];
  if (tags.length && !tag) return byId("bulk-tag").focus();
  const sure = what !== "retire" || (await ask({ title: _("停用 {n} 题", { n: picked.size }), text: _("停用的题不再进场次和试卷，以后可以退回草稿。"), yes: _("停用"), danger: true }));
  if (!sure) return;
  const { ok, data } = await send(config.many_url, { what, items: Array.from(picked), tags });
  if (ok) offerUndo(told(data), search);
  else offerUndo(data.message, null);
  if (ok) drop();
  search();
}

function told({ did, done, unchanged, left }) {
  const parts = [did + "：" + _("{n} 题", { n: done })];
  if (unchanged) parts.push(_("{n} 题本来就是这样", { n: unchanged }));
  for (const [why, count] of Object.entries(left)) parts.push(_("{n} 题没有动", { n: count }) + "：" + why);
  return parts.join("；");
}

fill(true);
form.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
form.addEventListener("input", (event) => soon(event.target.type === "search" || event.target.id === "tag" || event.target.type === "number" ? WAIT : 0));
window.addEventListener("popstate", () => { fill(false); search(); });
byId("reset").addEventListener("click", () => { for (const field of form.elements) { if (field.type === "checkbox") field.checked = false; else field.value = ""; } soon(0); byId("q").focus(); });
byId("all").addEventListener("change", ({ target }) => pickPage(target.checked));
byId("pick-found").addEventListener("click", pickFound);
byId("drop").addEventListener("click", drop);
for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => many(button.dataset.do));
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  byId("q").focus();
});
byId("more").open = Array.from(byId("more").querySelectorAll("[name]")).some((field) => (field.type === "checkbox" ? field.checked : field.value));
search();
