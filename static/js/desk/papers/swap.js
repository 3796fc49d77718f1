/**
 * What could take an item's place in a form, with what would change; choosing one sends the page's form.
 * @module
 */
import { openDialog } from "../../dialog.js";
import { h } from "../../elements.js";
import { _, config } from "../../words.js";

const PAUSE = 300;

/**
 * @param {number} form its place
 * @param {string} out the version that is to go
 * @param {string} stem
 */
export function openSwap(form, out, stem) {
  const search = h("input.input", { type: "search", autocomplete: "off", "aria-label": _("找题"), placeholder: _("题干里的字，或编号"), "data-first": true });
  const now = h("p.hint", { role: "status" }, _("正在找……"));
  const list = h("ul.swaps");
  openDialog({ title: _("换题"), wide: true, parts: [h("p.swaps__out", null, stem), search, now, list] });
  let timer = 0;
  let asked = 0;

  async function look() {
    const mine = (asked += 1);
    const query = new URLSearchParams({ form, out, audience: config.audience, q: search.value });
    const reply = await fetch(config.swap_url + "?" + query, { credentials: "same-origin" }).catch(() => null);
    if (mine !== asked) return;
    if (!reply || !reply.ok) {
      now.textContent = reply && reply.status === 404 ? _("这道题已经不在这份卷里，请刷新页面。") : _("暂时连不上服务器，请再试一次。");
      return;
    }
    show(await reply.json());
  }
  function show(offer) {
    now.textContent = offer.replacements.length
      ? _("能换的有 {n} 题；先列不违反蓝图、变化又小的。现在预计答对 {percent}%，各份信息量相差 {spread}%。", { n: offer.found, percent: offer.percent.toFixed(1), spread: offer.spread.toFixed(1) })
      : _("没有能换的题。");
    list.replaceChildren(...offer.replacements.map((each) => row(each, offer)));
  }
  function row(each, offer) {
    const change = each.percent - offer.percent;
    const told = [_("预计答对 {n}%（{change}）", { n: each.percent.toFixed(1), change: signed(change) }), _("信息量 {change}", { change: signed(each.information - offer.information, 2) }), _("各份相差 {n}%", { n: each.spread.toFixed(1) })];
    return h("li", null, h("div", null, h("p", null, each.stem), h("small", null, each.facts), h("small.num", null, told.join("\u00a0· ")),
      each.broken.length ? h("small.swaps__broken", null, _("会违反：") + each.broken.join(_("；"))) : h("small.swaps__fits", null, _("合蓝图"))),
      h("button.btn.btn--sm", { type: "button", "aria-label": _("换成它") + "：" + each.stem, onclick: () => take(each.version) }, _("换成它")));
  }
  function take(into) {
    const sent = document.getElementById("swap-form");
    for (const [name, value] of Object.entries({ form, out, into })) sent.elements[name].value = value;
    sent.submit();
  }
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  look();
}

function signed(value, digits = 1) {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? "±0" : (value < 0 ? "−" : "+") + text;
}
