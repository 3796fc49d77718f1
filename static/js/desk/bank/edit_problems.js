/**
 * What is wrong with an item, beside the field it is about, and what is like it in the bank.
 * @module
 */
import { h, icon } from "../../elements.js";
import { plain } from "../../markup_tree.js";
import { _, config } from "../../words.js";
import { unfinished } from "./edit_state.js";

const PLACES = { misconceptions: "options", reason: "difficulty", type: "stem", picture: "explanation" };

/**
 * @param {HTMLElement} form
 * @param {{field: string, problem: string}[]} faults
 * @param {string[]} waiting fields that are only not written yet: nothing is said of them while one types
 */
export function mark(form, faults, waiting) {
  for (const old of form.querySelectorAll(".problem:not([data-own])")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const { field, problem } of faults) {
    const place = form.querySelector("[data-field='" + (PLACES[field] || field) + "']");
    if (!place || waiting.includes(field)) continue;
    place.append(h("p.problem", null, icon("i-warn"), h("span", null, problem)));
    const control = place.querySelector(".input");
    if (control) control.setAttribute("aria-invalid", "true");
  }
}

/**
 * The list beside the preview.
 * @param {HTMLElement} place
 * @param {Object} item
 * @param {{gaps: Object[], like: Object[]}} found
 */
export function list(place, item, { gaps = [], like = [] }) {
  const missing = unfinished(item).map((field) => ({ stem: _("题干还没写"), options: _("选项还没写全"), key: _("还没有标出答案") })[field]);
  const length = plain(item.stem).length;
  const long = length > config.live_stem && _("题干 {n} 字，现场抢答最好不超过 {of} 字", { n: length, of: config.live_stem });
  const words = [...missing, ...gaps.map(({ problem }) => problem), long].filter(Boolean);
  const lines = words.map((text) => h("li.warn", null, icon("i-warn"), h("span", null, text)));
  const near = like.map(({ id, stem }) => h("li.warn", null, icon("i-warn"), h("span", null, _("题库里有一道相近的题"), "：", h("a", { href: config.item_url.replace("ITEM", encodeURIComponent(id)), target: "_blank", rel: "noopener" }, id), " ", stem)));
  const fine = h("li", null, icon("i-check"), h("span", null, _("该填的都填了，可以送审。")));
  place.replaceChildren(...(lines.length + near.length ? [...lines, ...near] : [fine]));
}
