/**
 * The way round for networks that let no WebSocket through: the same requests over HTTP (docs/protocol.md, "HTTP").
 * @module
 */
import { lang } from "./words.js";

const PATIENCE = 6000;

export class HttpLink {
  /**
   * @param {string} pin
   * @param {function(): string|null} seat the seat's secret, when there is one
   */
  constructor(pin, seat) {
    this.base = "/api/heats/" + encodeURIComponent(pin);
    this.seat = seat;
  }

  /**
   * Make a request as if over the socket.
   * @param {"join"|"answer"|"sync"|"result"} event
   * @param {Object} payload
   * @returns {Promise<Object>} the acknowledgement, marked as `roundabout`; rejects when the server could not be reached
   */
  async request(event, payload) {
    return { ...await this._asked(event, payload), roundabout: true };
  }

  _asked(event, payload) {
    if (event === "join") return this._call("POST", "/join", payload);
    if (event === "answer") return this._call("POST", "/answers", payload);
    if (event === "sync") return this._call("GET", "/snapshot?since=" + payload.v);
    if (event === "result") return this._call("GET", "/result");
    return Promise.reject(new Error("offline"));
  }

  async _call(method, path, body) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const options = { method, headers: this._headers(body), cache: "no-store", credentials: "same-origin", signal: patience.signal };
      if (body) options.body = JSON.stringify(body);
      return await (await fetch(this.base + path, options)).json();
    } finally {
      clearTimeout(timer);
    }
  }

  _headers(body) {
    const headers = { Accept: "application/json", "Accept-Language": lang };
    if (this.seat()) headers.Authorization = "Seat " + this.seat();
    if (body) headers["Content-Type"] = "application/json";
    return headers;
  }
}
