/**
 * The result as a picture: drawn on this phone, shown as an image that can be pressed long (WeChat knows no download).
 * @module
 */
import { h, icon } from "../elements.js";
import { _ } from "../words.js";
import { drawResult } from "./drawing.js";

/**
 * @param {string} title the contest's name
 * @param {Object} data see docs/protocol.md, "RESULT PAGE"
 */
export function savePicture(title, data) {
  const address = drawResult(title, data).toDataURL("image/png");
  const before = document.activeElement;
  const close = h("button", { type: "button", class: "btn", onclick: shut }, icon("i-cross"), _("关上"));
  const download = h("a", { class: "btn btn--main", href: address, download: _("问渠成绩") + ".png" }, icon("i-picture"), _("下载"));
  const sheet = h("div.sheet", { role: "dialog", "aria-modal": "true", "aria-labelledby": "sheet-title", onkeydown: key },
    h("div.sheet__in", null,
      h("h2", { id: "sheet-title" }, _("长按图片，保存到相册")),
      h("img", { src: address, alt: _("{name} 的成绩：第 {place} 名", { name: data.name, place: data.place }) }),
      h("div.sheet__act", null, download, close)));

  function shut() {
    sheet.remove();
    document.body.classList.remove("is-covered");
    if (before) before.focus();
  }
  function key(event) {
    if (event.key === "Escape") shut();
    if (event.key !== "Tab") return;
    event.preventDefault();
    (document.activeElement === close ? download : close).focus();
  }
  document.body.append(sheet);
  document.body.classList.add("is-covered");
  close.focus();
}
