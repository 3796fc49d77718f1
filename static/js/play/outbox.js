/**
 * Answers on their way: kept on this device before they are sent, sent again until the server has said something final.
 * @module
 */
import * as shelf from "../shelf.js";

const AGAIN = 2000;
const UNHEARD = ["retry", "not_joined"];
const NOTHING = { rev: 0, want: null, got: null, failed: false, trouble: null };

/**
 * What is known of one item's answer.
 * @typedef {Object} Entry
 * @property {number} rev the highest revision used so far
 * @property {{rev: number, options: string[]}|null} want kept here, not yet acknowledged
 * @property {{rev: number, options: string[]}|null} got what the server has
 * @property {boolean} failed the last attempt to send `want` reached nobody
 * @property {{code: string, message: string}|null} trouble why the last revision was refused
 */

/** Events: `change`; `received` when an acknowledgement arrives. */
export class Outbox extends EventTarget {
  /** @param {import("../link.js").Link} link */
  constructor(link) {
    super();
    this.link = link;
    this.entries = {};
    this.sending = new Set();
    link.addEventListener("status", () => this.sendAll());
  }

  /**
   * Use the outbox of one seat; what it still holds from before a reload is sent.
   * @param {string} pin
   * @param {number} number the contestant's number
   */
  open(pin, number) {
    const place = "outbox:" + pin + ":" + number;
    if (place === this.place) return;
    this.place = place;
    this.entries = shelf.get(place) || {};
    this.sendAll();
  }

  /**
   * @param {string} item
   * @returns {Entry}
   */
  entry(item) {
    return this.entries[item] || NOTHING;
  }

  /**
   * Answer, or change an answer.
   * @param {string} item
   * @param {string[]} options
   */
  choose(item, options) {
    const entry = this.entry(item);
    const rev = entry.rev + 1;
    this._set(item, { ...entry, rev, want: { rev, options }, failed: false, trouble: null });
    this._send(item);
  }

  /** Try again at once whatever is not acknowledged. */
  sendAll() {
    for (const item of Object.keys(this.entries)) if (this.entries[item].want) this._send(item);
  }

  /**
   * Take in what the server says it has: after a reload, or from another window of the same seat.
   * @param {{item: string, rev: number, options: string[]}|null|undefined} answer `you.answer`
   */
  learn(answer) {
    if (!answer) return;
    const entry = this.entry(answer.item);
    if (entry.got && entry.got.rev >= answer.rev) return;
    const settled = entry.want && entry.want.rev <= answer.rev;
    this._set(answer.item, { ...entry, rev: Math.max(entry.rev, answer.rev), got: stored(answer), want: settled ? null : entry.want });
  }

  async _send(item) {
    const { want } = this.entry(item);
    const key = item + "#" + want.rev;
    if (this.sending.has(key)) return;
    this.sending.add(key);
    const reply = await this._delivered({ item, rev: want.rev, options: want.options });
    this.sending.delete(key);
    const current = this.entry(item).want;
    if (current && current.rev === want.rev) this._settle(item, reply);
  }

  _delivered(answer) {
    return this.link.request("answer", answer).catch(() => null);
  }

  _settle(item, reply) {
    const entry = this.entry(item);
    // The outbox belongs to a seat: a line that knows of none was opened before there was one.
    if (reply && reply.error === "not_joined") this.link.reopen();
    if (!reply || UNHEARD.includes(reply.error)) return this._later(item, entry);
    if (reply.ok) return this._received(item, { ...entry, want: null, got: stored(reply), failed: false });
    const got = reply.options ? stored(reply) : entry.got;
    const trouble = { code: reply.error, message: reply.message };
    this._set(item, { ...entry, rev: Math.max(entry.rev, got ? got.rev : 0), want: null, got, failed: false, trouble });
  }

  _received(item, entry) {
    this._set(item, entry);
    this.dispatchEvent(new CustomEvent("received", { detail: item }));
  }

  _later(item, entry) {
    if (!entry.failed) this._set(item, { ...entry, failed: true });
    setTimeout(() => this.entry(item).want && this._send(item), AGAIN * (0.75 + 0.5 * Math.random()));
  }

  _set(item, entry) {
    this.entries = { ...this.entries, [item]: entry };
    shelf.put(this.place, this.entries);
    this.dispatchEvent(new Event("change"));
  }
}

function stored({ rev, options }) {
  return { rev, options };
}
