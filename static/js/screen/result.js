/**
 * After the close: where everybody went. At the reveal a held breath, then the key, and the reason as a lit label.
 * One scene for both, so that nothing changes its place in between.
 * @module
 */
import { h } from "../elements.js";
import { kindWords } from "../item_words.js";
import { render } from "../markup.js";
import { stillness } from "../preferences.js";
import { _, figure } from "../words.js";
import { fit, tablesIn } from "./fit.js";
import { chip, foot, lit, top, whereabouts } from "./frame.js";
import { lateDoor } from "./late_door.js";
import { stemOf } from "./options.js";
import { ResultRow } from "./result_row.js";

const BREATH = 500;
const FILLING = 700;
const LARGEST = 1.3;

export class Result {
  /**
   * @param {import("./main.js").Stage} stage
   * @param {string} before key of the former scene
   */
  constructor(stage, before) {
    this.stage = stage;
    this.live = before.startsWith("question:") && !stillness();
    const { scene } = stage.link.snapshot;
    this.item = scene.item;
    this.rows = this.item.options.map((option, position) => new ResultRow(this.item, option, position));
    this._build();
  }

  placed() {
    this.update();
    this.stage.pond.from(this.aside, { clear: 1.1 });
    if (this.live) this.stage.pond.ripple();
  }

  leave() {
    clearTimeout(this.timer);
  }

  update() {
    const { scene } = this.stage.link.snapshot;
    if (!scene.result || this.shown === scene.phase) return;
    for (const row of this.rows) row.fill(scene.result, this.live);
    if (scene.phase === "revealed") this._reveal(scene);
    else this._shut(scene);
    this.shown = scene.phase;
  }

  _build() {
    this.stem = stemOf(this.item, "h1.s-rev__stem");
    this.list = h("ul.s-rows", { "data-count": this.rows.length }, this.rows.map((row) => row.element));
    this.left = h("section", null, this.stem, this.list);
    this.aside = h("aside.s-aside");
    this.main = h("div.scene__main.s-rev", null, this.left, this.aside);
    this.header = h("div");
    this.footer = h("div");
    this.element = h("div.scene", { onresized: () => this._fit() }, this.header, this.main, this.footer);
  }

  _shut(scene) {
    const { answered, of } = scene.result;
    this._frame(scene, chip(_("已收题")), foot(h("span", null, kindWords(this.item)), lateDoor(this.stage)));
    const count = h("p.s-shut__count", null, lit(_("{n} 人作答"), figure(answered)));
    this.aside.replaceChildren(h("div.s-shut", null, h("h2", null, _("收题了")), count,
      h("p.num", null, _("全场 {n} 人", { n: figure(of) }))));
    this._fit();
  }

  /* The key comes after the breath; whoever joins later sees it at once. */
  _reveal(scene) {
    const fromShut = this.shown === "closed" && !stillness();
    const wait = fromShut ? BREATH : this.live ? FILLING + BREATH : 0;
    this.element.classList.toggle("is-live", wait > 0);
    if (!wait) return this._tell(scene);
    if (!this.shown) this._shut(scene);
    this.timer = setTimeout(() => this._tell(scene), wait);
  }

  _tell(scene) {
    const { result } = scene;
    for (const row of this.rows) row.tell(result);
    this._frame(scene, chip(result.void ? _("作废") : result.pilot ? _("试测题，不计分") : _("揭晓")), foot(this._summary(result), lateDoor(this.stage)));
    this.aside.replaceChildren(result.void ? voided() : reason(result.explanation));
    this._fit();
  }

  _summary(result) {
    const answered = h("span", null, lit(_("作答 {n} 人"), figure(result.answered)));
    if (result.void) return answered;
    return h("span", null, lit(_("答对 {n} 人"), figure(result.right)), _("·"), answered);
  }

  _frame(scene, mark, footer) {
    this.header.replaceWith(this.header = top(whereabouts(scene), mark));
    this.footer.replaceWith(this.footer = footer);
  }

  _fit() {
    if (!this.element.isConnected) return;
    fit(this.left, [this.left, ...this.rows.map((row) => row.element), ...tablesIn(this.left)]);
    fit(this.aside, [this.aside.firstElementChild, ...tablesIn(this.aside)], LARGEST);
  }
}

function reason(text) {
  return h("div.s-why", null, h("h2", null, _("为什么")), h("div", { lang: "zh-Hans" }, render(text, undefined, { block: "p", longest: 0 })));
}

function voided() {
  return h("div.s-why", null, h("h2", null, _("这题作废")), h("p", null, _("不计入任何人的得分。")));
}
