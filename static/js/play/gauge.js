/**
 * A score on its channel: doubt is width. Widths are SVG attributes.
 * @module
 */
import { svg } from "../elements.js";
import { _ } from "../words.js";

const LEFT = 4;
const LENGTH = 312;

/**
 * @param {{score: number, lo: number, hi: number, cuts: {short: string, score: number}[]}} literacy scores of 0 to 100
 */
export function gauge({ score, lo, hi, cuts }) {
  const label = _("素质分 {score}，九成的把握在 {lo} 到 {hi} 之间", { score: Math.round(score), lo: Math.round(lo), hi: Math.round(hi) });
  return svg("svg", { class: "gauge num", viewBox: "0 0 320 96", role: "img", "aria-label": label },
    svg("rect", { class: "gauge__bed", x: LEFT, y: 26, width: LENGTH, height: 16, rx: 8 }),
    svg("rect", { class: "gauge__doubt", x: at(lo), y: 26, width: at(hi) - at(lo), height: 16, rx: 8 }),
    svg("path", { class: "gauge__score", d: "M" + at(score) + " 21v26" }),
    text(at(score), 15, "middle", Math.round(score), "gauge__value"), ends(lo, hi), cuts.map(cut), scale(cuts));
}

function at(score) {
  return LEFT + (LENGTH * Math.min(100, Math.max(0, score))) / 100;
}

function text(x, y, anchor, words, name) {
  return svg("text", { x, y, "text-anchor": anchor, class: name }, String(words));
}

/* The ends of the interval stand beside it, where there is room. */
function ends(lo, hi) {
  return [
    at(lo) > 34 && text(at(lo) - 6, 39, "end", Math.round(lo)),
    at(hi) < 286 && text(at(hi) + 6, 39, "start", Math.round(hi)),
  ];
}

function cut({ short, score }) {
  return [
    svg("path", { class: "gauge__cut", d: "M" + at(score) + " 46v8" }),
    text(at(score), 70, "middle", Math.round(score)),
    text(at(score), 90, "middle", short),
  ];
}

function scale(cuts) {
  const near = (score) => cuts.some((other) => Math.abs(other.score - score) < 13);
  return [!near(0) && text(LEFT, 70, "start", 0), !near(100) && text(LEFT + LENGTH, 70, "end", 100)];
}
