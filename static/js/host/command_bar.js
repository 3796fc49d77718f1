/**
 * The bar of commands: one filled button that always says what it will do; the others keep their places.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { _ } from "../words.js";
import { stepWords } from "./step_words.js";

export class CommandBar {
  /**
   * @param {import("./actions.js").Actions} actions
   * @param {HTMLElement} place
   */
  constructor(actions, place) {
    this.actions = actions;
    this.buttons = {};
    this.words = h("span");
    this.main = this._button("next", this.words, _("空格"), "btn btn--main");
    this.lockWords = h("span");
    this.pauseWords = h("span");
    place.replaceChildren(this.main, h("div.cmd__rest", null, this._first(), h("span.gap"), this._last()));
  }

  update() {
    const { scene, host } = this.actions;
    if (!scene || !host) return;
    const possible = this.actions.possible();
    for (const [name, button] of Object.entries(this.buttons)) button.disabled = !possible.has(name);
    this.main.classList.toggle("is-busy", this.actions.commander.underway > 0);
    write(this.words, stepWords(host.next));
    write(this.pauseWords, scene.paused ? _("恢复作答") : _("暂停"));
    write(this.lockWords, host.locked ? _("打开入口") : _("关上入口"));
    this.buttons.blank.setAttribute("aria-pressed", String(scene.blank));
    this.buttons.pause.setAttribute("aria-pressed", String(scene.paused));
  }

  _first() {
    return [
      this._button("extend", _("加 10 秒"), "T"),
      this._button("pause", this.pauseWords, "P"),
      this._button("reopen", _("重新开放"), "R"),
      this._button("standings", _("积分榜"), "S"),
    ];
  }

  _last() {
    return [this._button("blank", _("黑场"), "B"), this._button("void", _("作废…"), "V", "btn btn--risk"), this._menu()];
  }

  _menu() {
    const list = h("div.menu__list", null, this._button("lock", [icon("i-lock"), this.lockWords], "L"),
      this._button("skip", [icon("i-skip"), _("跳过一题…")]), this._button("finish", [icon("i-end"), _("提前结束…")], null, "btn btn--risk"));
    const menu = h("details.menu", null, h("summary.btn", null, _("更多")), list);
    list.addEventListener("click", () => { menu.open = false; });
    document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") menu.open = false; });
    return menu;
  }

  _button(name, words, key = null, classes = "btn") {
    const label = typeof words === "string" ? h("span", null, words) : words;
    const cap = key && h("kbd", { "aria-hidden": "true" }, key);
    const button = h("button", { class: classes, type: "button", disabled: true, onclick: () => this.actions.run(name) }, label, cap);
    this.buttons[name] = button;
    return button;
  }
}
