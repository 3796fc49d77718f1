/**
 * A winner shows the code on the phone; here it is checked.
 * @module
 */
import { openDialog } from "../dialog.js";
import { h } from "../elements.js";
import { _, figure } from "../words.js";

/** @param {import("../link.js").Link} link */
export function checkClaim(link) {
  const input = h("input.input.input--code", { id: "claim-code", maxlength: 16, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "data-first": true });
  const answer = h("div", { role: "status" });
  const form = h("form", { onsubmit: (event) => { event.preventDefault(); look(); } },
    h("div.field", null, h("label", { for: "claim-code" }, _("获奖人手机上的领奖码")), input),
    h("div.dialog__act", null, h("button.btn.btn--main", null, _("核对"))));
  openDialog({ title: _("验领奖码"), parts: [form, answer] });

  async function look() {
    const reply = await link.request("claim", { code: input.value.trim() }).catch(() => ({ ok: false, message: _("没有连上服务器，请再试一次") }));
    answer.replaceChildren(reply.ok ? winner(reply) : h("p.claimed.claimed--no", null, reply.message));
    input.select();
  }
}

function winner({ name, number, place, points }) {
  return h("p.claimed", null, h("b", null, _("第 {n} 名", { n: place }) + _("·") + name), _("{number} 号，{n} 分", { number, n: figure(points) }));
}
