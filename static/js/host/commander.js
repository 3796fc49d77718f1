/**
 * What the host wants done, sent so that it happens once: each wish has its own id, which a repeat keeps, and the
 * version that was on screen, so that a late press cannot hit the next step.
 * @module
 */

const GUARD = 400;    // two presses within this time are one
const TRIES = 3;
const PAUSE = 700;
const SILENT = ["stale_view", "stale_host", "watching"];   // the page shows these by itself

/** Events: `busy` while a wish is under way, `refused` (`detail`: the message), `lost` when no reply came. */
export class Commander extends EventTarget {
  /** @param {import("../link.js").Link} link */
  constructor(link) {
    super();
    this.link = link;
    this.pressed = -GUARD;
    this.underway = 0;
  }

  /** Whether this console may command now. */
  get ready() {
    const { host } = this.link.snapshot;
    return this.link.status === "connected" && Boolean(host && host.active);
  }

  /** The one button: whatever it says. */
  next() {
    const now = performance.now();
    const { host } = this.link.snapshot;
    if (!this.ready || !host.next || this.underway || now - this.pressed < GUARD) return;
    this.pressed = now;
    this.perform("next");
  }

  /**
   * @param {string} name the command's `do`
   * @param {Object} [more] its own members
   * @returns {Promise<boolean>} whether it was done
   */
  async perform(name, more = {}) {
    if (!this.ready) return false;
    const { host, scene } = this.link.snapshot;
    this._busy(1);
    try {
      return this._heard(await this._send({ id: freshId(), epoch: host.epoch, v: scene.v, do: name, ...more }));
    } catch {
      this.dispatchEvent(new Event("lost"));
      return false;
    } finally {
      this._busy(-1);
    }
  }

  _heard(reply) {
    if (!reply.ok && !SILENT.includes(reply.error)) this.dispatchEvent(new CustomEvent("refused", { detail: reply.message || reply.error }));
    return reply.ok;
  }

  async _send(wish) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.link.request("command", wish);
      } catch (error) {
        if (attempt === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  _busy(step) {
    this.underway += step;
    this.dispatchEvent(new Event("busy"));
  }
}

/* Pages on a local network may not ask for `randomUUID`; this they may. */
function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
