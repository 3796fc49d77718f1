/**
 * A quiet mark in the corner while the line is down; the picture stays.
 * @module
 */
import { h } from "../elements.js";
import { _ } from "../words.js";
import { sign } from "./frame.js";

const GRACE = 1500;

/** @param {import("../link.js").Link} link */
export function lineMark(link) {
  const element = h("p.line-mark", { role: "status", hidden: true });
  let timer = 0;
  function show() {
    clearTimeout(timer);
    const down = link.status === "reconnecting";
    if (!down) element.hidden = true;
    else timer = setTimeout(() => tell(element), GRACE);
  }
  link.addEventListener("status", show);
  return element;
}

function tell(element) {
  element.replaceChildren(...sign("i-off", _("正在重新连接")));
  element.hidden = false;
}
