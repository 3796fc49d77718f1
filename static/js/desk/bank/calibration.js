/**
 * A calibration's preview: old beside new, with what is ticked to be taken over.
 * @module
 */
import { h, write } from "../../elements.js";
import { _, config, figure } from "../../words.js";
import { told } from "./chart_frame.js";
import { watchJob } from "./job_line.js";

const byId = (id) => document.getElementById(id);

function number(value, places = 2) {
  return value === null || value === undefined ? "" : told(value, places);
}

function row(entry) {
  const box = h("input", { type: "checkbox", name: "version", value: entry.version, "aria-label": _("收进题库") + "：" + entry.stem, disabled: entry.anchor, onchange: count });
  box.checked = entry.proposed;
  const warnings = entry.anchor ? [_("量尺的锚题，不动")] : entry.warnings.map((code) => config.warnings[code] || code);
  return h("tr", null, h("td", null, h("span.check", null, box)),
    h("td", null, h("b", { lang: "zh-Hans" }, entry.stem), h("small", null, entry.version + (entry.current ? "" : " · " + _("旧版本")))),
    h("td.r", null, figure(entry.new.n)),
    h("td.r", null, number(entry.former.b)), h("td.r", null, h("b", null, number(entry.new.b)), h("small", null, entry.new.se_b === null ? "" : "± " + number(entry.new.se_b))),
    h("td.r", null, number(entry.former.a)), h("td.r", null, h("b", null, number(entry.new.a)), h("small", null, entry.new.se_a === null ? "" : "± " + number(entry.new.se_a))),
    h("td", null, warnings.join("、")));
}

function count() {
  const chosen = document.querySelectorAll("#preview input:checked").length;
  write(byId("take"), _("把 {n} 道题的参数收进题库", { n: chosen }));
  byId("take").disabled = chosen === 0;
}

if (byId("preview")) {
  byId("preview").replaceChildren(...config.preview.map(row));
  count();
}
if (byId("job")) watchJob(byId("job"), ({ state }) => (state === "done" || state === "refused") && location.reload());
