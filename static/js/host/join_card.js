/**
 * For latecomers: the code to hold up, with its number and address.
 * @module
 */
import { openDialog } from "../dialog.js";
import { h } from "../elements.js";
import { pinWords } from "../item_words.js";
import { qrCode } from "../qr.js";
import { _, config } from "../words.js";

/** @param {{pin: string}} heat @param {boolean} locked */
export function showJoinCard(heat, locked) {
  const card = h("div.code-card", null, qrCode(config.qr, _("进场二维码：{address}", { address: config.join_url })),
    h("b.num", null, pinWords(heat.pin)), h("p", null, config.join_url));
  openDialog({ title: _("进场码"), parts: [locked && h("p", null, _("入口关着，新来的人现在进不来。")), card] });
}
