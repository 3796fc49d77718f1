/**
 * After the reveal: the verdict, where everybody went, and why.
 * @module
 */
import { bar, h, icon, setProperty, write } from "../elements.js";
import { GLYPHS, optionKey } from "../glyphs.js";
import { render, setMarkup } from "../markup.js";
import { stillness } from "../preferences.js";
import { spoken } from "../spoken.js";
import { _, figure, gain } from "../words.js";
import { announce } from "./announce.js";
import { progress } from "./progress.js";
import { ordered } from "./question.js";
import { hush, readAloud } from "./speech.js";

const VERDICTS = {
  right: { kind: "yes", sign: "i-check", word: _("答对了") },
  wrong: { kind: "no", sign: "i-cross", word: _("没答对") },
  part: { kind: "part", sign: "i-check", word: _("答对一部分") },
  none: { kind: "no", sign: "i-part", word: _("这题没作答") },
  void: { kind: "no", sign: "i-part", word: _("这题作废") },
};

/* As on the stage: bars fill together, a held breath, then the key. Nobody's phone tells it earlier. */
const BREATH = 1200;

export class Reveal {
  /**
   * @param {import("./main.js").Play} play
   * @param {boolean} live whether the item was on this screen a moment ago
   */
  constructor(play, live) {
    this.play = play;
    const { scene, you } = play.link.snapshot;
    this.item = scene.item;
    this.mine = this._mine(you);
    this.options = ordered(this.item, you);
    this._build(scene);
    this._begin(live && !stillness());
  }

  leave() {
    clearTimeout(this.timer);
    hush();
  }

  update() {
    if (this.breathing) return this._hold();
    const { scene, you } = this.play.link.snapshot;
    const last = you.last && you.last.item === this.item.id ? you.last : null;
    const verdict = VERDICTS[scene.result.void ? "void" : (last && last.verdict) || "none"];
    this.verdict.className = "verdict verdict--" + verdict.kind;
    this.sign.replaceChildren(icon(verdict.sign));
    write(this.word, verdict.word);
    write(this.points, this._points(scene, last));
    write(this.company, this._company(scene, you, verdict));
    write(this.total, scene.warm_up || scene.result.pilot ? "" : _("共 {n} 分", { n: figure(you.points) }));
    return null;
  }

  _hold() {
    this.verdict.className = "verdict verdict--no";
    this.sign.replaceChildren(icon("i-clock"));
    write(this.word, _("正在揭晓"));
  }

  _mine(you) {
    const entry = this.play.outbox.entry(this.item.id);
    if (you.answer && you.answer.item === this.item.id) return you.answer.options;
    return entry.got ? entry.got.options : [];
  }

  _build(scene) {
    this.sign = h("span.verdict__sign");
    this.word = h("h1", { tabindex: "-1" });
    this.points = h("b.verdict__pts.num");
    this.company = h("span");
    this.total = h("span.num");
    this.verdict = h("div.verdict", null, this.sign, this.word, this.points, h("p", null, this.company, this.total));
    const rows = this.options.map((option, position) => this._row(option, position, scene.result));
    const ask = setMarkup(h("div.reveal__stem", { lang: "zh-Hans" }), this.item.stem, { enlarge: true });
    const wait = h("p.wait", null, icon("i-screen"), h("span", null, _("等主持人进入下一题")));
    this.element = h("div.q.reveal", null, progress(scene, true), this.verdict, ask, h("ul.dist", null, rows), this._why(scene.result), wait);
  }

  _row(option, position, result) {
    const key = result.key.includes(option.id);
    const count = result.counts[option.id] || 0;
    const percent = result.answered ? Math.round((100 * count) / result.answered) : 0;
    const tags = h("p.dist__who", null,
      key && h("span.tag.tag--jade.dist__key", null, icon("i-check"), _("正确答案")),
      this.mine.includes(option.id) && h("span.tag.tag--brand", null, _("您选的")));
    const middle = h("div.dist__mid", null, setMarkup(h("div.dist__text", { lang: "zh-Hans" }), option.text, { longest: 0, enlarge: true }), tags, bar(0));
    const row = h("li.dist__row", null, optionKey(position), middle, h("span.dist__pct.num", null, percent + "%"));
    row.dataset.opt = GLYPHS[position].code;
    row.dataset.key = String(key);
    setTimeout(() => setProperty(row.querySelector(".bar"), "--p", percent), 60);
    return row;
  }

  _why(result) {
    if (!result.explanation) return null;
    const listen = readAloud(() => spoken(result.explanation));
    const words = h("div.why__words", { lang: "zh-Hans" }, render(result.explanation, undefined, { block: "p", longest: 0, enlarge: true }));
    return h("section.card.why", null, h("h2", null, h("span", null, _("为什么")), listen), words);
  }

  _begin(breath) {
    this.breathing = breath;
    this.element.classList.toggle("is-breath", breath);
    this.timer = setTimeout(() => this._show(), breath ? BREATH : 0);
  }

  _show() {
    this.breathing = false;
    this.element.classList.remove("is-breath");
    this.update();
    for (const row of this.element.querySelectorAll("[data-key=true]")) row.classList.add("is-key");
    announce([this.word, this.points, this.company, this.total].map((part) => part.textContent).filter(Boolean).join("，"));
  }

  _points(scene, last) {
    return last && !scene.result.void && !scene.warm_up && !scene.result.pilot ? gain(last.points) : "";
  }

  _company(scene, you, verdict) {
    if (scene.warm_up) return _("热身题，不计分");
    if (scene.result.void) return _("不计入任何人的得分");
    if (scene.result.pilot) return _("试测题，不计分");
    if (verdict === VERDICTS.wrong && this.mine.length === 1) return this._alike(scene.result);
    const streak = you.streak > 1 ? [_("连对 {n} 题", { n: you.streak })] : [];
    // The place comes with the points, which are counted after the reveal.
    const place = you.place === null ? [] : [_("第 {n} 名", { n: you.place })];
    return [...streak, ...place].join(_("·"));
  }

  _alike(result) {
    const others = (result.counts[this.mine[0]] || 1) - 1;
    return others > 0 ? _("还有 {n} 人和您选得一样", { n: figure(others) }) : _("全场只有您想到这一项");
  }
}
