/**
 * Full screen, also under its older name.
 * @module
 */
const root = document.documentElement;

/** Whether the browser can do it at all. */
export function canFill() {
  return Boolean(root.requestFullscreen || root.webkitRequestFullscreen);
}

/** Whether the page fills the screen now. */
export function isFilled() {
  return Boolean(document.fullscreenElement || document.webkitFullscreenElement);
}

/** @param {boolean} on */
export function fillScreen(on) {
  const act = on ? root.requestFullscreen || root.webkitRequestFullscreen : document.exitFullscreen || document.webkitExitFullscreen;
  const done = act.call(on ? root : document);
  if (done && done.catch) done.catch(() => {});   // refused by the browser: the page simply stays as it is
}
