/**
 * Information curves over one another, as a picture and as a table. Lines differ by dash as well as by colour.
 * @module
 */
import { h, svg } from "../../elements.js";
import { _ } from "../../words.js";

const NARROWEST = 280;
const WIDEST = 1200;
const LEFT = 40;
const RIGHT = 12;
const TOP = 26;
const KINDS = 6;

/**
 * @param {HTMLElement} host where they are drawn, as wide as it is: texts keep their size
 * @param {{name: string, values: number[]}[]} curves
 * @param {number[]} theta
 * @param {number[]} cuts where information counts
 */
export function drawCurves(host, curves, theta, cuts) {
  const width = Math.min(Math.max(host.clientWidth, NARROWEST), WIDEST);
  const base = TOP + Math.min(240, width * 0.42);
  const top = roundTop(Math.max(...curves.flatMap((curve) => curve.values), 0.001));
  const x = (value) => LEFT + ((value - theta[0]) / (theta[theta.length - 1] - theta[0])) * (width - LEFT - RIGHT);
  const y = (value) => base - (value / top) * (base - TOP);
  const label = _("各份卷在不同能力处的信息量");
  const picture = svg("svg", { viewBox: "0 0 " + width + " " + (base + 28), role: "img", "aria-label": label },
    grid(top, y, width - RIGHT), cuts.map((cut) => svg("path", { class: "curves__cut", d: "M" + x(cut) + " " + TOP + "V" + base })), scale(theta, x, base),
    curves.map((curve, place) => svg("path", { class: "curves__line curves__line--" + (place % KINDS), d: path(curve.values, theta, x, y) })),
    svg("text", { x: 0, y: 14 }, _("信息量")));
  const isOpen = Boolean(host.querySelector("details[open]"));
  const parts = [h("div.curves__frame", null, picture), h("p.curves__words", null, _("能力越往右越强；竖线是要量准的地方")), curves.length > 1 && legend(curves), table(curves, theta, isOpen)];
  host.replaceChildren(...parts.filter(Boolean));
}

function path(values, theta, x, y) {
  return values.map((value, place) => (place ? "L" : "M") + x(theta[place]).toFixed(1) + " " + y(value).toFixed(1)).join("");
}

function roundTop(most) {
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((each) => each * step).find((each) => each >= most);
}

function grid(top, y, end) {
  return [0, 0.5, 1].map((share) => [
    svg("path", { class: share ? "curves__grid" : "curves__axis", d: "M" + LEFT + " " + y(top * share) + "H" + end }),
    svg("text", { x: LEFT - 6, y: y(top * share) + 4, "text-anchor": "end" }, String(Number((top * share).toPrecision(3)))),
  ]);
}

function scale(theta, x, base) {
  const whole = theta.filter((value) => Number.isInteger(value));
  return whole.map((value) => svg("text", { x: x(value), y: base + 18, "text-anchor": "middle" }, String(value).replace("-", "−")));
}

function legend(curves) {
  return h("ul.curves__legend", null, curves.map((curve, place) => h("li", null,
    svg("svg", { viewBox: "0 0 36 8", width: 36, height: 8, "aria-hidden": "true" }, svg("path", { class: "curves__line curves__line--" + (place % KINDS), d: "M0 4H36" })), curve.name)));
}

function table(curves, theta, open) {
  const rows = theta.map((value, place) => [value, place]).filter(([value]) => Number.isInteger(value * 2));
  return h("details", { open }, h("summary", null, _("用表格看")), h("div.tableframe", { tabindex: 0, role: "region", "aria-label": _("用表格看") }, h("table.tbl", null,
    h("thead", null, h("tr", null, h("th.r", null, _("能力")), curves.map((curve) => h("th.r", null, curve.name)))),
    h("tbody", null, rows.map(([value, place]) => h("tr", null, h("td.r", null, String(value).replace("-", "−")), curves.map((curve) => h("td.r", null, curve.values[place].toFixed(2)))))))));
}
