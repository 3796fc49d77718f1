/**
 * The table of all items that were answered: figures, plain words, and a way to each.
 * @module
 */
import { h, icon } from "../../elements.js";
import { _, config, figure } from "../../words.js";
import { told } from "./chart_frame.js";
import { sparkline } from "./charts.js";
import { watchJob } from "./job_line.js";
import { SortedTable } from "./sorted_table.js";

const byId = (id) => document.getElementById(id);
const TAGS = { keep: ["jade", "i-check"], look: ["gold", "i-warn"], stop: ["cin", "i-cross"], wait: ["", "i-clock"] };
const ORDER = { stop: 0, look: 1, keep: 2, wait: 3 };
const GROUP_CLASSES = { A: _("差不多"), B: _("差一点"), C: _("差得多") };
const percent = (share) => (share === null ? "" : Math.round(100 * share) + "%");

/** @param {string} verdict */
export function verdictTag(verdict) {
  const [colour, sign] = TAGS[verdict];
  return h("span.tag" + (colour ? ".tag--" + colour : ""), null, icon(sign), config.verdicts[verdict]);
}

const columns = [
  { name: _("题目"), value: (row) => row.id, cell: (row) => [h("a", { href: config.item_url.replace("ITEM", encodeURIComponent(row.id)), lang: "zh-Hans" }, row.stem), h("small", null, facts(row))] },
  { name: _("作答"), right: true, value: (row) => row.n, cell: (row) => [figure(row.n), h("small", null, _("{n} 场", { n: row.heats }))] },
  { name: _("答对"), right: true, value: (row) => row.share, cell: (row) => [percent(row.share), h("small", null, percent(row.low) + "–" + percent(row.high))] },
  { name: _("难度 b"), right: true, value: (row) => row.b, cell: (row) => [told(row.b, 2), h("small", null, row.provisional ? _("作者估计") : row.se_b === null ? "" : "± " + told(row.se_b, 2))] },
  { name: _("区分 r"), right: true, value: (row) => row.correlation, cell: (row) => (row.correlation === null ? "" : told(row.correlation, 2)) },
  { name: _("曲线"), cell: (row) => sparkline(row.curve) },
  { name: _("离曲线"), right: true, value: (row) => row.rmsd, cell: (row) => (row.rmsd === null ? "" : told(row.rmsd, 3)) },
  { name: _("群体差"), right: true, value: (row) => (row.group ? Math.abs(row.group.delta) : null), cell: (row) => (row.group ? [told(row.group.delta, 1), h("small", null, GROUP_CLASSES[row.group.class] || "")] : "") },
  { name: _("用时"), right: true, value: (row) => row.seconds, cell: (row) => (row.seconds === null ? "" : _("{n} 秒", { n: Math.round(row.seconds) })) },
  { name: _("建议"), value: (row) => ORDER[row.verdict], cell: (row) => [verdictTag(row.verdict), row.remarks.length > 0 && h("p.remark", null, row.remarks[0]), row.remarks.length > 1 && h("small", null, _("还有 {n} 条", { n: row.remarks.length - 1 }))] },
];

function facts(row) {
  const own = [row.id, config.types[row.type], config.dimensions[row.dimension]];
  return own.filter(Boolean).join(" · ");
}

function narrowed() {
  const text = byId("search").value.trim();
  const dimension = byId("filter-dimension").value;
  return config.rows.filter((row) => (!text || row.stem.includes(text) || row.id.includes(text)) && (!dimension || row.dimension === dimension));
}

function show() {
  const rows = narrowed();
  for (const button of document.querySelectorAll("[data-verdict]")) {
    const own = button.dataset.verdict;
    button.querySelector("b").textContent = rows.filter((row) => !own || row.verdict === own).length;
  }
  const pressed = document.querySelector("[data-verdict][aria-pressed=true]").dataset.verdict;
  table.show(rows.filter((row) => !pressed || row.verdict === pressed));
}

let table = null;
if (byId("items")) {
  table = new SortedTable(byId("items"), columns, _("各题的分析"));
  for (const [code, name] of Object.entries(config.dimensions)) byId("filter-dimension").append(h("option", { value: code }, name));
  for (const id of ["search", "filter-dimension"]) byId(id).addEventListener("input", show);
  for (const button of document.querySelectorAll("[data-verdict]")) {
    button.addEventListener("click", () => {
      for (const each of document.querySelectorAll("[data-verdict]")) each.setAttribute("aria-pressed", String(each === button));
      show();
    });
  }
  show();
}
watchJob(byId("job"), (job) => job.state === "done" && location.assign(location.pathname));
