/**
 * The head of the console: which heat, and the tools that open beside the evening.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { pinWords } from "../item_words.js";
import { changeLanguage } from "../preferences.js";
import { _, config, lang } from "../words.js";

export class Header {
  /**
   * @param {HTMLElement} place
   * @param {{id: string, words: string, open: function(): void}[]} tools
   */
  constructor(place, tools) {
    this.name = h("h1");
    this.pin = h("span.tag.tag--brand.num");
    const buttons = tools.map(({ sign, words, open }) => h("button.tool", { type: "button", onclick: open }, icon(sign), h("span", null, words)));
    place.append(this.name, this.pin, h("nav.appbar__tools", { "aria-label": _("工具") }, buttons, organizer(), language()));
  }

  /** @param {Object} heat */
  update(heat) {
    write(this.name, heat.name);
    write(this.pin, _("场次") + " " + pinWords(heat.pin));
  }
}

function organizer() {
  return config.organizer_url && h("a.tool", { href: config.organizer_url }, icon("i-list"), h("span", null, _("场次页")));
}

function language() {
  const other = lang === "zh" ? { code: "en", word: "EN", tag: "en" } : { code: "zh", word: "中文", tag: "zh-Hans" };
  return h("button.tool", { type: "button", lang: other.tag, onclick: () => changeLanguage(other.code) }, other.word);
}
