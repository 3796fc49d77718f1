/**
 * An item as one row of the bank's list.
 * @module
 */
import { h } from "../../elements.js";
import { setMarkup } from "../../markup.js";
import { _, config } from "../../words.js";

const STATUS_LOOKS = { reviewed: "tag--brand", calibrated: "tag--jade", pilot: "tag--gold" };

/**
 * @param {Object} item as the search gives it
 * @param {boolean} on
 * @param {function(string, boolean): void} pick
 */
export function row(item, on, pick) {
  const box = h("input", { type: "checkbox", value: item.id, "aria-label": _("选中 {id}", { id: item.id }), onchange: ({ target }) => pick(item.id, target.checked) });
  box.checked = on;
  const stem = setMarkup(h("a.bank-row__stem", { href: config.item_url.replace("ITEM", encodeURIComponent(item.id)), lang: "zh-Hans" }), item.stem.split("\n")[0], { longest: 0 });
  const facts = h("p.bank-row__facts.num", null, factsOf(item));
  return h("li.bank-row", null, h("label.bank-row__pick", null, box), h("div", null, stem, facts), h("p.bank-row__marks", null, marks(item)));
}

function factsOf(item) {
  const b = typeof item.b === "number" && _("难度 {b}", { b: item.b.toFixed(1).replace("-", "−") });
  const told = [item.id, config.types[item.type], config.dimensions[item.dimension], item.benchmark && _("基准 {n}", { n: item.benchmark }), b, item.author];
  return told.filter(Boolean).join(" · ") + (item.tags.length ? " · " + item.tags.map((tag) => "#" + tag).join(" ") : "");
}

function marks(item) {
  const mark = (words, look = "") => h("span", { class: ("tag " + look).trim() }, words);
  const waits = item.status === "draft" && item.submitted;
  return [
    mark(waits ? _("等审") : config.statuses[item.status], STATUS_LOOKS[item.status]),
    item.gaps > 0 && mark(_("缺 {n} 项", { n: item.gaps })),
    item.comments > 0 && mark(_("{n} 条意见", { n: item.comments }), "tag--gold"),
    item.held && mark(_("保密到 {day}", { day: item.held }), "tag--gold"),
  ];
}
