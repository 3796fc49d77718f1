/**
 * A question: stem, clock, answers, and how many have answered. Never how.
 * @module
 */
import { bar, h, setProperty, write } from "../elements.js";
import { kindWords } from "../item_words.js";
import { Ring } from "../ring.js";
import { _, figure } from "../words.js";
import { fit, holdsAtRest, tablesIn } from "./fit.js";
import { chip, top, whereabouts } from "./frame.js";
import { optionCards, stemOf } from "./options.js";

const FRESH = 2500;   // an item that opened this long ago is no longer brought in with motion
const LAST = 5;
const LARGEST = 1.2;

export class Question {
  /** @param {import("./main.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { scene } = stage.link.snapshot;
    this.item = scene.item;
    this.ring = new Ring(() => stage.link.now(), (seconds) => this._tick(seconds));
    this._build(scene);
    this.element.classList.toggle("is-fresh", stage.link.now() - scene.opened < FRESH);
  }

  placed() {
    this.update();
    this._fit();
    this.stage.pond.from(this.ring.element, { clear: 1.35 });
  }

  leave() {
    this.ring.stop();
  }

  update() {
    const { scene, tally } = this.stage.link.snapshot;
    this._follow(scene);
    const answered = tally && tally.item === this.item.id ? tally.answered : 0;
    const of = tally ? tally.of : 0;
    write(this.answered, figure(answered));
    write(this.of, " " + _("/ {n} 人已答", { n: figure(of) }));
    setProperty(this.level, "--p", of ? Math.min(100, (100 * answered) / of).toFixed(1) : 0);
    write(this.hint, scene.paused ? _("主持人暂停了答题，请稍等") : this._hint());
    this.line.classList.toggle("is-held", scene.paused);
  }

  _fit() {
    fit(this.element, [this.main, () => holdsAtRest(this.cards), ...this.cards.children, ...tablesIn(this.stem)], LARGEST);
  }

  _build(scene) {
    this.stem = stemOf(this.item, "h1.s-stem");
    this.cards = optionCards(this.item);
    this.level = bar(0);
    this.answered = h("b.num", null, "0");
    this.of = h("span.num");
    this.hint = h("span");
    this.line = h("div.s-level", null, this.hint, this.level, h("span", null, this.answered, this.of));
    const row = h("div.s-q__row", null, this.stem, this.ring.element);
    const beside = this.stem.querySelector(".mk-table, .mk-picture") ? ".s-q--beside" : "";
    this.main = h("div.scene__main.s-q" + beside, null, row, this.cards, this.line);
    this.element = h("div.scene", { onresized: () => this._fit() }, top(whereabouts(scene), this._weight(), chip(kindWords(this.item))), this.main);
  }

  _weight() {
    const { weight } = this.item;
    return weight !== 1 && chip(_("这题算 {n} 倍分", { n: weight }), "s-chip--gold");
  }

  _hint() {
    if (this.item.type === "spoken") return _("请口头回答");
    return this.item.type === "multiple" ? _("多选题，请在手机上把对的都选上") : _("请在手机上作答");
  }

  /* The ring keeps running by itself; it is only told when the span changes. */
  _follow({ opened, closes, left }) {
    const span = JSON.stringify([opened, closes, left]);
    if (span !== this.span) this.ring.follow({ opened, closes, left });
    this.span = span;
  }

  _tick(seconds) {
    if (seconds <= LAST && seconds > 0) this.stage.sound("tick");
  }
}
