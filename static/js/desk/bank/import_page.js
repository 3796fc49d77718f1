/**
 * What a file would do to the bank: its items in lists, the refused ones to be corrected in place, and the way in.
 * @module
 */
import { h, write } from "../../elements.js";
import { _, config } from "../../words.js";
import { complain, post, work } from "./asking.js";
import { LISTS, linesOf } from "./import_lists.js";
import { refusedRows } from "./refused_rows.js";

const byId = (id) => document.getElementById(id);
const token = byId("csrf").value;
const rows = refusedRows({ save, changed: look });
let found = null;
let shown = "";
let asked = 0;
let checking = "";

/** Asks for a check, and shows what it found; of several checks the last counts, and the one before is let go. */
async function look() {
  const mine = (asked += 1);
  byId("put-in").disabled = true;
  if (checking) await post(checking.replace(".json", "/stop"), {}, token);
  const { outcome, trouble } = await work(() => post(config.urls.check, {}, token), (begun) => { checking = begun.job; });
  if (mine !== asked) return;
  checking = "";
  if (trouble) return complain(trouble);
  const unreadable = outcome.refused.find((remark) => remark.code === "bad_file" && !remark.row);
  if (unreadable) return cannotRead(unreadable.reason);
  const reply = await fetch(config.urls.preview, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!reply || !reply.ok) return complain(_("暂时连不上服务器，请再试一次。"));
  show(await reply.json());
}

function cannotRead(reason) {
  write(byId("said"), _("文件没有读入，题库没有改动。"));
  complain(reason);
}

function show(preview) {
  found = preview;
  rows.update(preview.refused);
  write(byId("said"), _("按“{format}”读的，还没有放进题库。", { format: config.formats[preview.format] || preview.format }));
  if (!shown || (shown === "refused" && !preview.counts.refused)) shown = first();
  byId("found").hidden = false;
  showTabs();
  showList();
  showEnd();
}

/** The list that is worth looking at first: what is refused, else what is new. */
function first() {
  return ["refused", "new", "changed", "unchanged", "skipped", "notes"].find((name) => found.counts[name]) || "new";
}

function showTabs() {
  const focused = document.activeElement && document.activeElement.dataset.list;
  byId("tabs").replaceChildren(...Object.entries(LISTS).map(tab));
  if (focused) byId("tabs").querySelector("[data-list='" + focused + "']").focus();
}

function tab([name, words]) {
  const count = found.counts[name];
  return h("button" + (name === "refused" && count ? ".has-trouble" : ""), {
    type: "button", role: "tab", id: "tab-" + name, "data-list": name, "aria-selected": String(name === shown), "aria-controls": "list",
    tabindex: name === shown ? "0" : "-1", onclick: () => choose(name), onkeydown: turn,
  }, words(), h("b", null, count));
}

/** Arrows go along the tabs. */
function turn(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const names = Object.keys(LISTS);
  choose(names[(names.indexOf(shown) + step + names.length) % names.length]);
  byId("tab-" + shown).focus();
}

function choose(name) {
  shown = name;
  showTabs();
  showList();
}

function showList() {
  byId("list").setAttribute("aria-labelledby", "tab-" + shown);
  if (shown === "refused" && found.counts.refused) {
    byId("list").replaceChildren(rows.element, more("refused"));
  } else byId("list").replaceChildren(linesOf(shown, found), more(shown));
}

function more(name) {
  const rest = found.counts[name] - found[name].length;
  return rest > 0 ? h("p.hint", null, _("这里只列出前 {n} 条，还有 {rest} 条。", { n: found[name].length, rest })) : "";
}

function showEnd() {
  const { new: fresh, changed, refused } = found.counts;
  const enters = fresh + changed;
  byId("aside").hidden = !refused;
  byId("aside").href = config.urls.aside;
  byId("put-in").disabled = !enters;
  write(byId("put-in"), refused && enters ? _("导入其余 {n} 题", { n: enters }) : _("导入 {n} 题", { n: enters }));
  write(byId("put-in-words"), end(enters, refused));
}

function end(enters, refused) {
  if (!enters && !refused) return _("没有要导入的：文件里的题，题库里都有了。");
  if (!refused) return _("一起放进去，作为草稿；不满意可以整批撤销。");
  return enters ? _("还有 {n} 行不合格：在上面改好，或先下载下来，只导入其余的。", { n: refused }) : _("{n} 行都不合格：在上面改好，或下载下来改。", { n: refused });
}

async function putIn() {
  byId("put-in").disabled = true;
  const form = new FormData();
  form.append("leave_refused", found.counts.refused ? "1" : "0");
  const { outcome, trouble } = await work(() => post(config.urls.put_in, form, token));
  if (!trouble && outcome.entered) {
    window.location.assign(config.report_url.replace("IMPORT", outcome.entered));
    return;
  }
  if (!trouble) await look();
  complain(trouble || _("核对时又发现了不合格的行，什么也没有导入。请看上面。"));
  byId("put-in").disabled = false;
}

/** @returns {Promise<Object>} `{faults}` of a row with these cells, or `{error, message}` */
function save(line, cells) {
  return post(config.urls.row, { sheet: line.remark.sheet, row: line.remark.row, key: line.key, cells }, token);
}

byId("put-in").addEventListener("click", putIn);
look();
