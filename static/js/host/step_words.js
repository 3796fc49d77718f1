/**
 * What the one button will do, and what is happening, in words.
 * @module
 */
import { _ } from "../words.js";

const PODIUM = { 1: _("揭晓季军"), 2: _("揭晓亚军"), 3: _("揭晓冠军") };

const STEPS = {
  open: (number) => (number === 0 ? _("开始热身") : _("开第 {n} 题", { n: number })),
  close: () => _("现在收题"),
  reveal: () => _("揭晓答案"),
  standings: () => _("看积分榜"),
  finish: () => _("结束并颁奖"),
  podium: (number) => PODIUM[number],
  resume: () => _("继续答题"),
};

/**
 * @param {{do: string, number: number|null}|null} next
 * @returns {string}
 */
export function stepWords(next) {
  return next && STEPS[next.do] ? STEPS[next.do](next.number) : _("本场已结束");
}

/**
 * Name of an item by its number.
 * @param {number} number 0 is the warm-up
 */
export function itemName(number) {
  return number === 0 ? _("热身题") : _("第 {n} 题", { n: number });
}

const PHASES = {
  lobby: () => _("候场"),
  open: (scene) => (scene.paused ? _("已暂停") : _("作答中")),
  closed: () => _("已收题，等您揭晓"),
  revealed: (scene) => (scene.result && scene.result.void ? _("已作废") : _("已揭晓")),
  standings: () => _("大屏上是积分榜"),
  finished: (scene) => (scene.podium >= 3 ? _("颁奖完毕") : _("颁奖")),
};

/** @param {Object} scene */
export function phaseWords(scene) {
  return PHASES[scene.phase](scene);
}
