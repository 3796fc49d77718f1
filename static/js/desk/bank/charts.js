/**
 * An item's charts: its curve over what people did, who chooses which option, and how it goes from day to day.
 * @module
 */
import { GLYPHS } from "../../glyphs.js";
import { svg } from "../../elements.js";
import { _ } from "../../words.js";
import { Field, path, told } from "./chart_frame.js";

const SHARES = [0, 0.25, 0.5, 0.75, 1];
const ABILITIES = [-3, -2, -1, 0, 1, 2, 3];
const percent = (share) => Math.round(100 * share) + "%";

/** The model's curve with the observed shares and their intervals over it. */
export function curveChart({ curve, observed, b }) {
  const field = new Field({ x: [-3.5, 3.5], y: [0, 1] });
  field.grid(SHARES, percent, ABILITIES.map((theta) => [theta, told(theta, 0)]), _("能力（0 为成人中位）"));
  field.line(curve.theta, curve.share, "curve");
  if (Math.abs(b) < 3.4) {
    field.add(svg("path", { class: "hint", d: "M" + field.x(b) + " " + field.bottom + "V" + field.y(at(curve, b)) }),
      svg("text", { class: "hint__word", x: field.x(b) + (b > 2 ? -6 : 6), y: field.bottom - 8, "text-anchor": b > 2 ? "end" : "start" }, "b = " + told(b, 2)));
  }
  observed.theta.forEach((theta, place) => {
    if (Math.abs(theta) < 3.5) field.point(theta, observed.share[place], observed.low[place], observed.high[place]);
  });
  const groups = observed.theta.map((theta, place) => _("能力 {theta} 附近答对 {share}", { theta: told(theta), share: percent(observed.share[place]) }));
  return field.picture(_("题目曲线，难度 {b}。", { b: told(b, 2) }) + groups.join("；"));
}

function at({ theta, share }, value) {
  const place = theta.findIndex((each) => each >= value);
  return share[Math.max(0, place)];
}

/** How much an item tells of whom. */
export function informationChart({ curve }) {
  const most = Math.max(0.25, Math.ceil(4 * Math.max(...curve.information)) / 4);
  const field = new Field({ x: [-3.5, 3.5], y: [0, most], height: 70 });
  field.grid([0, most], (value) => told(value, 2), ABILITIES.map((theta) => [theta, told(theta, 0)]), "");
  field.line(curve.theta, curve.information, "curve curve--thin");
  const best = curve.theta[curve.information.indexOf(Math.max(...curve.information))];
  return field.picture(_("信息量，在能力 {theta} 处最大", { theta: told(best) }), 26);
}

/** The share of each fifth, from the weakest to the strongest, that chose each option. */
export function fifthsChart({ fifths, options }) {
  const field = new Field({ x: [0.6, 5.4], y: [0, 1], height: 160 });
  const names = [_("最弱"), "2", "3", "4", _("最强")];
  field.grid(SHARES, percent, names.map((name, place) => [place + 1, name]), "");
  const places = [1, 2, 3, 4, 5];
  options.forEach((option, place) => {
    const { code } = GLYPHS[Math.min(place, GLYPHS.length - 1)];
    field.line(places, option.by_fifth, "choice choice--" + code + (option.right ? " choice--key" : ""));
    field.add(...option.by_fifth.map((share, each) => Number.isFinite(share) &&
      svg("text", { class: "choice__letter choice__letter--" + code, x: field.x(each + 1), y: field.y(share) + 4, "text-anchor": "middle" }, LETTERS[place])).filter(Boolean));
  });
  const words = options.map((option, place) => LETTERS[place] + (option.right ? " " + _("（答案）") : "") + "：" + option.by_fifth.map(percent).join("、"));
  return field.picture(_("从最弱到最强的五组里，选各项的比例。") + words.join("；"), 30);
}

const LETTERS = "ABCDEFGHIJ";

/** Share of right answers by day, over what these people were expected to have right. */
export function daysChart({ days }) {
  const field = new Field({ x: [0.5, days.length + 0.5], y: [0, 1], height: 130 });
  const every = Math.ceil(days.length / 5);
  field.grid(SHARES, percent, days.map((day, place) => [place + 1, place % every === 0 ? day.from.slice(5) : ""]), "");
  field.line(days.map((day, place) => place + 1), days.map((day) => day.expected), "expected");
  days.forEach((day, place) => field.point(place + 1, day.share, day.low, day.high));
  const words = days.map((day) => _("{day} 答对 {share}，预期 {expected}", { day: day.from, share: percent(day.share), expected: percent(day.expected) }));
  return field.picture(words.join("；"), 30);
}

const BIN = 0.25;

/**
 * An audience's abilities above the axis, the items' difficulties below it, on one scale.
 * @param {{mean: number, sd: number}} audience
 * @param {number[]} difficulties
 */
export function mapChart({ mean, sd }, difficulties) {
  const field = new Field({ x: [-3.5, 3.5], y: [-1, 1], height: 170 });
  const steps = Array.from({ length: 57 }, (nothing, place) => -3.5 + place / 8);
  const density = steps.map((theta) => 0.9 * Math.exp(-0.5 * ((theta - mean) / sd) ** 2));
  field.add(svg("path", { class: "people", d: path(steps.map((theta) => field.x(theta)), density.map((value) => field.y(value))) + "V" + field.y(0) + "H" + field.x(-3.5) + "Z" }));
  const bins = steps.filter((theta, place) => place % 2 === 0).slice(0, -1)
    .map((from) => ({ from, count: difficulties.filter((b) => Math.max(-3.5, Math.min(3.49, b)) >= from && Math.max(-3.5, Math.min(3.49, b)) < from + BIN).length }));
  const most = Math.max(1, ...bins.map(({ count }) => count));
  for (const { from, count } of bins.filter((bin) => bin.count)) {
    const depth = (0.85 * count) / most;
    field.add(svg("rect", { class: "items", x: field.x(from) + 1, y: field.y(0) + 1, width: field.x(from + BIN) - field.x(from) - 2, height: field.y(-depth) - field.y(0) }));
  }
  field.add(svg("path", { class: "axis", d: "M" + field.x(-3.5) + " " + field.y(0) + "H" + field.x(3.5) }));
  for (const theta of ABILITIES) field.add(svg("text", { x: field.x(theta), y: field.bottom + 18, "text-anchor": "middle" }, told(theta, 0)));
  field.add(svg("text", { x: field.x(-3.4), y: field.y(0.85) }, _("人的能力")), svg("text", { class: "over", x: field.x(3.5), y: field.y(-0.88), "text-anchor": "end" }, _("题的难度，最多一格 {n} 题", { n: most })));
  const beyond = difficulties.filter((b) => b > mean + sd).length;
  return field.picture(_("这群人的能力集中在 {low} 到 {high}；{n} 道题里，比多数人的能力还难的有 {beyond} 道", { low: told(mean - sd), high: told(mean + sd), n: difficulties.length, beyond }), 26);
}

/** A curve as a small picture beside its numbers. */
export function sparkline(shares) {
  const xs = shares.map((share, place) => 1 + (place / (shares.length - 1)) * 82);
  return svg("svg", { class: "spark", viewBox: "0 0 84 30", "aria-hidden": "true" },
    svg("path", { class: "grid", d: "M0 28H84" }), svg("path", { class: "curve curve--thin", d: path(xs, shares.map((share) => 28 - 26 * share)) }));
}
