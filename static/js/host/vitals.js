/**
 * Three figures under the item: time left, how many have answered, whose line is down.
 * @module
 */
import { h, write } from "../elements.js";
import { Ring } from "../ring.js";
import { _, figure } from "../words.js";

export class Vitals {
  /** @param {import("../link.js").Link} link */
  constructor(link) {
    this.ring = new Ring(() => link.now());
    this.answered = h("span.num");
    this.of = h("small.num");
    this.weak = h("span.num");
    this.answers = h("div", null, h("dt", null, _("已答")), h("dd", null, this.answered, this.of));
    const weak = h("div", null, h("dt", null, _("暂时断线")), h("dd", null, this.weak, h("small", null, _("人"))));
    this.figures = h("dl.vitals", null, h("div", null, h("dt.vh", null, _("剩余时间")), h("dd", null, this.ring.element)), this.answers, weak);
    this.element = this.figures;
  }

  /** @param {Object} snapshot */
  update({ scene, tally, host }) {
    this.element.hidden = !scene.item;
    if (!scene.item) return this.ring.stop();
    this._time(scene);
    const told = scene.result || tally || { answered: 0, of: 0 };
    write(this.answered, figure(told.answered));
    write(this.of, _("/ {n} 人", { n: figure(told.of) }));
    return write(this.weak, figure(host.health.weak));
  }

  _time(scene) {
    const { opened, closes, left, phase } = scene;
    const span = JSON.stringify([phase, opened, closes, left]);
    if (span === this.span) return;
    this.span = span;
    if (phase === "open") this.ring.follow({ opened, closes, left });
    else this.ring.close();
  }
}
