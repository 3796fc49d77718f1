/**
 * Screens with one message and at most one or two ways on: removed, moved, locked, finished, unknown.
 * @module
 */
import { setClauses } from "../clauses.js";
import { h, icon } from "../elements.js";
import { _ } from "../words.js";

const HOME = { href: "/", label: _("换一个场次号") };
const RESUME = { href: "/resume", label: _("在这台手机上继续") };
const AGAIN = { again: true, label: _("再试一次") };

const NOTICES = {
  unknown_pin: ["i-screen", _("没有这一场"), _("场次号可能打错了，或者这一场已经收起。请照大屏幕上的六位数字再输一次。"), [HOME]],
  bad_seat: ["i-key", _("没找到您的座位"), _("这台手机上的座位已经失效。可以重新进场，也可以用续答码接着答。"), [AGAIN, { href: "/resume", label: _("用续答码") }]],
  removed: ["i-hand", _("主持人请您离场"), _("这一场您不再参加答题。有疑问请找现场工作人员，您答过的题都有记录。"), []],
  moved: ["i-keep", _("已在另一台手机上继续"), _("您的座位换到了另一台手机，答过的题都在。想回到这台手机，请用那边显示的续答码。"), [RESUME]],
  superseded: ["i-keep", _("已在另一个页面打开"), _("同一个座位只用一个页面作答，以免答乱了。答过的题都在。"), [{ again: true, label: _("在这里继续") }]],
  too_many: ["i-clock", _("请稍等一会儿"), _("这个网络上刚才试得太多。过一分钟再来，座位不会丢。"), [AGAIN]],
  locked: ["i-people", _("这一场暂不进人"), _("主持人锁上了入口。打开以后，这里会自己变成进场页。"), [{ href: "/resume", label: _("我有续答码") }]],
  finished: ["i-seal", _("这一场已经结束"), _("您没有参加这一场。参加过的人可以用续答码看成绩。"), [{ href: "/resume", label: _("用续答码看成绩") }]],
};
const OTHER = ["i-off", _("暂时进不去"), _("服务器没有让这台手机进来。请再试一次，或者找现场工作人员。"), [AGAIN]];

export class Notice {
  /**
   * @param {import("./main.js").Play} play
   * @param {string} code
   */
  constructor(play, code) {
    const [sign, title, text, ways] = NOTICES[code] || OTHER;
    const links = ways.map((way, index) => wayOn(way, index === 0, () => play.again()));
    this.element = h("section.notice", null, h("span.notice__sign", null, icon(sign)),
      h("h1", { tabindex: "-1" }, title), setClauses(h("p"), text), h("div.actions", null, links));
  }

  update() {}
}

function wayOn(way, first, again) {
  const classes = "btn btn--big" + (first ? " btn--main" : "");
  return way.href ? h("a", { class: classes, href: way.href }, way.label) : h("button", { type: "button", class: classes, onclick: again }, way.label);
}
