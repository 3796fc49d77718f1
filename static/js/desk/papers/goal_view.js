/**
 * What makes one set of forms better than another, in words, and the abilities (cut scores) where it counts.
 * @module
 */
import { h, icon } from "../../elements.js";
import { _ } from "../../words.js";

const USUAL = [-1, 0, 1];
const byId = (id) => document.getElementById(id);

/** The share of adults above an ability: the upper tail of the normal distribution (Abramowitz & Stegun 7.1.26). */
export function above(theta) {
  const x = Math.abs(theta) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return theta >= 0 ? tail : 1 - tail;
}

/**
 * @param {{sheet: Object, changed: function(): void}} draft
 * @param {function(): number[]} promised information of a form of average items at the points
 */
export function goalView(draft, promised) {
  const kinds = Array.from(document.querySelectorAll("input[name='goal']"));
  const rows = byId("goal-points");

  function objective() {
    return draft.sheet.objective || (draft.sheet.objective = { kind: "maximin", theta: USUAL.slice() });
  }
  function chosen(kind) {
    const goal = objective();
    goal.kind = kind;
    if (kind === "target") goal.values = goal.values || goal.theta.map((theta, place) => Math.round(10 * (promised()[place] || 5)) / 10);
    else { delete goal.values; delete goal.tolerance; }
    drawPoints();
    draft.changed();
  }
  for (const each of kinds) each.addEventListener("change", () => chosen(each.value));
  byId("goal-add").addEventListener("click", () => {
    const goal = objective();
    goal.theta.push(Math.min(3, Math.round(10 * (Math.max(...goal.theta) + 0.5)) / 10));
    if (goal.values) goal.values.push(goal.values[goal.values.length - 1]);
    drawPoints();
    rows.lastElementChild.querySelector("input").focus();
    draft.changed();
  });

  function pointRow(theta, place) {
    const goal = objective();
    const words = h("span.hint", null, told(theta));
    const point = number(theta, -4, 4, _("能力值 {n}", { n: place + 1 }), (value) => { goal.theta[place] = value; words.textContent = told(value); draft.changed(); });
    const value = goal.values && h("label.goal__value", null, _("信息量"), number(goal.values[place], 0, 500, _("能力值 {n} 处的信息量", { n: place + 1 }), (typed) => { goal.values[place] = typed; draft.changed(); }));
    const out = h("button.tool", { type: "button", "aria-label": _("去掉能力值 {n}", { n: place + 1 }), disabled: goal.theta.length < 2, onclick: () => remove(place) }, icon("i-cross"));
    return h("li", null, point, value, words, out);
  }
  function remove(place) {
    const goal = objective();
    goal.theta.splice(place, 1);
    if (goal.values) goal.values.splice(place, 1);
    drawPoints();
    byId("goal-add").focus();
    draft.changed();
  }
  function drawPoints() {
    const goal = draft.sheet.objective || { kind: "max-information", theta: USUAL };
    rows.replaceChildren(...(draft.sheet.objective ? goal.theta.map(pointRow) : []));
  }
  function draw() {
    const kind = (draft.sheet.objective || { kind: "max-information" }).kind;
    for (const each of kinds) each.checked = each.value === kind;
    drawPoints();
  }
  return { draw };
}

function number(value, min, max, label, taken) {
  return h("input.input.num", { type: "number", step: "any", min, max, value, "aria-label": label, autocomplete: "off", oninput: (event) => {
    if (event.target.value.trim() !== "" && event.target.checkValidity()) taken(Number(event.target.value));
  } });
}

function told(theta) {
  const share = Math.round(100 * above(theta));
  return _("成人里约 {n}% 的人在这条线以上", { n: share });
}
