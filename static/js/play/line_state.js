/**
 * The small bar that says how the connection is, only while there is something to say.
 * @module
 */
import { h, icon } from "../elements.js";
import { _ } from "../words.js";

const GRACE = 1500;    // a blink of the network is nobody's business
const READING = 6000;  // the slow way works: say so once, then step aside

/**
 * @param {import("../link.js").Link} link
 * @param {HTMLElement} bar
 */
export function watchLine(link, bar) {
  let timer = 0;
  function show() {
    clearTimeout(timer);
    if (link.status === "connected" || link.status === "refused") bar.hidden = true;
    else if (link.status === "polling") sayFor(bar, _("网络不太顺，已改用备用线路，照样能答"));
    else timer = setTimeout(() => say(bar, "i-off", _("正在重新连接，您的答案都在")), GRACE);
  }
  function sayFor(place, text) {
    say(place, "i-wifi", text);
    timer = setTimeout(() => { place.hidden = true; }, READING);
  }
  link.addEventListener("status", show);
  show();
}

function say(bar, sign, text) {
  bar.replaceChildren(icon(sign), h("span", null, text));
  bar.hidden = false;
}

/**
 * The connection in a word, for the lobby.
 * @param {string} status
 */
export function lineWord(status) {
  if (status === "connected") return { sign: "i-wifi", text: _("连接正常") };
  if (status === "polling") return { sign: "i-wifi", text: _("备用线路，连接正常") };
  return { sign: "i-off", text: _("正在重新连接") };
}
