/**
 * An item while it is open and until it is revealed.
 * @module
 */
import { h, write } from "../elements.js";
import { GLYPHS } from "../glyphs.js";
import { typeWord } from "../item_words.js";
import { heading } from "../markup.js";
import { Ring } from "../ring.js";
import { shuffled } from "../shuffle.js";
import { spoken } from "../spoken.js";
import { _, figure } from "../words.js";
import { announce, announceSeconds } from "./announce.js";
import { Answering } from "./answering.js";
import { fit } from "./fit.js";
import { progress } from "./progress.js";
import { hush, readAloud } from "./speech.js";
import { Options } from "./options.js";
import { Strip } from "./strip.js";
import { stripFor } from "./strip_words.js";
import { sizeButton } from "./toolbar.js";

/**
 * The options in the order of this seat.
 * @param {Object} item
 * @param {{seed: string}} you
 */
export function ordered(item, you) {
  return item.shuffle ? shuffled(item.options, you.seed, item.id) : item.options;
}

export class Question {
  /** @param {import("./main.js").Play} play */
  constructor(play) {
    this.play = play;
    const { scene, you } = play.link.snapshot;
    this.item = scene.item;
    this.options = ordered(this.item, you);
    this.answering = new Answering(play, this.item, this.options);
    this._build(scene);
    this.onKey = (event) => this._key(event);
    document.addEventListener("keydown", this.onKey);
    this.onResize = () => fit(this.element);
    window.addEventListener("resize", this.onResize);
    this.element.addEventListener("resized", this.onResize);
    announce(this._opening(scene));
  }

  /** Once the element is on the page. */
  placed() {
    fit(this.element);
  }

  leave() {
    this.ring.stop();
    hush();
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onResize);
  }

  update() {
    const { scene, you } = this.play.link.snapshot;
    this._time(scene);
    if (!scene.warm_up) write(this.points, _("得分 {n}", { n: figure(you.points) }));
    this._answers(scene);
  }

  _build(scene) {
    this.ring = new Ring(() => this.play.link.now(), (seconds) => this._tick(seconds));
    this.points = h("span", { class: scene.warm_up ? "tag tag--gold" : "num" }, scene.warm_up && _("热身，不计分"));
    this.answers = new Options(this.item, this.options, (id) => this._tap(id));
    this.strip = new Strip({ again: () => this.play.outbox.sendAll(), hand_in: () => this.answering.handIn() });
    const listen = readAloud(() => this._spoken(), "tool q__listen");
    this.element = h("div.q", null, progress(scene, false), this._head(scene), this._stem(),
      h("div.q__tools", null, listen, sizeButton(true)), h("div.q__fill"), this.answers.element, this.strip.element);
  }

  _head(scene) {
    const type = h("span", { class: this.item.type === "multiple" ? "tag tag--brand" : null }, typeWord(this.item.type));
    const last = h("strong.last", null, _("最后五秒"));
    const weight = this.item.weight !== 1 && !scene.warm_up && h("span.tag", null, _("本题分值 ×{n}", { n: this.item.weight }));
    return h("header.q__head", null, h("div", null, numberLine(scene), h("p.q__meta", null, type, weight, this.points, last)), this.ring.element);
  }

  _stem() {
    return heading("h1.q__stem", { lang: "zh-Hans", tabindex: "-1" }, this.item.stem, { enlarge: true });
  }

  _time(scene) {
    const span = [scene.phase, scene.opened, scene.closes, scene.left].join();
    if (span === this.span) return;
    const closing = scene.phase === "closed" && this.span;
    this.span = span;
    if (scene.phase === "closed") this.ring.close();
    else this.ring.follow(scene);
    if (closing) announce(_("收题了，等待揭晓"));
  }

  _tick(seconds) {
    announceSeconds(seconds);
    this.element.classList.toggle("is-last", seconds <= 5 && seconds > 0);
    if (seconds === 0) setTimeout(() => this._answers(this.play.link.snapshot.scene), 0);
  }

  _answers(scene) {
    const { answering } = this;
    this.over = scene.left === null && scene.closes !== null && this.play.link.now() >= scene.closes;
    this.tappable = scene.phase === "open" && !scene.paused && !this.over && !answering.taken();
    this.element.classList.toggle("is-closed", scene.phase === "closed");
    this.answers.show(new Set(answering.chosen()), this.tappable);
    this.strip.show(stripFor({
      phase: scene.phase, paused: scene.paused, over: this.over, changeable: this.play.changeable(),
      multiple: answering.multiple, entry: answering.entry(), draft: answering.draft, called: answering.called(),
    }));
  }

  _tap(id) {
    if (!this.tappable) return;
    if (this.answering.tap(id)) this._answers(this.play.link.snapshot.scene);
    else this.strip.show({ kind: "held", sign: "i-hand", title: _("至少留一项"), note: _("想换一项，先点上新的，再点掉旧的") });
  }

  _key(event) {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (busy || event.key.length !== 1) return;
    const position = "abcdef".indexOf(event.key.toLowerCase());
    this.answers.press(position >= 0 ? position : "123456".indexOf(event.key));
  }

  _spoken() {
    const options = this.options.map((option, index) => GLYPHS[index].letter + "，" + spoken(option.text) + "。");
    return [spoken(this.item.stem), ...options].join("\n");
  }

  _opening(scene) {
    const number = scene.warm_up ? _("热身题，不计分") : _("第 {n} 题", { n: scene.number });
    return number + "，" + typeWord(this.item.type) + "。" + spoken(this.item.stem);
  }
}

function numberLine(scene) {
  if (scene.warm_up) return h("p.q__no", null, h("b", null, _("热身题")));
  const line = h("p.q__no.num");
  const [before, after] = _("第 {n} 题 / 共 {of} 题", { n: "\n", of: scene.of }).split("\n");
  line.append(before, h("b", null, scene.number), after);
  return line;
}
