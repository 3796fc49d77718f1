/**
 * The literacy card: an estimate with its doubt, in words, apart from the contest's points.
 * @module
 */
import { setClauses } from "../clauses.js";
import { bar, h, icon } from "../elements.js";
import { _ } from "../words.js";
import { gauge } from "./gauge.js";
import { ripples } from "./ripples.js";

const ENOUGH = 20;

/**
 * @param {Object|null} literacy see docs/protocol.md, "RESULT PAGE"
 * @returns {HTMLElement}
 */
export function literacyCard(literacy) {
  if (!literacy) return empty();
  return h("section.card.lit", { "aria-labelledby": "lit-title" }, top(literacy), h("div.lit__body", null,
    h("h3.section-title", null, _("四个方面"), h("small", null, _("答对 / 答过"))), literacy.dimensions.map(dimension),
    reading(literacy.reading), disclaimer(literacy)));
}

/**
 * The level in words: a name, two names, or why there is none.
 * @param {Object} literacy
 */
export function levelWords(literacy) {
  const { level, between, cuts, items } = literacy;
  const name = (code) => [literacy.lowest, ...cuts].find((cut) => cut.level === code).name;
  if (between) return _("介于“{low}”和“{high}”之间", { low: name(between[0]), high: name(between[1]) });
  if (level) return _("最可能：{level}", { level: name(level) });
  return items < ENOUGH ? _("只答了 {n} 题，不到 {least} 题，暂不定等级", { n: items, least: ENOUGH }) : _("题目还在试用，暂不定等级");
}

function heading(literacy) {
  return h("h2", { id: "lit-title" }, _("科学素质卡"), literacy.provisional && h("span.lit__trial", null, _("试用")));
}

function top(literacy) {
  const known = literacy.score !== null;
  return h("div.lit__top", null, ripples(328, 290, 300, 150, 18), heading(literacy), ...(known ? score(literacy) : unknown()),
    known && level(literacy));
}

function level(literacy) {
  const told = literacy.level || literacy.between;
  return setClauses(h("p", { class: told ? "lit__lvl" : "lit__none" }), levelWords(literacy));
}

function score(literacy) {
  const { score: value, lo, hi } = literacy;
  return [
    h("p.lit__score", null, h("b.num", null, Math.round(value)), h("span", null, _("分（满分 100）"))),
    h("p.lit__sure", null, _("九成的把握在 {lo} 到 {hi} 之间", { lo: Math.round(lo), hi: Math.round(hi) })),
    gauge(literacy),
  ];
}

function unknown() {
  return [h("p.lit__lvl", null, _("题太少，还说不准"))];
}

function empty() {
  return h("section.card.lit", { "aria-labelledby": "lit-title" },
    h("div.lit__top", null, ripples(328, 290, 300, 150, 18), h("h2", { id: "lit-title" }, _("科学素质卡")), unknown(),
      h("p.lit__sure", null, _("这一场没有足够的题来估计素质水平。"))));
}

function dimension(row) {
  const figures = h("span.num", null, h("b", null, row.right), " / " + row.asked);
  const amount = row.enough ? bar((100 * row.right) / row.asked) : h("small.dim__few", null, _("题太少，还说不准"));
  return h("div.dim", null, h("span", null, row.name), figures, amount);
}

function reading(list) {
  if (!list || !list.length) return null;
  return [h("h3.section-title", null, _("接着读点什么")), list.map(({ text, dimension: about }) =>
    h("p.read", null, icon("i-book"), h("span", null, text, about && h("small", null, about))))];
}

function disclaimer(literacy) {
  return h("div.fine", null,
    h("p", null, _("这是由这 {n} 道题做出的估计，不是考试成绩，也不是对人的评价。换一套题，分数会在上面的范围里变动。", { n: literacy.items })),
    literacy.provisional && h("p", null, _("题目的难度还是出题人的估计，没有用足够多的作答数据校准过，所以标着“试用”。")),
    h("p", null, _("它不看快慢，不会带着名字上大屏幕，也不能替代全国公民科学素质调查。")));
}
