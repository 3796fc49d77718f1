/**
 * Who stands on which of the three steps. Pure.
 * @module
 */

/**
 * @param {Object[]} standings PLACE rows, best first
 * @returns {{step: 1|2|3, place: number, shared: boolean, rows: Object[]}[]} `step` is the host's key that shows it:
 *   1 the third, 2 the second, 3 the first. Whoever shares the last honoured place stands on its step too.
 */
export function honours(standings) {
  const steps = standings.slice(0, 3).map((row, index) => ({ step: 3 - index, place: row.place, rows: [row] }));
  const last = steps[2];
  if (last) last.rows.push(...standings.slice(3).filter((row) => row.place === last.place));
  return steps.map((each) => ({ ...each, shared: standings.filter((row) => row.place === each.place).length > 1 }));
}

/**
 * Those below the three steps.
 * @param {Object[]} standings
 */
export function others(standings) {
  const honoured = new Set(honours(standings).flatMap(({ rows }) => rows));
  return standings.filter((row) => !honoured.has(row));
}
