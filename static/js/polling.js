/**
 * Asking again and again, with a little jitter so that a hall of phones does not ask at once.
 * @module
 */

const EVERY = 2000;

export class Polling {
  /** @param {function(): Promise<void>} ask */
  constructor(ask) {
    this.ask = ask;
    this.on = false;
  }

  start() {
    if (this.on) return;
    this.on = true;
    this._round();
  }

  stop() {
    this.on = false;
  }

  async _round() {
    await this.ask();
    if (this.on) setTimeout(() => this.on && this._round(), EVERY * (0.9 + 0.2 * Math.random()));
  }
}
