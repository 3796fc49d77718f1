/**
 * The connection to a heat: keeps the snapshot, heals itself, and falls back to HTTP where WebSockets fail.
 * @module
 */
import { io } from "../vendor/socket.io.esm.min.js";
import { Polling } from "./polling.js";
import { ServerClock } from "./server_clock.js";
import { EMPTY, merged, received } from "./snapshot.js";

const PUSHED = ["scene", "lobby", "tally", "you", "host"];
const SILENCE = 7000;     // beacons come every 2 s: after this much silence the line is dead
const PATIENCE = 4000;    // for one acknowledgement
const ALONE = 3000;       // without a socket for so long: HTTP is tried beside it

/**
 * Events: `change` (see `snapshot`), `status` (see `status`, `reason`), `notice` (`detail` is its code).
 */
export class Link extends EventTarget {
  /**
   * @param {string} namespace `"/play"`, `"/screen"` or `"/host"`
   * @param {function(): Object} auth what to connect with, asked anew at each attempt
   * @param {import("./http_link.js").HttpLink} [http] where the way round exists
   */
  constructor(namespace, auth, http = null) {
    super();
    this.http = http;
    this.clock = new ServerClock();
    this.snapshot = EMPTY;
    /** @type {"connecting"|"connected"|"reconnecting"|"polling"|"refused"} */
    this.status = "connecting";
    /** @type {string|null} the code of the refusal, when refused */
    this.reason = null;
    this.heard = this.lost = 0;
    this.running = false;
    this.polling = new Polling(() => this._ask());
    this.socket = this._socket(namespace, auth);
    this._listen();
  }

  /** The server's time in milliseconds. */
  now() {
    return this.clock.now();
  }

  /** The line was opened for somebody else, a visitor perhaps: open it anew with what is to be told now. */
  reopen() {
    if (this.running) this._reopen();
  }

  /** Connect, or connect again after a refusal or with another seat. */
  start() {
    this.reason = null;
    this.snapshot = EMPTY;
    this.lost = this.clock.passing();
    this._setStatus("connecting");
    this._reopen();
    if (!this.running) this.watch = setInterval(() => this._look(), 1000);
    this.running = true;
  }

  /** Leave for good: no reconnecting, no polling. */
  stop(reason = null) {
    clearInterval(this.watch);
    this.running = false;
    this.polling.stop();
    this.socket.disconnect();
    this.reason = reason;
    if (reason) this._setStatus("refused");
  }

  /**
   * Ask the server something.
   * @param {string} event
   * @param {Object} payload
   * @returns {Promise<Object>} its acknowledgement, ok or refusal; rejects when none came
   */
  request(event, payload) {
    if (this.socket.connected) return this._emit(event, payload);
    return this.http ? this.http.request(event, payload) : Promise.reject(new Error("offline"));
  }

  /** Take into the snapshot what a reply brought. */
  take(message) {
    this.snapshot = merged(this.snapshot, message);
    this.dispatchEvent(new Event("change"));
  }

  /** Ask what is newer than what we have; a line that does not answer is opened anew. */
  async sync() {
    const sent = this.clock.passing();
    try {
      const reply = await this.request("sync", { v: Math.max(0, this.snapshot.v) });
      if (reply.now) this.clock.measure(sent, reply.now);
      if (reply.ok) this.take(reply);
      return reply;
    } catch {
      if (this.socket.connected) this._reopen();
      return null;
    }
  }

  _socket(namespace, auth) {
    return io(namespace, {
      transports: ["websocket"], autoConnect: false, auth: (give) => give(auth()),
      reconnectionDelay: 400, reconnectionDelayMax: 4000, randomizationFactor: 0.5, timeout: 6000,
    });
  }

  _emit(event, payload) {
    return new Promise((resolve, reject) => {
      this.socket.timeout(PATIENCE).emit(event, payload, (error, reply) => (error ? reject(error) : resolve(reply)));
    });
  }

  _listen() {
    const { socket } = this;
    socket.on("welcome", (message) => this._welcome(message));
    socket.on("beacon", (beacon) => this._beacon(beacon));
    socket.on("notice", ({ code }) => this.dispatchEvent(new CustomEvent("notice", { detail: code })));
    socket.on("connect_error", (error) => this._failed(error));
    socket.on("disconnect", (why) => this._lost(why));
    for (const channel of PUSHED) socket.on(channel, (value) => this._pushed(channel, value));
    socket.onAny(() => { this.heard = this.clock.passing(); });
    document.addEventListener("visibilitychange", () => this._woke());
    window.addEventListener("pageshow", (event) => event.persisted && this._woke());
    window.addEventListener("online", () => this._online());
  }

  _welcome(message) {
    this.polling.stop();
    this.heard = this.clock.passing();
    this.clock.hear(message.now);
    this.snapshot = merged(EMPTY, message);
    this._setStatus("connected");
    this.dispatchEvent(new Event("change"));
    setTimeout(() => this.socket.connected && this.sync(), 200 + 1300 * Math.random());
  }

  _beacon({ v, now }) {
    this.clock.hear(now);
    if (v > this.snapshot.v) this.sync();
  }

  _pushed(channel, value) {
    this.snapshot = received(this.snapshot, channel, value);
    this.dispatchEvent(new Event("change"));
  }

  /* A refusal carries a code and is final; anything else is the network, and socket.io tries again by itself. */
  _failed(error) {
    if (error.data && error.data.error) return this.stop(error.data.error);
    if (this.status !== "polling") this._setStatus("reconnecting");
    return null;
  }

  _lost(why) {
    if (!this.running) return;
    this.lost = this.clock.passing();
    this._setStatus("reconnecting");
    if (why === "io server disconnect") setTimeout(() => this.running && this._reopen(), 500 + 1500 * Math.random());
  }

  _reopen() {
    this.socket.disconnect();
    this.heard = this.clock.passing();
    this.socket.connect();
  }

  /* Once a second: is the line silent, or have we been without one for too long? */
  _look() {
    const now = this.clock.passing();
    if (this.socket.connected && now - this.heard > SILENCE) this._reopen();
    if (!this.socket.connected && now - this.lost > ALONE && this.http) this.polling.start();
  }

  _woke() {
    if (document.visibilityState !== "visible" || !this.running) return;
    if (this.socket.connected) this.sync();
    else this._reopen();
  }

  _online() {
    if (this.running) this._reopen();
  }

  /* The way round, until the socket is back. A visitor without a seat has nothing to ask for yet. */
  async _ask() {
    const reply = await this.sync();
    if (!this.polling.on) return;
    if (reply && !reply.ok && reply.error !== "not_joined") this.stop(reply.error);
    else this._setStatus(reply ? "polling" : "reconnecting");
  }

  _setStatus(status) {
    if (this.status === status) return;
    this.status = status;
    this.dispatchEvent(new Event("status"));
  }
}
