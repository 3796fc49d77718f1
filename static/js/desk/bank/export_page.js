/**
 * The bank as a file: made first, then what it does not say is told, then it is fetched.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";
import { complain, post, work } from "./asking.js";

const byId = (id) => document.getElementById(id);

async function make(event) {
  event.preventDefault();
  const form = new FormData(byId("export"));
  const button = byId("export").querySelector("button");
  let url = "";
  button.disabled = true;
  byId("made").hidden = true;
  const { outcome, trouble } = await work(() => post(config.start_url, form, form.get("csrf_token")), (begun) => { url = begun.file; });
  button.disabled = false;
  complain(trouble || "");
  if (!trouble) show(outcome, url);
}

function show(outcome, url) {
  byId("made").replaceChildren(
    h("h2", null, outcome.items ? _("{n} 题已做成文件", { n: outcome.items }) : _("没有符合的题")),
    outcome.held_back ? h("p", null, _("另有 {n} 题在保密期里，没有写进文件。", { n: outcome.held_back })) : "",
    ...(outcome.lost.length ? losses(outcome) : [h("p.hint", null, _("这种格式什么都带得走，再导入进来一字不差。"))]),
    h("div.actions", null, h("a.btn.btn--main", { href: url, download: true }, _("下载文件"))),
  );
  byId("made").hidden = false;
  byId("made").querySelector("a").focus();
}

function losses(outcome) {
  const row = (each) => h("li", null, h("span.remarks__where", null, config.fields[each.field] || each.field, "·", _("{n} 题", { n: each.items })), h("span", null, each.reason));
  return [h("p.hint", null, _("这种格式带不走下面这些，它们不在文件里：")), h("ul.remarks", null, outcome.lost.map(row))];
}

byId("export").addEventListener("submit", make);
