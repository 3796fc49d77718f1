/**
 * The key and the live counts are the host's alone, and the host's laptop is often the projector's: they show while K
 * is held, or for the whole evening by a switch.
 * @module
 */
import { h, icon } from "../elements.js";
import * as shelf from "../shelf.js";
import { _, config } from "../words.js";

/** Event `change` when what may be seen changes. */
export class PrivateView extends EventTarget {
  constructor() {
    super();
    this.place = "host-eye:" + config.heat;
    this.always = Boolean(shelf.get(this.place));
    this.held = false;
    this.button = this._button();
    this.box = h("input", { type: "checkbox", checked: this.always, onchange: () => this._stay(this.box.checked) });
    this.element = h("div.now__eye", null, this.button, h("label.switch", null, this.box, h("span", null, _("整场常显"))));
    window.addEventListener("blur", () => this.hold(false));
  }

  /** Whether the key may be seen now. */
  get shown() {
    return this.held || this.always;
  }

  /** @param {boolean} on */
  hold(on) {
    if (this.held === on) return;
    this.held = on;
    this._changed();
  }

  _stay(on) {
    this.always = on;
    shelf.put(this.place, on || null);
    this._changed();
  }

  _changed() {
    this.button.setAttribute("aria-pressed", String(this.held));
    this.dispatchEvent(new Event("change"));
  }

  _button() {
    const on = () => this.hold(true);
    const off = () => this.hold(false);
    return h("button.btn.btn--sm", {
      type: "button", "aria-pressed": "false", onpointerdown: on, onpointerup: off, onpointerleave: off, onpointercancel: off,
      oncontextmenu: (event) => event.preventDefault(),
      onkeydown: (event) => (event.key === "Enter" ? on() : null), onkeyup: off, onblur: off,
    }, icon("i-eye"), h("span", null, _("按住看答案")), h("kbd", null, "K"));
  }
}
