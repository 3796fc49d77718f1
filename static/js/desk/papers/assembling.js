/**
 * Assembling: a job that is followed, can be stopped, and ends with forms or with the reason why there are none.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";
import { ending, follow } from "../job.js";
import { link } from "./outlook_view.js";
import { post } from "./post.js";
import { elementOf } from "./sheet.js";

const byId = (id) => document.getElementById(id);

/**
 * @param {function(): Promise<boolean>} save saves first; false when that did not work
 * @param {function(): {sheet: Object, others: Set<Object>}} now where rules are shown
 */
export function assembling(save, now) {
  const button = byId("assemble");
  const told = byId("job");

  async function run() {
    button.disabled = true;
    told.replaceChildren();
    if (await save()) await start();
    button.disabled = false;
  }
  async function start() {
    const { status, data } = await post(config.assemble_url, {});
    if (status === 429) return say(_("排队的计算太多了，请过一会儿再试。"));
    if (status !== 200) return say(_("暂时连不上服务器，请再试一次。"));
    const words = h("p", { role: "status" });
    const stop = h("button.btn.btn--sm", { type: "button", onclick: () => { stop.disabled = true; post(data.stop, {}); } }, _("停止"));
    told.replaceChildren(h("div.working", null, h("span.working__bar", { "aria-hidden": "true" }), words, stop));
    const job = await follow(data.job, (seen) => { words.textContent = seen.state === "waiting" ? _("前面还有别的计算，正在排队。") : _("正在组卷，最多 {n} 秒。", { n: Math.round(data.seconds) }); });
    if (job.state === "done") { location.href = job.outcome.url; return undefined; }
    return job.state === "refused" ? refused(job.outcome) : say(ending(job.state));
  }
  function say(words) {
    told.replaceChildren(h("p", { role: "status" }, words));
  }
  function refused({ heading, rules }) {
    const { sheet, others } = now();
    const rows = rules.map(({ place, words }) => h("li", null, place ? link(elementOf(sheet, place, others), words) : words));
    told.replaceChildren(h("div.refused", { role: "alert" }, h("p", null, h("b", null, _("没有组成。")), " ", heading), h("ul", null, rows)));
  }
  button.addEventListener("click", run);
}
