/**
 * Coming back: a seat is known, the server has not spoken yet.
 * @module
 */
import { h, icon } from "../elements.js";
import { _ } from "../words.js";

export class Waiting {
  constructor() {
    this.element = h("section.notice", null, h("span.notice__sign", null, icon("i-wifi")),
      h("h1", { tabindex: "-1" }, _("正在回到赛场")), h("p", null, _("您的座位和答过的题都在。")));
  }

  update() {}
}
