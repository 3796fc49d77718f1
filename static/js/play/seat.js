/**
 * This device's seat in a heat: its secret, and the resume code that carries it to another device.
 * @module
 */
import * as shelf from "../shelf.js";

export class Seat {
  /** @param {string} pin */
  constructor(pin) {
    this.place = "seat:" + pin;
    const kept = shelf.get(this.place) || {};
    /** @type {string|null} the secret */
    this.token = kept.seat || null;
    /** @type {string|null} the visible code */
    this.code = kept.code || null;
  }

  /** @param {{seat?: string, code?: string}} reply of `join`, `resume` or `code` */
  keep({ seat = this.token, code = this.code }) {
    this.token = seat;
    this.code = code;
    shelf.put(this.place, { seat, code });
  }

  /** The seat is void here: another device has it, or the server does not know it. */
  forget() {
    this.token = this.code = null;
    shelf.put(this.place, null);
  }
}
