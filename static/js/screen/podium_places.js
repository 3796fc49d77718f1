/**
 * Who stands on which of the three steps. Pure. Whoever shares a place shares its step: with two firsts there is no
 * second.
 * @module
 */

/**
 * @param {Object[]} standings PLACE rows, best first
 * @returns {{place: 1|2|3, step: 1|2|3, rows: Object[]}[]} the first place first; `step` is the host's key that shows
 *   it: 1 the third, 2 the second, 3 the first
 */
export function honours(standings) {
  return [1, 2, 3].map((place) => ({ place, step: 4 - place, rows: standings.filter((row) => row.place === place) }));
}

/**
 * Those below the three steps.
 * @param {Object[]} standings
 */
export function others(standings) {
  return standings.filter(({ place }) => place > 3);
}

/**
 * The place that the host's last key was to show and that nobody has.
 * @param {Object[]} standings
 * @param {number} podium
 * @returns {2|3|null}
 */
export function vacancy(standings, podium) {
  const shown = honours(standings).find(({ step }) => step === podium);
  return shown && shown.rows.length === 0 && standings.length >= shown.place ? shown.place : null;
}
