/**
 * The standings moment: look at the screen; here is only where I stand.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { _, figure } from "../words.js";
import { announce } from "./announce.js";

export class Standings {
  /** @param {import("./main.js").Play} play */
  constructor(play) {
    this.play = play;
    this.place = h("b.num");
    this.of = h("p.place__of");
    this.list = h("ol.board");
    const [before, after] = _("第{n}名", { n: "\n" }).split("\n");
    const rank = h("h1.place__rank", { tabindex: "-1" }, h("span", null, before), this.place, h("span", null, after));
    const look = h("p.look-up", null, icon("i-screen"), h("span", null, _("请看大屏幕上的积分榜"), h("br"), _("下一题会自己出现")));
    this.element = h("div.standings", null, h("section.place", null, rank, this.of), look,
      h("h2.section-title", null, _("前几名")), this.list);
    this.update();
    const { you } = play.link.snapshot;
    announce(_("您是第 {place} 名，{n} 分", { place: you.place, n: you.points }));
  }

  update() {
    const { scene, you } = this.play.link.snapshot;
    write(this.place, you.place);
    write(this.of, _("{name}·{n} 分·全场 {of} 人", { name: you.name, n: figure(you.points), of: figure(you.of) }));
    const drawn = JSON.stringify(scene.standings);
    if (drawn !== this.drawn) this.list.replaceChildren(...(scene.standings || []).map((place) => this._line(place, you)));
    this.drawn = drawn;
  }

  _line(place, you) {
    const own = place.name === you.name;
    return h("li", { class: own ? "is-own" : null },
      h("b.num", null, place.place), h("span.board__name", null, place.name, own && h("small", null, _("您"))),
      h("span.num", null, figure(place.points)));
  }
}
