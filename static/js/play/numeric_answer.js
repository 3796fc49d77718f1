/**
 * An answer that is a number: typed on the decimal keyboard, with its unit beside it. That keyboard has no minus on many
 * phones, so a button changes the sign.
 * @module
 */
import { h, icon } from "../elements.js";
import { negated, numberOf } from "../number_text.js";
import { _ } from "../words.js";

const MOST_CHARACTERS = 24;
let count = 0;

export class NumericAnswer {
  /**
   * @param {Object} settings
   * @param {string} [settings.unit] in which the answer is asked for
   * @param {string} [settings.text] what was typed before
   * @param {function(number|null): void} settings.changed told the number after every change, null for none
   */
  constructor({ unit = "", text = "", changed }) {
    this.changed = changed;
    this.unit = unit;
    count += 1;
    this._build("numeric-" + count, text);
  }

  /** @returns {number|null} null where there is no number yet */
  get value() {
    return numberOf(this.field.value);
  }

  /** Whether it can be changed. */
  show(changeable) {
    this.field.readOnly = !changeable;
    this.sign.disabled = !changeable;
    this.element.classList.toggle("is-locked", !changeable);
  }

  _build(id, text) {
    const name = this.unit ? _("您的答案（单位：{unit}）", { unit: this.unit }) : _("您的答案");
    this.field = h("input.numeric__field.num", {
      id, type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", enterkeyhint: "done",
      maxlength: MOST_CHARACTERS, "aria-describedby": id + "-problem", oninput: () => this._typed(), onblur: () => this._judge(),
    });
    this.field.value = text;
    this.sign = h("button.btn.numeric__sign", { type: "button", "aria-label": _("换正负号"), onclick: () => this._turn() }, "±");
    this.problem = h("p.problem", { id: id + "-problem", role: "alert" });
    this.element = h("div.numeric", null,
      h("label.numeric__name", { for: id }, name),
      h("div.numeric__row", null, this.sign, this.field, this.unit && h("span.numeric__unit", { "aria-hidden": "true" }, this.unit)),
      this.problem);
  }

  _typed() {
    if (this.value !== null || !this.field.value.trim()) this._judge();
    this.changed(this.value);
  }

  _turn() {
    this.field.value = negated(this.field.value);
    this.field.focus();
    this._typed();
  }

  /* Nobody is told off while still typing: "3." is on its way to 3.5. */
  _judge() {
    const wrong = Boolean(this.field.value.trim()) && this.value === null;
    if (wrong === this.field.hasAttribute("aria-invalid")) return;
    if (wrong) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
    this.problem.replaceChildren(...(wrong ? [icon("i-warn"), h("span", null, _("只写一个数，例如 3.5"))] : []));
  }
}
