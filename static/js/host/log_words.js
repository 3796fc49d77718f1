/**
 * The log's codes in words. A code that this page does not know yet is shown as it is.
 * @module
 */
import { _, figure } from "../words.js";
import { itemName } from "./step_words.js";

const EXTENDED = {
  host: _("{item}加了 {n} 秒"),
  stall: _("服务器卡顿，{item}补时 {n} 秒"),
  restart: _("服务器重启，{item}补时 {n} 秒"),
  outage: _("数据库中断，{item}补时 {n} 秒"),
};

const CLOSED = {
  host: _("{item}收题，{n} 人作答"),
  all_answered: _("{item}人人答完，自动收题，{n} 人作答"),
  time: _("{item}时间到，{n} 人作答"),
};

const PODIUM = { 1: _("揭晓季军"), 2: _("揭晓亚军"), 3: _("揭晓冠军") };

const WORDS = {
  heat_created: () => _("场次建好了"),
  joined: ({ n }) => _("{n} 人进场", { n: figure(n) }),
  item_opened: ({ number }) => _("{item}开题", { item: itemName(number) }),
  item_extended: ({ number, seconds, reason }) => ofItem(EXTENDED[reason] || EXTENDED.host, number, seconds),
  paused: () => _("暂停答题"),
  resumed: () => _("继续答题"),
  item_closed: ({ number, reason, answered }) => ofItem(CLOSED[reason] || CLOSED.host, number, figure(answered)),
  item_reopened: ({ number }) => _("{item}重新开放", { item: itemName(number) }),
  item_revealed: ({ number, percent }) => revealed(number, percent),
  item_skipped: ({ number, reason }) => because(_("跳过{item}", { item: itemName(number) }), reason),
  item_voided: ({ number, reason }) => because(_("作废{item}", { item: itemName(number) }), reason),
  contestant_removed: ({ number, name }) => (name ? _("移出 {number} 号“{name}”", { number, name }) : _("移出一位选手")),
  lobby_locked: () => _("关上入口"),
  lobby_unlocked: () => _("打开入口"),
  standings_shown: () => _("显示积分榜"),
  podium_advanced: ({ step }) => PODIUM[step] || _("揭晓下一位"),
  heat_finished: () => _("比赛结束"),
  host_took_over: ({ epoch }) => (epoch > 1 ? _("主持台重新接手") : _("主持台就位")),
  blanked: () => _("大屏转到待机画面"),
  unblanked: () => _("大屏恢复"),
};

/**
 * @param {{code: string, args: Object}} row
 * @returns {string}
 */
export function logWords({ code, args }) {
  return WORDS[code] ? WORDS[code](args) : code;
}

function ofItem(words, number, value) {
  return words.replace("{item}", number === undefined ? "" : itemName(number)).replace("{n}", value);
}

function revealed(number, percent) {
  const item = itemName(number);
  return percent === undefined || percent === null ? _("{item}揭晓", { item }) : _("{item}揭晓，{n}% 答对", { item, n: percent });
}

function because(words, reason) {
  return reason ? words + _("：") + reason : words;
}
