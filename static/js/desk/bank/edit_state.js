/**
 * An item while it is written. Pure: each step gives a new item.
 * @module
 */

const TAPPED = ["single", "multiple", "ordering"];
const LETTERS = "ABCDEFGHIJ";
const TRUE_FALSE = "true_false";

/**
 * @param {string} type
 * @param {Object} [like] the item before this one: what an author would fill in again
 * @returns {Object} an empty item
 */
export function blank(type, like = {}) {
  const kept = { benchmark: like.benchmark ?? null, point: like.point ?? null, dimension: like.dimension ?? null, topics: like.topics || [], groups: like.groups || [], tags: like.tags || [], source: like.source || "" };
  const item = { id: "", type: "single", stem: "", options: options(4), key: [], explanation: "", ...kept, seconds: 0, reading: "", difficulty: { b: null, reason: "" }, misconceptions: {} };
  return retyped(item, type);
}

function options(count) {
  return Array.from({ length: count }, (_each, place) => ({ id: LETTERS[place], text: "" }));
}

/** Whether the type has options to write. */
export function hasOptions(type) {
  return TAPPED.includes(type);
}

/**
 * Another type; what fits is kept, and `spare` keeps what does not until it fits again.
 * @param {Object} item
 * @param {string} type
 */
export function retyped(item, type) {
  const chosen = hasOptions(item.type) && item.type !== "ordering" ? { chosen: item.key } : {};
  const spare = { ...item.spare, [item.type]: item.key, ...(hasOptions(item.type) ? { options: item.options } : {}), ...chosen };
  const kept = hasOptions(type) ? (hasOptions(item.type) ? item.options : spare.options || options(4)) : [];
  return { ...item, type, options: kept, key: keyFor(type, kept, spare), spare };
}

function keyFor(type, kept, spare) {
  const ids = kept.map(({ id }) => id);
  if (type === "ordering") return ids;
  if (hasOptions(type)) {
    const chosen = (spare.chosen || []).filter((id) => ids.includes(id));
    return type === "single" ? chosen.slice(0, 1) : chosen;
  }
  if (type in spare) return spare[type];
  return { true_false: null, numeric: { value: null, tolerance: 0, unit: "" }, spoken: { accepted: [""], marking: "" } }[type];
}

/** A new option behind a place. */
export function withOption(item, place, most) {
  if (item.options.length >= most) return item;
  const id = Array.from(LETTERS).find((letter) => item.options.every((option) => option.id !== letter));
  const added = [...item.options.slice(0, place + 1), { id, text: "" }, ...item.options.slice(place + 1)];
  return keyed({ ...item, options: added }, item.type === "ordering" ? added.map((option) => option.id) : item.key);
}

/** Without the option at a place. */
export function withoutOption(item, place) {
  const gone = item.options[place].id;
  const misconceptions = Object.fromEntries(Object.entries(item.misconceptions).filter(([id]) => id !== gone));
  return keyed({ ...item, misconceptions, options: item.options.filter(({ id }) => id !== gone) }, item.key.filter((id) => id !== gone));
}

/** The option at a place one step up or down; an ordering item is written in its right order. */
export function moved(item, place, step) {
  const to = place + step;
  if (to < 0 || to >= item.options.length) return item;
  const changed = item.options.slice();
  [changed[place], changed[to]] = [changed[to], changed[place]];
  return keyed({ ...item, options: changed }, item.type === "ordering" ? changed.map(({ id }) => id) : item.key);
}

/** The option at a place becomes right, or, of several, stops being so. */
export function toggled(item, place) {
  const option = item.options[place];
  if (!option || item.type === "ordering") return item;
  if (item.type === "single") return keyed(item, [option.id]);
  const on = item.key.includes(option.id) ? item.key.filter((id) => id !== option.id) : [...item.key, option.id];
  return keyed(item, item.options.map(({ id }) => id).filter((id) => on.includes(id)));
}

function keyed(item, key) {
  return { ...item, key };
}

/** As the bank's JSON lines have it. */
export function asRow(item) {
  const { spare, key, ...row } = item;
  const misconceptions = Object.fromEntries(Object.entries(row.misconceptions).filter(([, text]) => text.trim()));
  return { ...row, misconceptions, key: wholeKey(item.type, key), options: row.options.map(({ id, text }) => ({ id, text: text.trim() })), stem: row.stem.trim(), explanation: row.explanation.trim() };
}

function wholeKey(type, key) {
  return type === "spoken" ? { ...key, accepted: key.accepted.map((text) => text.trim()).filter(Boolean) } : key;
}

/** Whether nothing has been written yet. */
export function isEmpty(item) {
  return !item.stem.trim() && !item.explanation.trim() && item.options.every(({ text }) => !text.trim());
}

/**
 * What keeps it from being stored at all, said at once and without the server.
 * @returns {string[]} codes of fields: stem, options, key
 */
export function unfinished(item) {
  const missing = [];
  if (!item.stem.trim()) missing.push("stem");
  if (hasOptions(item.type) && (item.options.length < 2 || item.options.some(({ text }) => !text.trim()))) missing.push("options");
  const key = item.key;
  const given = { [TRUE_FALSE]: () => key !== null, numeric: () => Number.isFinite(key.value), spoken: () => key.accepted.some((text) => text.trim()) }[item.type];
  if (!(given ? given() : key.length > 0)) missing.push("key");
  return missing;
}
