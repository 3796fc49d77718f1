/**
 * The server's time as this device best knows it. The device's own clock is never used: only the time that passes on it.
 * @module
 */

/* A step larger than this is no network delay: the device slept, or the server was started again. */
const STEP = 1500;

export class ServerClock {
  /** @param {function(): number} [passing] milliseconds that only grow */
  constructor(passing = () => performance.now()) {
    this.passing = passing;
    this.offset = 0;
    this.trip = null;
  }

  /** @returns {number} the server's time in milliseconds */
  now() {
    return Math.round(this.passing() + this.offset);
  }

  /**
   * A time that the server just sent. It is late by the way here, so it can only push the estimate up.
   * @param {number} now the server's time in the message
   */
  hear(now) {
    const heard = now - this.passing();
    const strange = this.trip === null || Math.abs(heard - this.offset) > STEP;
    if (strange) this.trip = Infinity;
    if (strange || heard > this.offset) this.offset = heard;
  }

  /**
   * A question and its answer: the smallest round trip gives the truest time.
   * @param {number} sent `passing()` as the question left
   * @param {number} now the server's time in the answer
   */
  measure(sent, now) {
    const received = this.passing();
    this.hear(now);
    if (received - sent >= this.trip) return;
    this.trip = received - sent;
    this.offset = now - (sent + received) / 2;
  }
}
