/**
 * Answering one item: what is chosen, what a tap makes of it, how it is called out.
 * One tap is one revision; for several answers each tap sends the whole set, unless the rules make the first sending
 * final: then the set is a draft until it is handed in.
 * @module
 */
import { callName, GLYPHS } from "../glyphs.js";

export class Answering {
  /**
   * @param {import("./main.js").Play} play
   * @param {Object} item
   * @param {{id: string}[]} options in the order of this phone
   */
  constructor(play, item, options) {
    this.play = play;
    this.item = item;
    this.ids = options.map((option) => option.id);
    this.multiple = item.type === "multiple";
    /** @type {string[]} chosen and not yet handed in */
    this.draft = [];
  }

  entry() {
    return this.play.outbox.entry(this.item.id);
  }

  /** @returns {string[]} what this phone shows as chosen */
  chosen() {
    const { want, got } = this.entry();
    if (this.draft.length) return this.draft;
    return want ? want.options : got ? got.options : [];
  }

  /** Whether the answer is given and the rules forbid to change it. */
  taken() {
    const { want, got } = this.entry();
    return !this.play.changeable() && Boolean(want || got);
  }

  /**
   * @param {string} id the option tapped
   * @returns {boolean} false when the tap would leave nothing chosen
   */
  tap(id) {
    const chosen = this.multiple ? this._toggled(id) : [id];
    if (this.multiple && !this.play.changeable()) this.draft = chosen;
    else if (chosen.length) this._send(chosen);
    else return false;
    return true;
  }

  handIn() {
    const chosen = this.draft;
    this.draft = [];
    this._send(chosen);
  }

  /** How the answer is called out: "B 山", or "A C" for several. */
  called() {
    const chosen = this.chosen();
    const positions = this.ids.map((id, position) => (chosen.includes(id) ? position : -1)).filter((position) => position >= 0);
    return positions.length === 1 ? callName(positions[0]) : positions.map((position) => GLYPHS[position].letter).join(" ");
  }

  _toggled(id) {
    const set = new Set(this.chosen());
    if (!set.delete(id)) set.add(id);
    return this.ids.filter((option) => set.has(option));
  }

  /* What is kept or received already is not sent as a new revision. */
  _send(chosen) {
    const { want, got } = this.entry();
    if (want && same(want.options, chosen)) this.play.outbox.sendAll();
    else if (want || !got || !same(got.options, chosen)) this.play.outbox.choose(this.item.id, chosen);
  }
}

function same(one, other) {
  return one.length === other.length && one.every((id) => other.includes(id));
}
