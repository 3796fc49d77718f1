/**
 * What may be wider than its place scrolls there, and is then named and can be reached by keyboard.
 * @module
 */

/** @type {WeakMap<Element, function(boolean): void>} */
const told = new WeakMap();

/* Browsers before 2020 have none: there it scrolls without being told of. */
const watch = typeof ResizeObserver === "undefined" ? null : new ResizeObserver((seen) => seen.forEach(({ target }) => tell(target)));

/**
 * @param {HTMLElement} element that scrolls sideways
 * @param {string} name what it is
 * @param {function(boolean): void} [change] told whether it is wider than its place
 */
export function mayBeWide(element, name, change = () => {}) {
  if (!watch) return;
  told.set(element, (wide) => {
    for (const [key, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": name })) {
      if (wide) element.setAttribute(key, value);
      else element.removeAttribute(key);
    }
    change(wide);
  });
  watch.observe(element);
}

function tell(element) {
  told.get(element)(element.scrollWidth > element.clientWidth + 1);
}
