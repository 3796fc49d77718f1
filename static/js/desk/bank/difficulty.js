/**
 * Expected against observed for an audience, with what can be done about each item.
 * @module
 */
import { h, setProperty } from "../../elements.js";
import { _, config, figure } from "../../words.js";
import { mapChart } from "./charts.js";
import { SortedTable } from "./sorted_table.js";

const byId = (id) => document.getElementById(id);
const ORDER = { retire: 0, move: 1, pilot: 2, keep: 3, wait: 4 };
const TAGS = { keep: "jade", move: "gold", pilot: "gold", retire: "cin", wait: "" };
const percent = (share) => Math.round(100 * share) + "%";

const columns = [
  { name: _("题目"), value: (row) => row.id, cell: (row) => [h("a", { href: config.item_url.replace("ITEM", encodeURIComponent(row.id)), lang: "zh-Hans" }, row.stem), h("small", null, [row.id, _("{n} 份作答", { n: figure(row.n) }), row.provisional ? _("作者估计的难度") : ""].filter(Boolean).join(" · "))] },
  { name: _("预期"), right: true, value: (row) => row.expected, cell: (row) => [percent(row.expected), h("small", null, config.bands[row.band])] },
  { name: _("实际"), right: true, value: (row) => row.observed, cell: (row) => [percent(row.observed), h("small", null, percent(row.low) + "–" + percent(row.high))] },
  { name: _("差"), right: true, value: (row) => row.observed - row.expected, cell: (row) => [signed(row.observed - row.expected), beside(row)] },
  { name: _("建议"), value: (row) => ORDER[row.advice.advice], cell: (row) => [h("span.tag" + (TAGS[row.advice.advice] ? ".tag--" + TAGS[row.advice.advice] : ""), null, adviceWords(row.advice)), h("p.remark", null, row.reason), acts(row)] },
];

function signed(difference) {
  const points = Math.round(100 * difference);
  return (points > 0 ? "+" : points < 0 ? "\u2212" : "") + Math.abs(points);
}

/* Where the expected and the observed share lie, one over the other. */
function beside(row) {
  const mark = h("span.beside", { "aria-hidden": "true" }, h("i.beside__range"), h("i.beside__seen"), h("i.beside__due"));
  setProperty(setProperty(mark, "--low", 100 * row.low), "--high", 100 * row.high);
  return setProperty(setProperty(mark, "--seen", 100 * row.observed), "--due", 100 * row.expected);
}

function adviceWords({ advice, band }) {
  return advice === "move" ? _("换到“{band}”", { band: config.bands[band] }) : config.advice[advice];
}

function acts(row) {
  if (!config.acts) return null;
  const moves = row.advice.advice === "move" || row.advice.reason === "easier" || row.advice.reason === "harder";
  const may = { move: moves, pilot: row.may.includes("pilot"), retire: row.may.includes("retire") };
  const names = { move: _("按作答改难度"), pilot: _("再试测"), retire: _("停用") };
  const button = (act) => h("button.btn.btn--sm" + (act === "retire" ? ".btn--risk" : ""),
    { type: "button", "aria-label": names[act] + "：" + row.stem, onclick: () => send(row, act) }, names[act]);
  const possible = Object.keys(names).filter((act) => may[act]);
  const advised = possible.filter((act) => act === row.advice.advice);
  const others = possible.filter((act) => act !== row.advice.advice);
  return [advised.length > 0 && h("p.row-acts", null, advised.map(button)),
    others.length > 0 && h("details.row-more", null, h("summary", { "aria-label": _("别的做法") + "：" + row.stem }, _("别的做法")), h("p.row-acts", null, others.map(button)))];
}

function send(row, act) {
  const form = byId("act");
  form.action = config.act_url.replace("ITEM", encodeURIComponent(row.id)).replace("ACT", act);
  form.submit();
}

function show() {
  const text = byId("search").value.trim();
  const wanted = byId("filter-advice").value;
  table.show(config.rows.filter((row) => (!text || row.stem.includes(text) || row.id.includes(text)) && (!wanted || row.advice.advice === wanted)));
}

const table = byId("items") && new SortedTable(byId("items"), columns, _("各题的预期和实际"));
if (table) {
  byId("chart-map").replaceChildren(mapChart(config.audience, config.rows.map((row) => row.b)));
  for (const [code, name] of Object.entries(config.advice)) byId("filter-advice").append(h("option", { value: code }, name));
  for (const id of ["search", "filter-advice"]) byId(id).addEventListener("input", show);
  show();
}
byId("audience").addEventListener("change", (event) => event.target.form.submit());
