/**
 * The run of the evening: what is done, what is on, what comes.
 * @module
 */
import { h, icon } from "../elements.js";
import { oneLine } from "../markup_tree.js";
import { _ } from "../words.js";

const SIGNS = { revealed: "i-check", open: "i-go", closed: "i-go", void: "i-void", skipped: "i-skip" };

export class RunList {
  constructor() {
    this.done = h("small.num");
    this.list = h("ol.run");
    this.element = h("section.panel.col--run", { tabindex: "0", "aria-label": _("流程") }, h("h2", null, h("span", null, _("流程")), this.done), this.list);
  }

  /** @param {Object} host */
  update({ run }) {
    const drawn = JSON.stringify(run);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const asked = run.filter((row) => !row.warm_up);
    const over = asked.filter(({ state }) => state !== "coming" && state !== "open" && state !== "closed").length;
    this.done.textContent = over + " / " + asked.length;
    this.list.replaceChildren(...run.map(rowOf));
    this._follow();
  }

  /* Keep what is on in sight, without moving the page on a phone. */
  _follow() {
    const now = this.list.querySelector(".is-now") || this.list.querySelector(".is-todo");
    if (now) this.element.scrollTop = Math.max(0, now.offsetTop - this.element.offsetTop - 160);
  }
}

function rowOf(row) {
  const kind = { open: "now", closed: "now", revealed: "done", void: "off", skipped: "off" }[row.state] || "todo";
  const sign = SIGNS[row.state];
  const stem = oneLine(row.stem);
  const number = row.warm_up ? _("热身") : row.number + (row.pilot ? " " + _("试测") : "");
  return h("li", { class: "is-" + kind, "aria-current": kind === "now" ? "step" : null }, sign ? icon(sign) : h("span"),
    h("span.run__stem", { title: stem, lang: "zh-Hans" }, number + " " + stem), h("small.num", null, note(row)));
}

function note({ state, percent, time_limit_s: seconds }) {
  if (state === "revealed") return percent === null ? _("没人答") : percent + "%";
  const words = { open: _("作答中"), closed: _("已收题"), void: _("作废"), skipped: _("跳过") };
  return words[state] || _("{n} 秒", { n: seconds });
}
