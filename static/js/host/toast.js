/**
 * A word that goes away by itself: why something was not done.
 * @module
 */
const READING = 5000;

const place = document.getElementById("toast");
let timer = 0;

/** @param {string} words */
export function toast(words) {
  clearTimeout(timer);
  place.textContent = words;
  place.hidden = false;
  timer = setTimeout(() => { place.hidden = true; }, READING);
}
