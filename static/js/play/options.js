/**
 * The answers of an item: radio buttons where one may be chosen, check boxes where several may.
 * Arrow keys only move the focus, because a choice is an answer; space and enter choose.
 * @module
 */
import { h, icon } from "../elements.js";
import { GLYPHS, optionKey } from "../glyphs.js";
import { setMarkup } from "../markup.js";
import { _ } from "../words.js";

/* Characters on one line of an answer on a narrow phone. */
const LINE = 11;
const STEP = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export class Options {
  /**
   * @param {Object} item
   * @param {{id: string, text: string}[]} options in the order of this phone
   * @param {function(string): void} choose told the id that was tapped
   */
  constructor(item, options, choose) {
    this.options = options;
    this.choose = choose;
    this.multiple = item.type === "multiple";
    this.buttons = options.map((option, position) => this._button(option, position));
    const role = this.multiple ? "group" : "radiogroup";
    this.element = h("div", { class: "opts", role, "aria-label": _("答案"), onkeydown: (event) => this._move(event) }, this.buttons);
    this.element.dataset.type = item.type;
  }

  /**
   * @param {Set<string>} chosen ids
   * @param {boolean} tappable
   */
  show(chosen, tappable) {
    this.element.classList.toggle("is-locked", !tappable);
    this.element.classList.toggle("has-choice", chosen.size > 0);
    const entrance = this.options.findIndex(({ id }) => chosen.has(id));
    this.buttons.forEach((button, position) => this._dress(button, chosen.has(this.options[position].id), tappable, position === Math.max(0, entrance)));
  }

  /** Choose by position, as the keyboard does. */
  press(position) {
    const option = this.options[position];
    if (option && this.buttons[position].getAttribute("aria-disabled") !== "true") this.choose(option.id);
  }

  _button(option, position) {
    const text = setMarkup(h("span.opt__text", { lang: "zh-Hans" }), option.text, { longest: LINE });
    const mark = h("span.opt__mark", null, icon("i-check"));
    const role = this.multiple ? "checkbox" : "radio";
    const button = h("button.opt", { type: "button", role, onclick: () => this.press(position) }, optionKey(position), text, mark);
    button.dataset.opt = GLYPHS[position].code;
    return button;
  }

  _dress(button, on, tappable, entrance) {
    button.classList.toggle("is-on", on);
    button.setAttribute("aria-checked", String(on));
    button.setAttribute("aria-disabled", String(!tappable));
    button.tabIndex = this.multiple || entrance ? 0 : -1;
  }

  _move(event) {
    const step = STEP[event.key];
    if (!step || this.multiple) return;
    event.preventDefault();
    const count = this.buttons.length;
    const here = this.buttons.indexOf(document.activeElement);
    this.buttons[(here + step + count) % count].focus();
  }
}
