/**
 * What comes after this.
 * @module
 */
import { h } from "../elements.js";
import { typeWord } from "../item_words.js";
import { setMarkup } from "../markup.js";
import { _ } from "../words.js";
import { itemName } from "./step_words.js";

const LETTERS = "ABCDEF";

export class Coming {
  /** @param {import("./private_view.js").PrivateView} eye */
  constructor(eye) {
    this.eye = eye;
    this.words = h("div.next__words");
    this.options = h("ol");
    this.element = h("section.panel.next", { tabindex: "0", "aria-label": _("接着") }, h("span.next__word", null, _("接着")), this.words, this.options);
  }

  /** @param {Object} host */
  update({ coming, next }) {
    const shown = this.eye.shown;
    const drawn = JSON.stringify([coming, next, shown]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const over = !next || next.do === "podium";   // a heat that was ended early has items left that never come
    if (coming && !over) this._item(coming, shown);
    else this._end(next);
  }

  _item(coming, shown) {
    const facts = [itemName(coming.number), ...(coming.pilot ? [_("试测，不计分")] : []), typeWord(coming.type), _("{n} 秒", { n: coming.time_limit_s })].join(_("·"));
    const stem = setMarkup(h("span", { lang: "zh-Hans" }), coming.stem);
    this.words.replaceChildren(stem, h("small.num", null, facts));
    this.options.hidden = !shown;
    this.options.replaceChildren(...coming.options.map((text, position) => option(text, position, coming.key)));
  }

  _end(next) {
    this.words.replaceChildren(afterwards(next));
    this.options.replaceChildren();
  }
}

function afterwards(next) {
  if (!next) return _("没有下一步了，谢谢主持");
  return next.do === "podium" ? _("揭晓名次：先季军，再亚军，最后冠军") : _("题目都答完了，接着颁奖");
}

function option(text, position, key) {
  const letter = LETTERS[position];
  return h("li", { class: key.includes(letter) ? "is-key" : null, lang: "zh-Hans" }, letter + " ", setMarkup(h("span"), text));
}
