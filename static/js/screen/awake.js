/**
 * Keep the projector's computer from falling asleep, where the browser lets us.
 * @module
 */

/** Ask, and ask again whenever the page comes back into view. */
export function stayAwake() {
  if (!navigator.wakeLock) return;
  const ask = () => document.visibilityState === "visible" && navigator.wakeLock.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}
