/**
 * What the stage shows at this moment, very small: for a host who cannot turn round.
 * @module
 */
import { h, icon } from "../elements.js";
import { GLYPHS } from "../glyphs.js";
import { pinWords } from "../item_words.js";
import { oneLine } from "../markup_tree.js";
import { _, config, figure } from "../words.js";
import { itemName, phaseWords } from "./step_words.js";

export class Mini {
  constructor() {
    this.picture = h("div.mini");
    const open = h("a.tool", { href: config.screen_url, target: "_blank", rel: "noopener" }, icon("i-screen"), _("打开大屏"));
    this.element = h("section.panel", null, h("h2", null, h("span", null, _("大屏上正是这样")), open), this.picture);
  }

  /** @param {Object} snapshot */
  update({ scene, lobby, heat }) {
    const drawn = JSON.stringify([scene, lobby && lobby.count, heat.name]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.picture.replaceChildren(...this._parts(scene, lobby, heat));
  }

  _parts(scene, lobby, heat) {
    if (scene.blank) return [line(_("待机画面")), title(heat.name), h("ul")];
    if (scene.item) return this._item(scene);
    if (scene.phase === "lobby") return [line(_("二维码"), pinWords(heat.pin)), title(heat.name), line(_("{n} 人已进场", { n: figure(lobby ? lobby.count : 0) }))];
    if (scene.phase === "standings") return [line(_("积分榜"), itemName(scene.number)), title((scene.standings[0] || { name: "" }).name), line("")];
    return [line(_("颁奖"), heat.name), title(awarded(scene.podium)), line("")];
  }

  _item(scene) {
    const key = (scene.phase === "revealed" && scene.result && scene.result.key) || [];
    const cards = scene.item.options.map((option, position) => h("li", {
      "data-opt": scene.item.shuffle ? null : GLYPHS[position].code, class: key.includes(option.id) ? "is-key" : null,
    }, h("i")));
    return [line(itemName(scene.number), phaseWords(scene)), h("b", { lang: "zh-Hans" }, oneLine(scene.item.stem)), h("ul", null, cards)];
  }
}

function awarded(podium) {
  return [_("即将揭晓"), _("季军已揭晓"), _("亚军已揭晓"), _("冠军已揭晓")][podium];
}

function line(left, right = "") {
  return h("p.num", null, h("span", null, left), h("span", null, right));
}

function title(words) {
  return h("b.is-title", null, words);
}
