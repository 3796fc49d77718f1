/**
 * The order of options for one seat, by the seat's seed: docs/protocol.md, "Shuffling by seed".
 * @module
 */

/**
 * FNV-1a, 32 bit, of a text's UTF-8.
 * @param {string} text
 * @returns {number} 0 to 2^32 - 1
 */
export function fnv1a(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * Permute options as the journal says this seat saw them.
 * @template T
 * @param {T[]} options in the order sent
 * @param {string|number} seed the seat's seed (`you.seed`)
 * @param {string} item the item's id
 * @returns {T[]} a new array
 */
export function shuffled(options, seed, item) {
  const order = options.slice();
  let state = fnv1a(seed + ":" + item);
  for (let i = order.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 0x100000000) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
