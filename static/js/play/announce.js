/**
 * What a screen reader is told, in one polite region: opened, closed, ten and five seconds; not every second.
 * @module
 */
import { _ } from "../words.js";

const region = document.getElementById("announcer");

/**
 * Say a sentence to screen readers.
 * @param {string} text
 */
export function announce(text) {
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 60);
}

/**
 * Milestones of a countdown.
 * @param {number} seconds left
 */
export function announceSeconds(seconds) {
  if (seconds === 10) announce(_("还有十秒"));
  if (seconds === 5) announce(_("最后五秒"));
  if (seconds === 0) announce(_("时间到"));
}
