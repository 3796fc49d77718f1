/**
 * What a client knows of a heat: docs/protocol.md, "Channels". Pure: old snapshot + message = next snapshot.
 * @module
 */

/** Members that an event replaces whole. */
export const CHANNELS = ["heat", "scene", "lobby", "tally", "host"];

/** A snapshot that knows nothing yet. */
export const EMPTY = { v: -1, heat: null, scene: null, lobby: null, tally: null, host: null, you: null };

/**
 * Take in a welcome, a sync reply or any other message whose members are channels.
 * @param {Object} snapshot
 * @param {Object} message
 * @returns {Object} a new snapshot
 */
export function merged(snapshot, message) {
  const next = { ...snapshot, v: Math.max(snapshot.v, message.v || 0) };
  for (const name of CHANNELS) {
    if (message[name] !== undefined && !older(name, message[name], snapshot)) next[name] = message[name];
  }
  if (message.you !== undefined) next.you = message.you && { ...snapshot.you, ...message.you };
  return next;
}

/**
 * Take in an event named like a channel.
 * @param {Object} snapshot
 * @param {string} channel
 * @param {*} value
 */
export function received(snapshot, channel, value) {
  return merged(snapshot, { v: (value && value.v) || 0, [channel]: value });
}

/* A reply can overtake an event; an older scene must not put back what was on screen. */
function older(name, value, snapshot) {
  return name === "scene" && snapshot.scene !== null && value !== null && value.v < snapshot.scene.v;
}
