/**
 * Items that every form has, and items that none has: found by words of their stem or by their number.
 * @module
 */
import { h, icon } from "../../elements.js";
import { _, config } from "../../words.js";

const PAUSE = 250;
const byId = (id) => document.getElementById(id);

/** @param {{sheet: Object, changed: function(): void}} draft */
export function namedView(draft) {
  const stems = new Map(Object.entries(config.items));
  const search = byId("find");
  const found = byId("found");
  let timer = 0;
  let asked = 0;

  async function look() {
    const words = search.value.trim();
    const mine = (asked += 1);
    if (!words) return found.replaceChildren();
    const reply = await fetch(config.items_url + "?q=" + encodeURIComponent(words), { credentials: "same-origin" }).catch(() => null);
    if (mine !== asked) return undefined;
    if (!reply || !reply.ok) return found.replaceChildren(h("li.hint", null, _("暂时连不上服务器，请再试一次。")));
    const { items } = await reply.json();
    for (const item of items) stems.set(item.id, item.stem);
    return found.replaceChildren(...(items.length ? items.map(foundRow) : [h("li.hint", null, _("没有符合的题。"))]));
  }
  function foundRow(item) {
    const put = (list, words) => h("button.btn.btn--sm", { type: "button", "aria-label": words + "：" + item.stem, onclick: () => add(list, item.id) }, words);
    return h("li", null, h("span", null, h("small.num", null, item.id), " ", item.stem), h("span.named__acts", null, put("include", _("必选")), put("exclude", _("不用"))));
  }
  function add(list, id) {
    const other = list === "include" ? "exclude" : "include";
    drop(other, id);
    const ids = draft.sheet[list] || (draft.sheet[list] = []);
    if (!ids.includes(id)) ids.push(id);
    draw();
    draft.changed();
  }
  function drop(list, id) {
    const left = (draft.sheet[list] || []).filter((each) => each !== id);
    if (left.length) draft.sheet[list] = left;
    else delete draft.sheet[list];
  }
  function drawList(list, none) {
    const ids = draft.sheet[list] || [];
    byId(list).replaceChildren(...(ids.length ? ids.map((id) => h("li", null, h("span", null, h("small.num", null, id), " ", stems.get(id) || ""),
      h("button.tool", { type: "button", "aria-label": _("去掉") + "：" + id, onclick: () => { drop(list, id); draw(); search.focus(); draft.changed(); } }, icon("i-cross")))) : [h("li.hint", null, none)]));
  }
  function drawEnemies() {
    const groups = draft.sheet.enemies || [];
    byId("enemies").hidden = !groups.length;
    byId("enemies").replaceChildren(h("p.label", null, _("不能同卷")), h("ul.named", null, groups.map((group, place) => h("li", null, h("span.num", null, group.join(_("、"))),
      h("button.tool", { type: "button", "aria-label": _("去掉这一组"), onclick: () => { groups.splice(place, 1); if (!groups.length) delete draft.sheet.enemies; draw(); draft.changed(); } }, icon("i-cross"))))));
  }
  function draw() {
    drawList("include", _("还没有。上面找到的题可以设成每份都要有。"));
    drawList("exclude", _("还没有。"));
    drawEnemies();
  }
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  return { draw };
}
