/**
 * Which scene stands on the stage, told from what is known.
 * @module
 */

/**
 * @param {Object} snapshot
 * @param {string|null} refusal the code of a final refusal
 * @returns {{name: string, key: string}} a new key means a new scene; the same key means the same scene goes on
 */
export function sceneFor({ scene }, refusal) {
  if (refusal) return { name: "refused", key: "refused:" + refusal };
  if (!scene) return { name: "waiting", key: "waiting" };
  if (scene.blank) return { name: "standby", key: "standby" };
  const item = scene.item ? scene.item.id : "";
  if (scene.phase === "lobby") return { name: "lobby", key: "lobby" };
  if (scene.phase === "open") return { name: "question", key: "question:" + item };
  if (scene.phase === "closed" || scene.phase === "revealed") return { name: "result", key: "result:" + item };
  if (scene.phase === "standings") return { name: "standings", key: "standings:" + scene.number };
  return { name: "podium", key: "podium" };
}
