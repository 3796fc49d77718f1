/**
 * Which screen a phone shows. Pure: a function of what is known.
 * @module
 */

/**
 * @param {Object} snapshot see `snapshot.js`
 * @param {{token: string|null, reason: string|null, eager: boolean}} own the seat's secret, why the link was refused,
 *   and whether the contestant asked for the result before the podium is complete
 * @returns {{name: string, key: string}} the screen; a new key means that it is built anew
 */
export function screenFor(snapshot, own) {
  if (own.reason) return screen("notice", own.reason);
  if (!snapshot.you) return visitor(snapshot, own);
  const { scene } = snapshot;
  const item = scene.item && scene.item.id;
  if (item && (scene.phase === "open" || scene.phase === "closed")) return screen("question", item);
  if (item && scene.phase === "revealed") return screen("reveal", item);
  if (scene.phase === "standings") return screen("standings", String(scene.number));
  if (scene.phase === "finished") return screen(scene.podium >= 3 || own.eager ? "result" : "awards");
  return screen("lobby");
}

function visitor(snapshot, own) {
  if (own.token) return screen("waiting");
  if (snapshot.scene && snapshot.scene.phase === "finished") return screen("notice", "finished");
  if (snapshot.lobby && snapshot.lobby.locked) return screen("notice", "locked");
  return screen("join");
}

function screen(name, detail = "") {
  return { name, key: name + ":" + detail };
}
