/**
 * Which cue belongs to a change of scene. A page that has just been loaded has missed nothing: it stays silent.
 * @module
 */

/**
 * @param {Object|null} before the scene that was on screen
 * @param {Object} after the scene that comes
 * @returns {string|null} name of a cue in sound.js
 */
export function cueFor(before, after) {
  if (!before || after.blank) return null;
  if (after.phase === "finished") return after.podium > before.podium ? "podium" + after.podium : null;
  if (after.phase === before.phase && sameItem(before, after)) return null;
  return { open: "open", closed: "close", revealed: "reveal" }[after.phase] || null;
}

function sameItem(before, after) {
  return (before.item && before.item.id) === (after.item && after.item.id);
}
