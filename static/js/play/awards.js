/**
 * While the podium is shown: eyes up. Who wants to see the own result first may.
 * @module
 */
import { h, icon } from "../elements.js";
import { _ } from "../words.js";

export class Awards {
  /** @param {import("./main.js").Play} play */
  constructor(play) {
    const see = h("button", { type: "button", class: "btn btn--big", onclick: () => play.seeResult() }, _("看我的成绩"));
    this.element = h("section.notice", null, h("span.notice__sign", null, icon("i-screen")),
      h("h1", { tabindex: "-1" }, _("请抬头看大屏幕")), h("p", null, _("全部题目答完了，正在揭晓名次。")), h("div.actions", null, see));
  }

  update() {}
}
