/**
 * How the house is: lines, screens, journal, speed.
 * @module
 */
import { h, icon } from "../elements.js";
import { _, figure } from "../words.js";

const SLOW = 500;   // milliseconds after which an acknowledgement is worth a word

export class Health {
  constructor() {
    this.list = h("ul.health");
    this.element = h("section.panel", null, h("h2", null, _("现场")), this.list);
  }

  /** @param {Object} host */
  update({ health }) {
    const drawn = JSON.stringify(health);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.list.replaceChildren(...rows(health));
  }
}

function rows(health) {
  const p99 = health.ack_p99_ms;
  return [
    row(_("手机在线"), figure(health.phones)),
    row(_("暂时断线"), figure(health.weak), health.weak > 0),
    row(_("大屏"), _("{n} 块", { n: health.screens }), health.screens === 0),
    row(_("主持台"), _("{n} 台", { n: health.hosts })),
    row(_("已记入账本"), _("{n} 条", { n: figure(health.journaled) })),
    row(_("答案记牢，99% 快于"), p99 === null ? "–" : _("{n} 秒", { n: (p99 / 1000).toFixed(p99 < 995 ? 2 : 1) }), p99 > SLOW),
  ];
}

function row(words, value, warn = false) {
  return h("li", { class: warn ? "is-warn" : null }, icon(warn ? "i-warn" : "i-check"), h("span", null, words), h("b.num", null, value));
}
