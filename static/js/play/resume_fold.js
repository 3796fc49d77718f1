/**
 * The resume code, in a fold: for another phone, a flat battery, a result read tomorrow.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { lasting } from "../shelf.js";
import { _ } from "../words.js";

/**
 * @param {import("./main.js").Play} play
 * @param {boolean} [open]
 * @param {boolean} [finished] then the code keeps working, and leads back to the result
 */
export function resumeFold(play, open = !lasting, finished = false) {
  const code = h("p.code.num", { translate: "no" });
  const problem = h("p.problem", { role: "status", hidden: true });
  const renew = h("button", { type: "button", class: "btn btn--sm", onclick: () => renewed(play, show, problem) });
  const show = () => {
    code.hidden = !play.seat.code;
    write(code, play.seat.code || "");
    write(renew, play.seat.code ? _("换一个新的") : _("生成续答码"));
  };
  show();
  renew.hidden = finished && Boolean(play.seat.code);
  const address = location.host + "/resume";
  const how = h("p", null, finished ? _("以后打开 {address} 输入它，还能回到这一页。", { address }) : _("在别的手机上打开 {address} 输入，就能接着答。", { address }), h("br"), _("请记下来，别给别人看。"));
  const summary = h("summary", null, icon("i-key"), h("span", null, _("续答码"), h("small", null, finished ? _("以后回来看成绩用") : _("换手机、断线时用"))), icon("i-down", "ico fold__mark"));
  return h("details.fold", { open }, summary, h("div.fold__in", null, !lasting && privacy(), code, how, problem, renew));
}

function privacy() {
  return h("p.fold__note", null, _("这台手机的浏览器不保存记录，关掉页面就会离场。请先记下续答码。"));
}

async function renewed(play, show, problem) {
  const reply = await play.link.request("code", {}).catch(() => null);
  problem.hidden = Boolean(reply && reply.ok);
  write(problem, reply ? reply.message || "" : _("现在连不上，请过一会儿再试。"));
  if (!reply || !reply.ok) return;
  play.seat.keep({ code: reply.code });
  show();
}
