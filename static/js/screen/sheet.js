/**
 * The small settings sheet: key M, or the button that appears when the mouse moves.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { _ } from "../words.js";
import { canFill, fillScreen, isFilled } from "./full_screen.js";
import { change, settings } from "./settings.js";
import { wake } from "./sound.js";

export class Sheet {
  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    this.opener = h("button.tool.corner__set", { type: "button", onclick: () => this.toggle(), "aria-expanded": "false" }, icon("i-set"), _("大屏设置"));
    document.addEventListener("keydown", (event) => this._key(event));
  }

  /** @returns {boolean} */
  get open() {
    return Boolean(this.element);
  }

  toggle() {
    if (this.open) this.close();
    else this._show();
  }

  close() {
    this.element.remove();
    this.edges.remove();
    this.element = null;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.focus();
  }

  _show() {
    this.edges = h("div.edges");
    this.element = h("section.sheet", { role: "dialog", "aria-labelledby": "sheet-title" }, this._title(), this._margin(), this._theme(),
      tick("contrast", _("高对比")), tick("sound", _("提示音")), h("small", null, _("水滴和石磬，默认不出声。")), this._fill());
    this.stage.append(this.edges, this.element);
    this.opener.setAttribute("aria-expanded", "true");
    this.element.querySelector("input").focus();
  }

  _title() {
    const close = h("button.tool", { type: "button", "aria-label": _("关上"), onclick: () => this.close() }, icon("i-cross"));
    return h("h2", { id: "sheet-title" }, h("span", null, _("大屏设置")), close);
  }

  _margin() {
    const shown = h("output.num", { for: "set-margin" }, settings().margin + "%");
    const input = h("input", { id: "set-margin", type: "range", min: 0, max: 10, step: 0.5, value: settings().margin, oninput: () => {
      change({ margin: Number(input.value) });
      write(shown, input.value + "%");
    } });
    return row(h("label", { for: "set-margin" }, _("四周留边")), input, shown);
  }

  _theme() {
    const names = { stage: _("夜色"), paper: _("纸色，亮堂的会场用") };
    const options = Object.entries(names).map(([value, name]) => h("option", { value, selected: settings().theme === value }, name));
    const select = h("select", { id: "set-theme", onchange: () => change({ theme: select.value }) }, options);
    return row(h("label", { for: "set-theme" }, _("底色")), select);
  }

  _fill() {
    if (!canFill()) return null;
    return h("button.btn", { type: "button", onclick: () => fillScreen(!isFilled()) }, icon("i-full"), _("全屏"));
  }

  _key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && this.open) this.close();
    if (event.key.toLowerCase() === "m" && !event.repeat && event.target.tagName !== "SELECT") this.toggle();
  }
}

function row(...parts) {
  return h("div.sheet__row", null, parts);
}

function tick(name, words) {
  const id = "set-" + name;
  const box = h("input", { id, type: "checkbox", checked: settings()[name], onchange: () => {
    if (name === "sound") wake();
    change({ [name]: box.checked });
  } });
  return row(h("label", { for: id }, words), box);
}
