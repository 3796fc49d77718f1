/**
 * One bar above everything, only while there is something that changes what the host can do.
 * @module
 */
import { ask } from "../dialog.js";
import { h, icon } from "../elements.js";
import { _ } from "../words.js";

const GRACE = 600;

export class Banner {
  /**
   * @param {import("../link.js").Link} link
   * @param {HTMLElement} place
   */
  constructor(link, place) {
    this.link = link;
    this.place = place;
    this.taken = null;   // when another device took over, by this device's clock
    this.epoch = 0;
    link.addEventListener("status", () => this.update());
    link.addEventListener("notice", ({ detail }) => detail === "taken" && this._lost());
  }

  update() {
    clearTimeout(this.timer);
    const { status, snapshot } = this.link;
    const { host } = snapshot;
    if (host && host.active && host.epoch > this.epoch) this.taken = null;
    if (status === "reconnecting") this.timer = setTimeout(() => this._show("off"), GRACE);
    else if (status === "connected" && host && !host.active) this._show("watch");
    else this._show("");
  }

  _lost() {
    const { host } = this.link.snapshot;
    this.epoch = host ? host.epoch : 0;
    this.taken = new Date().toTimeString().slice(0, 5);
    this.update();
  }

  _show(kind) {
    const key = kind + (this.taken || "");
    if (key === this.key) return;
    this.key = key;
    this.place.replaceChildren(...(kind === "off" ? [offline()] : kind === "watch" ? [this._watching()] : []));
  }

  _watching() {
    const words = this.taken ? _("{time} 另一台设备接过了主持。这里现在只看不控。", { time: this.taken }) : _("只看不控：另一台设备正在主持。");
    const button = h("button.btn.btn--sm", { type: "button", onclick: () => this._take() }, _("接管"));
    return h("p.banner.banner--watch", { role: "status" }, icon("i-eye"), h("span", null, words), button);
  }

  async _take() {
    const text = _("接管以后由这台设备主持，那一台转为只看不控。");
    const yes = await ask({ title: _("接管主持？"), text, yes: _("接管") });
    if (yes) this.link.request("take", {}).catch(() => {});
  }
}

function offline() {
  return h("p.banner.banner--off", { role: "alert" }, icon("i-off"), h("span", null, _("连接断了，正在重连；手机上的答案不受影响")));
}
