/**
 * For latecomers: the way in, in small print, while the door is open.
 * @module
 */
import { h } from "../elements.js";
import { pinWords } from "../item_words.js";
import { _, config } from "../words.js";

/** @param {import("./main.js").Stage} stage */
export function lateDoor(stage) {
  const { heat, lobby } = stage.link.snapshot;
  if (!heat || (lobby && lobby.locked)) return h("span", null, _("自己的得分请看手机"));
  return h("span", null, _("场次号"), " ", h("b.num", null, pinWords(heat.pin)), _("·"), config.join_text);
}
