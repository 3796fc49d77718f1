/**
 * Another device: a signed link, good for ten minutes, as a code and as text.
 * @module
 */
import { openDialog } from "../dialog.js";
import { h } from "../elements.js";
import { qrCode } from "../qr.js";
import { _ } from "../words.js";

/** @param {import("../link.js").Link} link */
export function moveDevice(link) {
  const place = h("div.code-card", { role: "status" }, h("p", null, _("正在取链接")));
  const text = _("用另一台设备扫码，或在它的浏览器里打开这个链接，十分钟内有效。打开后先是只看，点“接管”才换过去。");
  openDialog({ title: _("换设备"), parts: [h("p", null, text), place] });
  link.request("ticket", {}).then((reply) => place.replaceChildren(...(reply.ok ? ticket(reply) : [reply.message])))
    .catch(() => place.replaceChildren(_("没有连上服务器，请再试一次")));
}

/* The server draws the code; the link is there as text in any case. */
function ticket({ url, qr }) {
  const field = h("textarea.input", { readonly: true, rows: 3, "aria-label": _("换设备的链接"), onfocus: () => field.select() }, url);
  return [qr && qrCode(qr, _("换设备的二维码")), field].filter(Boolean);
}
