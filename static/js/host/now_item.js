/**
 * The item on screen, with what the host alone may know while it is asked for.
 * @module
 */
import { bar, h, setProperty, write } from "../elements.js";
import { GLYPHS, optionKey } from "../glyphs.js";
import { heading, render, setMarkup } from "../markup.js";
import { plain } from "../markup_tree.js";
import { _, figure } from "../words.js";

const LONG = 60;

export class NowItem {
  /** @param {Object} item */
  constructor(item) {
    this.rows = item.options.map((option, position) => optionRow(item, option, position));
    const long = plain(item.stem).length > LONG;
    const stem = heading("h2.now__stem" + (long ? ".is-long" : ""), { lang: "zh-Hans" }, item.stem, long ? { longest: 0 } : {});
    this.list = setProperty(h("ul.now__opts", null, this.rows.map(({ element }) => element)), "--n", this.rows.length);
    this.why = h("div.now__why", { lang: "zh-Hans", hidden: true });
    this.element = h("div.now__body", { tabindex: "0" }, stem, this.list, this.why);
  }

  /**
   * @param {Object} snapshot
   * @param {boolean} shown whether the private part may be seen
   */
  update({ scene, host }, shown) {
    const { counts, key, why } = known(scene, host, shown);
    this.list.classList.toggle("is-shut", !counts);
    const most = counts ? Math.max(1, Object.values(counts).reduce((sum, count) => sum + count, 0)) : 1;
    for (const row of this.rows) {
      const count = counts ? counts[row.id] || 0 : 0;
      write(row.count, figure(count));
      setProperty(row.bar, "--p", ((100 * count) / most).toFixed(1));
      const right = Boolean(key && key.includes(row.id));
      row.tag.classList.toggle("is-off", !right);
      row.tag.style.setProperty("visibility", right ? "visible" : "hidden");
    }
    if (why !== this.told) this._tell(why);
  }

  _tell(why) {
    this.told = why;
    this.why.hidden = !why;
    this.why.replaceChildren(h("b", null, _("为什么：")), render(why, undefined, { longest: 0 }));
  }
}

/* Counts are public from the close on, the key from the reveal on; before that only for whoever holds K. */
function known(scene, host, shown) {
  const secret = shown && host.private ? host.private : {};
  const told = scene.result || {};
  const revealed = scene.phase === "revealed";
  return {
    counts: told.counts || secret.counts || null,
    key: revealed ? told.key : secret.key || null,
    why: revealed ? told.explanation : secret.explanation || "",
  };
}

function optionRow(item, option, position) {
  const count = h("b.num");
  const level = bar(0);
  const tag = h("span.tag.tag--jade", null, _("正确"));
  const text = setMarkup(h("span", { lang: "zh-Hans" }), option.text);
  const lead = item.shuffle ? h("span") : optionKey(position);
  const element = h("li", { class: "now__opt" + (item.shuffle ? " now__opt--plain" : "") }, lead, text, level, count, tag);
  if (!item.shuffle) element.dataset.opt = GLYPHS[position].code;
  return { id: option.id, element, bar: level, count, tag };
}
