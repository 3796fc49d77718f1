/**
 * Rules that came with the text and that the grid has no place for: shown, bounded, taken out.
 * @module
 */
import { h, icon } from "../../elements.js";
import { _, config } from "../../words.js";
import { otherRules, setBound } from "./sheet.js";

/**
 * @param {HTMLElement} host
 * @param {{sheet: Object, changed: function(): void}} draft
 */
export function othersView(host, draft) {
  const list = h("ul.others");
  host.replaceChildren(list);

  function row({ kind, rule }) {
    const place = draft.sheet[kind].indexOf(rule);
    const name = { count: rule.field + " = " + rule.value, each: _("每一个 {field}", { field: rule.field }), sum: _("{field} 合计", { field: rule.field }) }[kind];
    const side = (which, label) => h("label", null, label, h("input.input.num", { type: "number", step: kind === "sum" ? "any" : 1, value: rule[which] === undefined ? "" : rule[which], oninput: (event) => set(kind, rule, which, event.target) }));
    const out = h("button.tool", { type: "button", "aria-label": _("去掉") + "：" + name, onclick: () => remove(kind, rule) }, icon("i-cross"));
    return h("li.field", { id: "other-" + kind + "-" + place, tabindex: -1 }, h("div.others__rule", null, h("code", null, name), side("min", _("至少")), side("max", _("至多")), out));
  }
  function set(kind, rule, side, input) {
    if (!input.checkValidity()) return;
    const bound = input.value.trim() === "" ? null : Number(input.value);
    // A rule that asks for nothing for a moment stays in its place while somebody types.
    if (bound === null) delete rule[side];
    else setBound(draft.sheet, kind, rule, rule, side, bound);
    draft.changed();
  }
  function remove(kind, rule) {
    draft.sheet[kind] = draft.sheet[kind].filter((each) => each !== rule);
    if (!draft.sheet[kind].length) delete draft.sheet[kind];
    draw();
    draft.changed();
  }
  function draw() {
    const others = otherRules(draft.sheet, config.fields);
    host.closest("section").hidden = !others.length;
    list.replaceChildren(...others.map(row));
  }
  return { draw, rules: () => new Set(otherRules(draft.sheet, config.fields).map((each) => each.rule)) };
}
