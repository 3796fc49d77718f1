/**
 * One item of a heat: its stem, how it went, and where everybody went.
 * @module
 */
import { h, setProperty } from "../elements.js";
import { heading, setMarkup } from "../markup.js";
import { _ } from "../words.js";

const STATES = { coming: _("未到"), open: _("作答中"), closed: _("已收题"), revealed: "", void: _("已作废"), skipped: _("已跳过") };

/** @returns {Node[]} */
export function itemRow(item) {
  const stem = heading("h3.item-row__stem", { lang: "zh-Hans" }, item.stem);
  const said = h("span.item-row__told", null, (item.pilot ? _("试测，不计分") + " · " : "") + told(item));
  const title = h("div.item-row__head", null, h("b.num", null, item.number || _("热身")), stem, said);
  const begun = item.answered || item.state === "revealed";
  return begun ? [title, h("ul", null, item.options.map((each) => option(item, each)))] : [title];
}

function told(item) {
  if (item.state === "revealed") return item.percent === null ? _("无人作答") : _("答对 {n}%", { n: item.percent });
  return item.answered ? STATES[item.state] + " · " + _("{n} 人答了", { n: item.answered }) : STATES[item.state];
}

function option(item, { letter, text, count, right }) {
  const level = h("span.level", { "aria-hidden": "true" }, h("i"));
  setProperty(level, "--p", item.answered ? (100 * count) / item.answered : 0);
  const key = right ? h("span.vh", null, _("正确答案") + "：") : null;
  return h("li" + (right ? ".is-key" : ""), null, h("b", null, letter), h("span", null, key, right ? "✓ " : "", setMarkup(h("span", { lang: "zh-Hans" }), text)), level, h("span.num", null, count));
}
