/**
 * The result: place and points above, literacy below, never a number from one side on the other.
 * @module
 */
import { h, icon } from "../elements.js";
import { _, figure } from "../words.js";
import { announce } from "./announce.js";
import { literacyCard } from "./literacy.js";
import { savePicture } from "./picture.js";
import { resumeFold } from "./resume_fold.js";

const AGAIN = 4000;

export class Result {
  /** @param {import("./main.js").Play} play */
  constructor(play) {
    this.play = play;
    this.element = h("div.result", null, waiting());
    this._fetch();
  }

  update() {}

  leave() {
    clearTimeout(this.timer);
  }

  async _fetch() {
    const data = await this.play.http.request("result", {}).catch(() => null);
    if (data && data.ok) return this._show(data);
    this.timer = setTimeout(() => this._fetch(), AGAIN);
    return null;
  }

  _show(data) {
    this.element.replaceChildren(...resultParts(this.play, data));
    announce(_("您是第 {place} 名，{n} 分", { place: data.place, n: data.points }));
  }
}

function waiting() {
  return h("section.notice", null, h("span.notice__sign", null, icon("i-seal")), h("h1", { tabindex: "-1" }, _("正在取您的成绩")));
}

function resultParts(play, data) {
  const title = play.title();
  return [
    place(data), h("dl.trio", null, fact(_("竞赛得分"), figure(data.points)), fact(_("答对"), data.right + " / " + data.asked)),
    data.pilots > 0 && h("p.hint", null, _("另有 {n} 道试测题，不计分", { n: data.pilots })),
    data.claim && claim(data.claim),
    h("p.apart", null, h("span", null, _("上面是这一场的比分，下面看素质水平"), h("br"), _("两样分开算，互不影响"))),
    literacyCard(data.literacy),
    h("div.actions", null, h("button", { type: "button", class: "btn btn--main btn--big", onclick: () => savePicture(title, data) }, icon("i-picture"), _("保存成图片"))),
    resumeFold(play, true, true), record(data.journal),
  ].filter(Boolean);
}

function place(data) {
  const [before, after] = _("第{n}名", { n: "\n" }).split("\n");
  return h("section.place", null,
    h("h1.place__rank", { tabindex: "-1" }, h("span", null, before), h("b.num", null, data.place), h("span", null, after)),
    h("p.place__of", null, _("{name}·全场 {of} 人", { name: data.name, of: figure(data.of) })));
}

function fact(term, value) {
  return h("div", null, h("dt", null, term), h("dd.num", null, value));
}

function claim(code) {
  return h("section.claim", null, h("h2", null, icon("i-seal"), _("领奖码")), h("p.code.num", { translate: "no" }, code),
    h("p", null, _("请到主持人处出示这一页，核对领奖码。")));
}

function record(journal) {
  if (!journal) return null;
  return h("p.fine.record", null, _("本场记录 {n} 条，校验值", { n: figure(journal.count) }), " ", h("span.record__head", { translate: "no" }, journal.head.slice(0, 16)));
}
