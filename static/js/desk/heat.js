/**
 * A heat's results, read anew every two seconds while it runs.
 * @module
 */
import { h, write } from "../elements.js";
import { qrCode } from "../qr.js";
import { _, config } from "../words.js";
import { itemRow } from "./item_row.js";
import { wright } from "./wright.js";

const EVERY = 2000;
const EVERY_AFTERWARDS = 30000;
const PHASES = { lobby: _("候场"), open: _("正在答题"), closed: _("已收题"), revealed: _("已揭晓"), standings: _("看积分榜"), finished: _("已结束") };
const byId = (id) => document.getElementById(id);

/** What each part of the page shows now, as text: a part is made anew only when its figures have changed. */
const shown = new Map();
let phase = "";

function renew(part, figures, make) {
  const text = JSON.stringify(figures);
  if (shown.get(part) === text) return;
  shown.set(part, text);
  make(figures);
}

function placeRow(row) {
  return h("tr", null, h("td.r", null, row.place), h("td", null, row.name), h("td.r", null, row.points), h("td.r", null, row.right + " / " + row.asked));
}

function standings(rows) {
  const played = rows.some((row) => row.asked > 0);
  byId("standings").replaceChildren(...(played ? rows.map(placeRow) : []));
  byId("standings-frame").hidden = !played;
  byId("no-standings").hidden = played;
}

function share(title, rows) {
  return h("div", null, h("h3", null, title), h("ul", null, rows.map((row) => h("li", null, h("span", null, _(row.name)), h("span.num", null, row.count)))));
}

function participation(counts) {
  byId("shares").replaceChildren(share(_("地区"), counts.district), share(_("年龄"), counts.age_band), share(_("人群"), counts.target_group), share(_("性别"), counts.sex));
}

function literacy(map) {
  byId("no-literacy").hidden = Boolean(map);
  byId("wright").replaceChildren(...(map ? wright(map) : []));
  byId("literacy-note").textContent = map ? told(map) : "";
}

function told({ people, mean, spread, reliability }) {
  const facts = [_("答过计分题的 {n} 人", { n: people }), _("素质分平均 {mean}，标准差 {spread}", { mean, spread })];
  return [...facts, ...(reliability === null ? [] : [_("信度 {r}", { r: reliability })])].join(" · ");
}

function where(now) {
  if (now.phase === "lobby" || now.phase === "finished") return "";
  return " · " + (now.number ? _("第 {n} 题，共 {of} 题", { n: now.number, of: now.of }) : _("热身题"));
}

function show(now) {
  phase = now.phase;
  write(byId("phase"), PHASES[now.phase] + where(now) + " · " + _("{n} 人参加", { n: now.people }));
  // A row at a time: a table that somebody has opened or is reading aloud must not be torn down for nothing.
  now.items.forEach((item, place) => renew("item " + place, item, () => itemPlace(place).replaceChildren(...itemRow(item))));
  renew("standings", now.standings, standings);
  renew("participation", now.participation, participation);
  renew("literacy", now.literacy, literacy);
  write(byId("journal"), now.head.seq + " " + now.head.hash);
}

function itemPlace(place) {
  const list = byId("items");
  while (list.children.length <= place) list.append(h("li.item-row"));
  return list.children[place];
}

async function look() {
  try {
    const reply = await fetch(config.live_url, { credentials: "same-origin" });
    if (reply.redirected) return location.reload();   // signed out meanwhile
    if (!reply.ok) throw new Error(reply.statusText);
    show(await reply.json());
  } catch (error) {
    write(byId("phase"), _("暂时连不上服务器，正在重试"));
  }
  setTimeout(look, phase === "finished" ? EVERY_AFTERWARDS : EVERY);
}

byId("qr").append(qrCode(config.qr, _("进场的二维码")));
look();
