/**
 * What has happened, newest first, in this device's wall time.
 * @module
 */
import { h } from "../elements.js";
import { _, lang } from "../words.js";
import { logWords } from "./log_words.js";

export class Log {
  /** @param {import("../link.js").Link} link */
  constructor(link) {
    this.link = link;
    this.list = h("ol.log");
    const title = h("h2", null, h("span", null, _("记录")), h("small", null, _("每一步都可追查")));
    this.element = h("section.panel.panel--log", { tabindex: "0", "aria-label": _("记录") }, title, this.list);
  }

  /** @param {Object} host */
  update({ log }) {
    const drawn = JSON.stringify(log);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.list.replaceChildren(...log.map((row) => h("li", null, h("time.num", null, this._time(row.at)), h("span", null, logWords(row)))));
  }

  /* Server times are told apart from now by the server's clock, then put on this device's wall clock. */
  _time(at) {
    const wall = new Date(Date.now() - (this.link.now() - at));
    return wall.toLocaleTimeString(lang === "zh" ? "zh-CN" : "en-GB", { hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }
}
