/**
 * What the strip below the answers says. Pure.
 * @module
 */
import { _ } from "../words.js";

/**
 * @typedef {Object} Situation
 * @property {"open"|"closed"} phase
 * @property {boolean} paused
 * @property {boolean} over the deadline has passed on this phone's count
 * @property {boolean} changeable
 * @property {boolean} multiple
 * @property {import("./outbox.js").Entry} entry
 * @property {string[]} draft chosen and not yet handed in (several answers, no changes allowed)
 * @property {string} called how the answer is called out: "B 山"
 */

/**
 * @param {Situation} now
 * @returns {{kind: string, sign: string, title: string, note: string, action?: {do: string, label: string}}}
 */
export function stripFor(now) {
  const { entry } = now;
  if (entry.want) return entry.failed ? failed() : kept();
  if (entry.trouble) return refused(now);
  if (now.phase === "closed") return closed(now);
  if (now.paused) return held(now);
  if (now.draft.length) return draft(now);
  return entry.got ? received(now) : waiting(now);
}

function strip(kind, sign, title, note, action) {
  return { kind, sign, title, note, action };
}

function kept() {
  return strip("kept", "i-keep", _("已记在本机，正在送出"), _("先别关这个页面"));
}

function failed() {
  return strip("fail", "i-off", _("还没送到"), _("网络一通会自动再送"), { do: "again", label: _("再送一次") });
}

function refused({ entry, called, phase, paused }) {
  const stands = called ? _("以先前收到的 {answer} 为准", { answer: called }) : _("这一题没能算上");
  if (entry.trouble.code === "too_late") return strip("fail", "i-clock", _("收题前没有送到"), stands);
  if (entry.trouble.code === "paused") return strip("held", "i-pause", _("暂停中，刚才那一下没有记"), paused ? _("继续以后请再点一次") : _("请再点一次"));
  if (["locked", "superseded"].includes(entry.trouble.code)) return strip("got", "i-check", _("已收到：{answer}", { answer: called }), phase === "open" ? _("这一题定了，不能再改") : _("等待揭晓"));
  return strip("fail", "i-off", _("这次没有收下"), entry.trouble.message || stands);
}

function closed({ entry, called }) {
  if (entry.got) return strip("got", "i-check", _("收题了，等待揭晓"), _("您的答案：{answer}", { answer: called }));
  return strip("", "i-clock", _("收题了，等待揭晓"), _("这一题您没有作答"));
}

function held({ entry, called }) {
  const note = entry.got ? _("已收到 {answer}，时间先停着", { answer: called }) : _("时间先停着，继续以后接着答");
  return strip("held", "i-pause", _("暂停中"), note);
}

function draft() {
  return strip("", "i-hand", _("选好了再交"), _("交了就不能改"), { do: "hand_in", label: _("交答案") });
}

function received({ over, changeable, called }) {
  const title = _("已收到：{answer}", { answer: called });
  if (over) return strip("got", "i-check", title, _("时间到，等待收题"));
  return strip("got", "i-check", title, changeable ? _("收题前可以改") : _("定了，等大家答完"));
}

function waiting({ over, changeable, multiple }) {
  if (over) return strip("", "i-clock", _("时间到"), _("这一题没有作答，等待收题"));
  const title = multiple ? _("可以选几项") : _("轻点一项就算作答");
  if (changeable) return strip("", "i-hand", title, _("收题前可以改"));
  return strip("", "i-hand", title, multiple ? _("选好再交，交了不能改") : _("点了就定，不能改"));
}
