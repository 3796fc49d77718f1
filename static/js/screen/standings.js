/**
 * The standings: rows travel to their new places, points count up.
 * @module
 */
import { bar, h, icon, setProperty, write } from "../elements.js";
import { _, figure, gain } from "../words.js";
import { chip, foot, top, whereabouts } from "./frame.js";
import { lateDoor } from "./late_door.js";
import { width } from "./names.js";
import { countUp, travel } from "./travel.js";

const WIDE = 10;
const LEADERS = 3;   // more than these share the lead: gold on every row would honour nobody

/* What everybody had when the standings were on this screen before: for the gain and the count. */
const memory = { number: null, former: new Map(), latest: new Map() };

export class Standings {
  /** @param {import("./main.js").Stage} stage */
  constructor(stage, before) {
    this.stage = stage;
    this.live = before !== "";
    const { scene } = stage.link.snapshot;
    this.places = scene.standings || [];
    this.former = remember(scene.number, this.places);
    this.best = Math.max(1, ...this.places.map(({ points }) => points));
    this.crowded = this.places.filter(({ place }) => place === 1).length > LEADERS;
    this.lines = this.places.map((place) => this._line(place));
    this._build(stage, scene);
  }

  placed() {
    this.stage.pond.from(this.title, { clear: 0.6 });
    if (this.live) this._move();
  }

  update() {}

  _build(stage, scene) {
    const middle = whereabouts(scene, _("第 {n} 题后 / 共 {of} 题"));
    this.title = h("h1.s-vert", null, _("积分榜"));
    const side = h("aside.s-side", null, this.title, this._facts(scene));
    const list = h("ol.s-list", null, this.lines.map(({ element }) => element));
    const main = h("div.scene__main.s-stand", null, side, list);
    const shown = chip(_("前 {n} 名", { n: Math.max(1, this.places.length) }));
    this.element = h("div.scene", null, top(middle, shown), main, foot(h("span", null, _("自己的名次请看手机")), lateDoor(stage)));
  }

  _line(place) {
    const points = h("span.s-line__pts.num", null, figure(place.points));
    const name = h("span.s-line__name", null, place.name);
    if (width(place.name) > WIDE) name.classList.add("is-wide");
    const level = setProperty(bar(0), "--p", ((100 * Math.max(0, place.points)) / this.best).toFixed(1));
    const element = h("li.s-line", null, h("span.s-line__rank.num", null, place.place), moved(place.moved), name, level,
      h("span.s-line__gain.num", null, this._gain(place)), points);
    if (place.place === 1) element.classList.add(this.crowded ? "s-line--first" : "s-line--1");
    return { place, element, points };
  }

  _gain({ name, points }) {
    const more = this.former.has(name) ? points - this.former.get(name) : 0;
    return more > 0 ? gain(more) : "";
  }

  _facts(scene) {
    const climber = this.places.reduce((best, place) => ((place.moved || 0) > (best ? best.moved : 0) ? place : best), null);
    return h("dl.s-facts", null,
      climber && fact(_("升得最快"), climber.name, _("升 {n} 位", { n: climber.moved })),
      fact(_("全场"), _("{n} 人", { n: figure(scene.contestants) })));
  }

  _move() {
    const order = this.lines.slice().sort((a, b) => rankBefore(a.place) - rankBefore(b.place));
    travel(this.lines.map(({ element }) => element), order.map(({ element }) => element));
    for (const { place, points } of this.lines) {
      const start = this.former.get(place.name);
      if (start !== undefined) countUp(start, place.points, (value) => write(points, figure(value)));
    }
  }
}

function remember(number, places) {
  if (number !== memory.number) {
    memory.former = memory.latest;
    memory.latest = new Map(places.map(({ name, points }) => [name, points]));
    memory.number = number;
  }
  return memory.former;
}

function rankBefore({ place, moved: gained }) {
  return gained === null || gained === undefined ? Infinity : place + gained;
}

function moved(places) {
  if (places === null || places === undefined) return h("span.s-line__move", null, _("新上榜"));
  if (places === 0) return h("span.s-line__move", null, h("span", { "aria-label": _("名次没变") }, "–"));
  const up = places > 0;
  const label = up ? _("升 {n} 位", { n: places }) : _("降 {n} 位", { n: -places });
  return h("span", { class: "s-line__move num " + (up ? "up" : "down") }, icon(up ? "i-up2" : "i-down2"),
    h("span.vh", null, label), h("span", { "aria-hidden": "true" }, Math.abs(places)));
}

function fact(term, ...lines) {
  return h("div", null, h("dt", null, term), h("dd", null, lines.flatMap((line, index) => (index ? [h("br"), line] : [line]))));
}
