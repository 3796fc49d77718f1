/**
 * One answer with its share of the hall.
 * @module
 */
import { bar, h, icon, setProperty, write } from "../elements.js";
import { optionKey } from "../glyphs.js";
import { setMarkup } from "../markup.js";
import { _, figure } from "../words.js";
import { lettered } from "./options.js";

export class ResultRow {
  /**
   * @param {Object} item
   * @param {{id: string, text: string}} option
   * @param {number} position
   */
  constructor(item, option, position) {
    this.id = option.id;
    this.bar = bar(0);
    this.percent = h("b");
    this.count = h("small");
    const tag = h("span.s-keytag", null, icon("i-check"), h("span", null, _("正确答案")));
    const text = h("div.s-row__text", null, setMarkup(h("div", { lang: "zh-Hans" }), option.text), tag);
    const middle = h("div.s-row__mid", null, text, this.bar);
    const figures = h("p.s-row__pct.num", null, this.percent, this.count);
    this.element = item.shuffle
      ? h("li.s-row.s-row--plain", null, middle, figures)
      : lettered(h("li.s-row", null, optionKey(position, "s-opt__key"), middle, figures), position);
  }

  /**
   * @param {Object} result
   * @param {boolean} live let the level rise from the bottom
   */
  fill(result, live) {
    const count = result.counts[this.id] || 0;
    const percent = result.answered ? (100 * count) / result.answered : 0;
    write(this.percent, Math.round(percent) + "%");
    write(this.count, _("{n} 人", { n: figure(count) }));
    if (!live) return setProperty(this.bar, "--p", percent.toFixed(1));
    return setTimeout(() => setProperty(this.bar, "--p", percent.toFixed(1)), 60);
  }

  /** The key gets its frame and its tick. */
  tell(result) {
    this.element.classList.toggle("is-key", result.key.includes(this.id));
  }
}
