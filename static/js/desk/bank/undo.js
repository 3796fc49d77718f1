/**
 * What was just done, with a way back.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";
import { send } from "./send.js";

/**
 * @param {string} words
 * @param {function(): void|null} after once it is undone; null: nothing was done that could be
 */
export function offerUndo(words, after) {
  const former = document.getElementById("undo");
  const line = h("span", { role: "status" });
  const button = h("button.btn.btn--sm", { type: "button", onclick: () => back(line, button, after) }, _("撤销"));
  const box = h("div.undo", { id: "undo" }, line, after && button);
  if (former) former.replaceWith(box);
  else document.querySelector(".pagehead").after(box);
  line.textContent = words;
}

async function back(line, button, after) {
  button.remove();
  const { data } = await send(config.undo_url, {});
  line.textContent = data.message;
  after();
}
