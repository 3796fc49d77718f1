/**
 * A heat's results, read anew every two seconds while it runs.
 * @module
 */
import { h } from "../elements.js";
import { qrCode } from "../qr.js";
import { _, config } from "../words.js";
import { wright } from "./wright.js";

const EVERY = 2000;
const PHASES = { lobby: _("候场"), open: _("正在答题"), closed: _("已收题"), revealed: _("已揭晓"), standings: _("看积分榜"), finished: _("已结束") };
const STATES = { coming: _("未到"), open: _("作答中"), closed: _("已收题"), revealed: "", void: _("已作废"), skipped: _("已跳过") };
const byId = (id) => document.getElementById(id);
let shown = "";

function option(item) {
  return (each) => {
    const level = h("span.level", null, h("i"));
    level.firstChild.style.setProperty("--p", item.answered ? (100 * each.count) / item.answered : 0);
    const right = each.right === true;
    return h("li" + (right ? ".is-key" : ""), null, h("b", null, each.letter), h("span", null, (right ? "✓ " : "") + each.text), level, h("span.num", null, each.count));
  };
}

function itemRow(item) {
  const told = item.percent === null ? STATES[item.state] || _("无人作答") : _("答对 {n}%", { n: item.percent });
  const title = (item.number || _("热身")) + " " + item.stem;
  const open = item.answered || item.state === "revealed";
  return h("div.item-row", null, h("h3", null, h("span", null, title), h("span", null, told)), open && h("ul", null, item.options.map(option(item))));
}

function placeRow(row) {
  return h("tr", null, h("td.r", null, row.place), h("td", null, row.name), h("td.r", null, row.points), h("td.r", null, row.right + " / " + row.asked));
}

function share(title, rows) {
  return h("div", null, h("h3", null, title), h("ul", null, rows.map((row) => h("li", null, h("span", null, _(row.name)), h("span.num", null, row.count)))));
}

function show(now) {
  const where = now.phase === "lobby" ? "" : " · " + _("第 {n} 题，共 {of} 题", { n: now.number, of: now.of });
  byId("phase").textContent = PHASES[now.phase] + where + " · " + _("{n} 人", { n: now.people });
  byId("items").replaceChildren(...now.items.map(itemRow));
  const played = now.standings.some((row) => row.asked > 0);
  byId("standings").replaceChildren(...(played ? now.standings.map(placeRow) : []));
  byId("no-standings").hidden = played;
  byId("shares").replaceChildren(share(_("地区"), now.participation.district), share(_("年龄"), now.participation.age_band), share(_("人群"), now.participation.target_group));
  byId("journal").textContent = now.head.seq + " " + now.head.hash;
  literacy(now.literacy);
}

function literacy(map) {
  byId("no-literacy").hidden = Boolean(map);
  byId("wright").replaceChildren(...(map ? wright(map) : []));
  byId("literacy-note").textContent = map
    ? _("{n} 人，素质分平均 {mean}，离散 {spread}", { n: map.people, mean: map.mean, spread: map.spread }) + (map.reliability === null ? "" : "，" + _("信度 {r}", { r: map.reliability }))
    : "";
}

async function look() {
  try {
    const reply = await fetch(config.live_url, { credentials: "same-origin" });
    const text = reply.ok ? await reply.text() : shown;
    // A table that somebody has opened or is reading aloud must not be torn down for nothing.
    if (text && text !== shown) show(JSON.parse(text));
    shown = text;
  } catch (error) {
    byId("phase").textContent = _("暂时连不上服务器，正在重试");
  }
  setTimeout(look, EVERY);
}

byId("qr").append(qrCode(config.qr, _("进场的二维码")));
look();
