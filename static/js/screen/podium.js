/**
 * The podium: third, second, then first, each on the host's key. A basin rises, the name appears, the last ripple is gold.
 * @module
 */
import { h, svg } from "../elements.js";
import { stillness } from "../preferences.js";
import { _, figure, lang } from "../words.js";
import { width } from "./names.js";
import { honours, others, vacancy } from "./podium_places.js";
import { spring } from "./pond.js";
import { sparks } from "./sparks.js";

const WIDE = 7;
const MANY = 4;   // from here on the names of one step stand in two columns
const PLACES = { 1: _("第一名"), 2: _("第二名"), 3: _("第三名") };
const RANKS = ["", "一", "二", "三", "四", "五", "六", "七", "八"];

export class Podium {
  /** @param {import("./main.js").Stage} stage */
  constructor(stage, before) {
    this.stage = stage;
    this.live = before !== "";
    const { scene, heat } = stage.link.snapshot;
    this.standings = scene.standings || [];
    this.steps = honours(this.standings).map((honour) => ({ ...honour, element: step(honour) }));
    this.rest = h("ol.s-next");
    this.point = spring(0.5, 0.36);
    this.soon = h("p.s-soon", null, _("即将揭晓"));
    const header = h("header", null, h("h1", null, _("为有源头活水来")), h("p", null, _("{name}·前三名", { name: heat.name })));
    const main = h("div.scene__main.s-pod", null, header, h("ol.s-steps", null, this._inSight()), this.rest);
    this.element = h("div.scene", null, this.point, this.soon, main);
  }

  placed() {
    this.update();
  }

  update() {
    const { scene } = this.stage.link.snapshot;
    if (scene.podium === this.shown) return;
    this.element.classList.toggle("is-live", (this.live || this.shown !== undefined) && !stillness());
    for (const each of this.steps) each.element.classList.toggle("is-shown", each.step <= scene.podium);
    this._crown(scene.podium >= 3);
    this.soon.hidden = scene.podium > 0;
    this.rest.replaceChildren(...this._below(scene.podium));
    this.shown = scene.podium;
  }

  /* Second on the left, first in the middle, third on the right. */
  _inSight() {
    const [first, second, third] = this.steps;
    return [second, first, third].map(({ element }) => element);
  }

  _crown(all) {
    const champion = this.steps[0];
    const source = all && champion.rows.length ? champion.element.querySelector(".s-step__who") : this.point;
    this.stage.pond.from(source, { gold: all, clear: all ? 0.75 : 1.3 });
    if (!all || this.crowned) return;
    this.crowned = true;
    if (this.element.classList.contains("is-live")) this.stage.pond.ripple();
    this.element.prepend(sparks());
  }

  _wait(podium) {
    const vacant = vacancy(this.standings, podium);
    if (vacant) return _("前面有人并列，{place}空缺", { place: PLACES[vacant] });
    return podium === 0 ? _("题目全部答完，颁奖马上开始") : _("请等主持人揭晓下一位");
  }

  _below(podium) {
    if (podium < 3) return [h("li.is-note", null, this._wait(podium))];
    const rows = others(this.standings).map((row) => h("li", null, rank(row.place), h("b", null, row.name)));
    return rows.length ? rows : [h("li.is-note", null, _("自己的名次和得分请看手机"))];
  }
}

function rank(place) {
  return lang === "zh" ? RANKS[place] || String(place) : place + ".";
}

function step({ place, rows }) {
  if (!rows.length) return h("li.s-step", { "aria-hidden": "true" });
  const names = h("div", { class: "s-step__names", "data-count": Math.min(rows.length, MANY) }, rows.map(nameOf));
  const points = h("p.s-step__pts.num", null, figure(rows[0].points), h("small", null, _("分")));
  const title = rows.length > 1 ? _("并列{place}", { place: PLACES[place] }) : PLACES[place];
  const base = h("div.s-step__base", null, waves(), h("b", null, title));
  return h("li.s-step", { "data-place": place }, h("div.s-step__who", null, names, points), base);
}

function nameOf({ name }) {
  return h("p", { class: "s-step__name" + (width(name) > WIDE ? " is-wide" : "") }, name);
}

/* Four still waves, each paler than the one above. */
function waves() {
  const lines = [[-10, 70, 0.28], [-60, 120, 0.2], [-20, 176, 0.14], [-60, 240, 0.1]];
  return svg("svg", { viewBox: "0 0 480 340", preserveAspectRatio: "xMidYMin slice", "aria-hidden": "true" },
    lines.map(([x, y, light]) => svg("path", { d: "M" + x + " " + y + "q60-16 120 0t120 0 120 0 120 0 120 0", "stroke-opacity": light })));
}
