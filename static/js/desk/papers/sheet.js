/**
 * A blueprint as a sheet of its TOML's fields, and the rules in it that a page has places for.
 * @module
 */

export const PERCENT = "percent_";

/** topic and topics are the same field. */
const singular = (field) => field.replace(/s$/, "");
const same = (rule, field, value) => singular(rule.field) === field && (value === undefined || String(rule.value) === value);

/**
 * The first rule for a value of a field; a second one for the same is shown among other rules.
 * @param {Object} sheet
 * @param {string} field in the singular
 * @param {string} value
 */
export function countOf(sheet, field, value) {
  return (sheet.count || []).find((rule) => same(rule, field, value));
}

/** The first rule for every value of a field. */
export function eachOf(sheet, field) {
  return (sheet.each || []).find((rule) => same(rule, field));
}

/** The first sum of expected percents: how hard forms are to be. */
export function levelOf(sheet) {
  return (sheet.sum || []).find((rule) => rule.field.startsWith(PERCENT));
}

/**
 * Sets one side of a rule; a rule that asks for nothing any more is taken out, one that is new comes in.
 * @param {Object} sheet
 * @param {"count"|"each"|"sum"} kind
 * @param {Object|undefined} rule the one that is there
 * @param {Object} made what it is made of when there is none
 * @param {"min"|"max"} side
 * @param {number|null} bound
 */
export function setBound(sheet, kind, rule, made, side, bound) {
  const rules = sheet[kind] || (sheet[kind] = []);
  const own = rule || made;
  if (bound === null || (bound === 0 && side === "min" && kind !== "sum")) delete own[side];
  else own[side] = bound;
  const empty = own.min === undefined && own.max === undefined;
  if (!rule && !empty) rules.push(own);
  if (rule && empty) rules.splice(rules.indexOf(rule), 1);
  if (!rules.length) delete sheet[kind];
}

/** Rules that no other place of the page shows: `kind` and the rule itself. */
export function otherRules(sheet, fields) {
  const shown = new Set([levelOf(sheet)]);
  for (const { field, rows } of fields) {
    shown.add(eachOf(sheet, field));
    for (const { value } of rows) shown.add(countOf(sheet, field, value));
  }
  return ["count", "each", "sum"].flatMap((kind) => (sheet[kind] || []).filter((rule) => !shown.has(rule)).map((rule) => ({ kind, rule })));
}

/**
 * The id of the element where a place of the blueprint (`count.2.min`) is shown.
 * @param {Object} sheet
 * @param {string} place
 * @param {Set<Object>} others rules that are shown among the others
 */
export function elementOf(sheet, place, others) {
  const [kind, number, side] = place.split(".");
  if (kind === "field") return "field-" + singular(number);
  const rule = (sheet[kind] || [])[Number(number)];
  if (!["count", "each", "sum"].includes(kind) || !rule) return simple(kind, number);
  const end = side === "max" ? "max" : "min";
  if (others.has(rule)) return "other-" + kind + "-" + number;
  if (kind === "sum") return "level-" + end;
  return [kind, singular(rule.field), ...(kind === "count" ? [rule.value] : []), end].join("-");
}

function simple(kind, part) {
  if (kind === "objective") return part === "kind" ? "goal" : "goal-points";
  if (kind === "solver") return "solver-" + part;
  if (["include", "exclude", "length", "forms", "max_use", "warm_up"].includes(kind)) return kind;
  return kind === "enemies" ? "enemies" : "text";
}
