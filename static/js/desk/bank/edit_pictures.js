/**
 * A picture into a text: it is sent, encoded anew by the server, and its mention put where the cursor stands. What it
 * shows must be said, for those who do not see it.
 * @module
 */
import { ask } from "../../dialog.js";
import { h, icon } from "../../elements.js";
import { _, config } from "../../words.js";

/**
 * @param {HTMLTextAreaElement} area
 * @param {function(string): void} problem told what went wrong, or nothing
 */
export function pictureButton(area, problem) {
  const file = h("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", hidden: true, onchange: () => file.files[0] && bring(area, file, problem) });
  return [h("button.btn.btn--sm.btn--quiet", { type: "button", onclick: () => file.click() }, icon("i-screen"), _("插入图片")), file];
}

async function bring(area, file, problem) {
  const answer = await ask({ title: _("图里有什么"), text: _("看不见图的人要靠这句话答题，图里的数字和文字也写进来。"), yes: _("插入"), field: { label: _("替代文字"), needed: true } });
  if (answer) problem(await sent(area, file.files[0], answer.words));
  file.value = "";
}

async function sent(area, picture, alt) {
  const body = new FormData();
  body.append("picture", picture);
  const reply = await fetch(config.picture_url, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": document.getElementById("csrf").value }, body }).catch(() => null);
  const data = reply ? await reply.json().catch(() => ({})) : {};
  if (!reply || !reply.ok) return data.message || _("图片没有传上去，请再试一次。");
  const words = "![" + alt.replace(/([\\*$|!\[\]])/g, "\\$1") + "](media:" + data.name + ")";
  area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
  area.focus();
  return "";
}
