/**
 * A Wright map: people's abilities above the axis, the items' difficulties below it, on one scale.
 * @module
 */
import { h, svg } from "../elements.js";
import { _ } from "../words.js";

const WIDTH = 640;
const BASE = 150;
const LEFT = 30;

/**
 * @param {{people: number, bins: {from: number, people: number, items: number[]}[]}} map
 * @returns {Node[]} the picture, and a table that says the same
 */
export function wright(map) {
  const label = _("{n} 人的能力分布，和各题难度", { n: map.people });
  // On a phone the picture is wider than the page and slides within its frame.
  return [h("div.wright__frame", { tabindex: 0, role: "region", "aria-label": label }, picture(map, label)), table(map)];
}

function picture({ bins }, label) {
  const most = Math.max(...bins.map((bin) => bin.people), 1);
  const step = (WIDTH - 2 * LEFT) / bins.length;
  const deepest = Math.max(...bins.map((bin) => bin.items.length), 1);
  const bars = bins.map((bin, place) => {
    const height = (bin.people / most) * 120;
    return svg("rect", { class: "people", x: LEFT + place * step + 1, y: BASE - height, width: step - 2, height });
  });
  return svg("svg", { viewBox: "0 0 " + WIDTH + " " + (BASE + 40 + deepest * 15), role: "img", "aria-label": label },
    bars, svg("path", { class: "axis", d: "M" + LEFT + " " + BASE + "H" + (WIDTH - LEFT) }), marks(bins, step), dots(bins, step),
    svg("text", { x: LEFT, y: 14 }, _("人数")), svg("text", { x: LEFT - 24, y: BASE + 34 }, _("题号")),
    svg("text", { x: WIDTH - LEFT, y: 14, "text-anchor": "end" }, _("越往右，能力越强，题越难")));
}

function marks(bins, step) {
  return bins.map((bin, place) => Number.isInteger(bin.from) && svg("text", { x: LEFT + place * step, y: BASE + 16, "text-anchor": "middle" }, String(bin.from).replace("-", "−")));
}

function dots(bins, step) {
  return bins.map((bin, place) => bin.items.map((number, depth) =>
    svg("text", { class: "dot__no", x: LEFT + (place + 0.5) * step, y: BASE + 34 + depth * 15, "text-anchor": "middle" }, number)));
}

function table({ bins }) {
  const rows = bins.filter((bin) => bin.people >= 0.05 || bin.items.length);
  return h("details", null, h("summary", null, _("用表格看")), h("table.tbl", null,
    h("thead", null, h("tr", null, h("th", null, _("能力从")), h("th.r", null, _("人数")), h("th", null, _("题号")))),
    h("tbody", null, rows.map((bin) => h("tr", null, h("td.num", null, bin.from), h("td.r", null, bin.people.toFixed(1)), h("td.num", null, bin.items.join("、")))))));
}
