/**
 * How hard forms are to be, for whom: the mean percent that an audience is expected to have right.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";
import { PERCENT, levelOf, setBound } from "./sheet.js";

const LEVELS = [[_("容易"), 72, 78], [_("适中"), 58, 66], [_("偏难"), 46, 54]];
const byId = (id) => document.getElementById(id);

/** @param {{sheet: Object, changed: function(): void}} draft */
export function levelView(draft) {
  const audience = byId("level-audience");
  const sides = { min: byId("level-min"), max: byId("level-max") };
  audience.append(...Object.entries(config.audiences).map(([code, name]) => h("option", { value: code }, name)));
  byId("level-words").append(...LEVELS.map(([name, low, high]) =>
    h("button.btn.btn--sm", { type: "button", onclick: () => put(low, high) }, _("{name}（{low}% 到 {high}%）", { name, low, high }))),
    h("button.btn.btn--sm.btn--quiet", { type: "button", onclick: () => put(null, null) }, _("不要求")));

  const length = () => Number(draft.sheet.length) || 1;
  function set(side, percent) {
    const made = { field: PERCENT + audience.value };
    setBound(draft.sheet, "sum", levelOf(draft.sheet), made, side, percent === null ? null : percent * length());
  }
  function put(low, high) {
    sides.min.value = low === null ? "" : low;
    sides.max.value = high === null ? "" : high;
    set("min", low);
    set("max", high);
    draft.changed();
  }
  function typed(side) {
    const value = sides[side].value.trim();
    set(side, value === "" || !sides[side].checkValidity() ? null : Number(value));
    draft.changed();
  }
  for (const side of ["min", "max"]) sides[side].addEventListener("input", () => typed(side));
  audience.addEventListener("change", () => {
    const rule = levelOf(draft.sheet);
    if (rule) rule.field = PERCENT + audience.value;
    draft.changed();
  });

  /** What is asked for is a mean: with another length the sum is another. */
  function resized() {
    for (const side of ["min", "max"]) if (sides[side].value.trim() !== "" && sides[side].checkValidity()) set(side, Number(sides[side].value));
  }
  function draw() {
    const rule = levelOf(draft.sheet);
    if (rule && rule.field.slice(PERCENT.length) in config.audiences) audience.value = rule.field.slice(PERCENT.length);
    for (const side of ["min", "max"]) sides[side].value = rule && rule[side] !== undefined ? Math.round((100 * rule[side]) / length()) / 100 : "";
  }
  return { draw, resized, audience: () => audience.value };
}
