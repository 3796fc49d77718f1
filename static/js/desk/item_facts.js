/**
 * What is told of an item under its stem.
 * @module
 */
import { _, config } from "../words.js";

const TYPES = { true_false: _("判断"), single: _("单选"), multiple: _("多选") };

/** @param {{type: string, dimension: string, benchmark: number, percent: number, b: number}} item */
export function facts(item) {
  const b = item.b.toFixed(1).replace("-", "−");
  return [...(item.pilot ? [_("试测中")] : []), TYPES[item.type], _(config.dimensions[item.dimension]), _("基准 {n}", { n: item.benchmark }),
    _("约 {n}% 答对", { n: item.percent }), _("难度 {b}", { b })].join(" · ");
}
