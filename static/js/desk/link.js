/**
 * A one-time link: its QR code, and the whole text chosen or copied at a touch.
 * @module
 */
import { qrCode } from "../qr.js";
import { _, config } from "../words.js";

const field = document.getElementById("link");

/** The clipboard interface is missing on plain addresses of a network; this older way works there too. */
function copy() {
  field.focus();
  field.select();
  const done = document.execCommand("copy");
  document.getElementById("copied").textContent = done ? _("已复制。") : _("请长按链接，再选“复制”。");
}

document.getElementById("qr").append(qrCode(config.qr, _("一次性链接")));
field.addEventListener("focus", () => field.select());
document.getElementById("copy").addEventListener("click", copy);
