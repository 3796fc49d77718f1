/**
 * The lobby: the code in its white pond, and the names as they arrive.
 * @module
 */
import { h, write } from "../elements.js";
import { pinWords } from "../item_words.js";
import { qrCode } from "../qr.js";
import { _, config, figure } from "../words.js";
import { foot, lit, mark } from "./frame.js";
import { Names } from "./names.js";

const LONG_NAME = 13;

export class Lobby {
  /** @param {import("./main.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { heat } = stage.link.snapshot;
    this.names = new Names();
    this.count = h("b.num");
    this.counted = h("p.s-count", null, lit(_("{n} 人已进场"), "").map((part) => (part.tagName ? this.count : part)));
    this.card = this._card(heat);
    const first = config.wifi && this._wifi(config.wifi);
    const main = h("div", { class: "scene__main s-lobby" + (first ? " has-wifi" : "") }, first, this.card, this._hello(heat), this._poem());
    this.element = h("div.scene", null, main, this._foot());
  }

  placed() {
    this.names.measure();
    this.update();
    this.stage.pond.from(this.card, { clear: 1.05 });
  }

  update() {
    const { lobby } = this.stage.link.snapshot;
    if (!lobby) return;
    write(this.count, figure(lobby.count));
    this.names.show(lobby);
    this.card.classList.toggle("is-shut", lobby.locked);
    write(this.invitation, lobby.locked ? _("入口暂时关着，请等主持人打开") : this._invite());
  }

  _card(heat) {
    this.invitation = h("span", null, this._invite());
    const [before, after] = _("或打开 {address}").split("{address}");
    return h("section.qr", null, qrCode(config.qr, _("进场二维码：{address}", { address: config.join_url })),
      h("p", null, config.wifi && h("span.qr__step", null, _("第二步")), this.invitation),
      h("p.qr__pin.num", null, pinWords(heat.pin)),
      h("p.qr__alt", null, before, h("b", null, config.join_text), after, " ", h("span.nb", null, _("输入场次号"))));
  }

  _invite() {
    return _("微信扫一扫，进场答题");
  }

  _hello(heat) {
    const facts = [_("共 {n} 题", { n: heat.count }), _("每题 {n} 秒", { n: heat.rules.time_limit_s })];
    if (heat.rules.warm_up) facts.push(_("先热身一题"));
    const title = h("h1", { class: heat.name.length > LONG_NAME ? "is-long" : null }, heat.name);
    return h("section.s-hello", null, title, h("p.sub", null, facts.join(_("·"))), this.counted, this.names.element);
  }

  _poem() {
    if (config.wifi || config.poem === false) return null;
    return h("p.s-poem", { lang: "zh-Hans" }, h("span", null, "问渠那得清如许"), h("span", null, "为有源头活水来"));
  }

  _wifi(wifi) {
    return h("section.qr.qr--wifi", null, qrCode(wifi.qr, _("无线网二维码：{name}", { name: wifi.ssid })),
      h("p", null, h("span.qr__step", null, _("第一步")), h("span.cl", null, _("用相机扫一扫，")), h("span.cl", null, _("连上无线网"))),
      h("p.qr__alt", null, h("b", null, wifi.ssid)));
  }

  _foot() {
    return foot(mark(), h("span", null, _("题目会自己出现在手机上，请把手机音量关小")));
  }
}
