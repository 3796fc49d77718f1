/**
 * A picture that fills the screen when it is pressed, and can be moved about there.
 * @module
 */
import { h, icon } from "./elements.js";
import { _ } from "./words.js";

/**
 * @param {HTMLImageElement} image
 * @returns {HTMLElement} a button with the image
 */
export function enlargeable(image) {
  const sign = h("span.mk-enlarge__sign", null, icon("i-enlarge"), h("span.vh", null, _("放大")));
  return h("button.mk-enlarge", { type: "button", "aria-haspopup": "dialog", onclick: () => show(image) }, image, sign);
}

function show(image) {
  const before = document.activeElement;
  const large = h("img", { src: image.src, alt: image.alt, onclick: () => large.classList.toggle("is-large") });
  const close = h("button.btn", { type: "button", onclick: shut }, icon("i-cross"), _("关上"));
  const room = h("div.mk-room__in", { tabindex: "0" }, large);
  const sheet = h("div.mk-room", { role: "dialog", "aria-modal": "true", "aria-label": image.alt || _("图片"), onkeydown: key }, room, close);

  function shut() {
    sheet.remove();
    document.body.classList.remove("is-covered");
    before.focus({ preventScroll: true });
  }
  function key(event) {
    event.stopPropagation();   // letters choose answers
    if (event.key === "Escape") shut();
    if (event.key !== "Tab") return;
    event.preventDefault();
    (document.activeElement === close ? room : close).focus();
  }
  document.body.append(sheet);
  document.body.classList.add("is-covered");
  close.focus();
}
