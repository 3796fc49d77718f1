/**
 * The strip below the answers: kept here, received, not delivered. Its height never changes, so nothing jumps.
 * @module
 */
import { h, icon, write } from "../elements.js";

export class Strip {
  /** @param {Object<string, function(): void>} actions what its button may do, by name */
  constructor(actions) {
    this.actions = actions;
    this.sign = h("span.state__sign");
    this.title = h("b");
    this.note = h("span");
    this.button = h("button", { type: "button", class: "btn btn--sm", onclick: () => this.actions[this.doing]() });
    this.element = h("div.state", null, this.sign, h("p.state__words", { role: "status" }, this.title, this.note), this.button);
    this.drawn = "";
  }

  /** @param {{kind: string, sign: string, title: string, note: string, action?: {do: string, label: string}}} words */
  show(words) {
    this.element.className = "state" + (words.kind ? " state--" + words.kind : "");
    if (words.sign !== this.drawn) this.sign.replaceChildren(icon(words.sign));
    this.drawn = words.sign;
    write(this.title, words.title);
    write(this.note, words.note);
    this._offer(words.action);
  }

  _offer(action) {
    this.button.hidden = !action;
    this.button.classList.toggle("btn--main", Boolean(action) && action.do === "hand_in");
    this.doing = action && action.do;
    if (action) write(this.button, action.label);
  }
}
