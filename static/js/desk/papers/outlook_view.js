/**
 * What a blueprint promises while it is edited, and what stands in its way.
 * @module
 */
import { h, icon } from "../../elements.js";
import { _ } from "../../words.js";
import { drawCurves } from "./curves.js";
import { clearNotes, goTo, noteAt } from "./notes.js";
import { elementOf } from "./sheet.js";

const byId = (id) => document.getElementById(id);
const percent = (value) => Math.round(value) + "%";

/**
 * @param {{place: string, words: string, field?: string}[]} problems
 * @param {Object} sheet
 * @param {Set<Object>} others
 */
export function showProblems(problems, sheet, others) {
  clearNotes();
  const rows = problems.map((problem) => {
    const id = elementOf(sheet, problem.place, others);
    const isThere = noteAt(id, problem.words);
    const words = [problem.field, problem.words].filter(Boolean).join(_("："));
    return h("li", null, isThere ? link(id, words) : words);
  });
  byId("problems").replaceChildren(...rows);
  byId("verdict").replaceChildren(icon(problems.length ? "i-warn" : "i-check"), h("span", null, problems.length ? _("有 {n} 处要改", { n: problems.length }) : _("看来可以组")));
  byId("verdict").className = "verdict " + (problems.length ? "verdict--bad" : "verdict--good");
}

/** A way to the field. */
export function link(id, words) {
  return h("a", { href: "#" + id, onclick: (event) => { event.preventDefault(); goTo(id); } }, words);
}

/**
 * @param {Object} found the server's answer
 * @param {string} audience its code
 * @param {string} name its name
 */
export function showOutlook(found, audience, name) {
  const [mean, hardest, easiest] = found.percents[audience];
  byId("level-told").textContent = found.eligible
    ? _("题库里能用的题，{name}平均答对 {mean}；只选最难的是 {hardest}，只选最容易的是 {easiest}。", { name, mean: percent(mean), hardest: percent(hardest), easiest: percent(easiest) })
    : _("没有能用的题。");
  const facts = [[_("能用的题"), found.eligible], [_("随意选的卷，{name}平均答对", { name }), percent(mean)],
    ...found.theta.map((theta, place) => [_("能力 {theta} 处的信息量", { theta: String(theta).replace("-", "−") }), found.information[place].toFixed(1)])];
  byId("outlook").replaceChildren(...facts.map(([label, value]) => h("div", null, h("dt", null, label), h("dd.num", null, value))));
  drawCurves(byId("outlook-curve"), [{ name: _("随意选的一份"), values: found.curve }], found.curve_theta, found.theta);
}
