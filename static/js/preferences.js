/**
 * The reader's own choices: text size, contrast, language. Kept on the device; `early.js` applies them before the
 * first paint. Motion is not asked here: style sheets follow the system's setting.
 * @module
 */
import * as shelf from "./shelf.js";

const root = document.documentElement;

/** Text sizes in the order in which the button walks through them. */
export const SIZES = ["normal", "large", "xlarge"];

/** Somebody who has to know when a preference changes. */
export const changes = new EventTarget();

/** @returns {"normal"|"large"|"xlarge"} */
export function textSize() {
  return root.getAttribute("data-text") || "normal";
}

/** @param {"normal"|"large"|"xlarge"} size */
export function setTextSize(size) {
  set("data-text", "text", size === "normal" ? null : size);
}

/** @returns {boolean} */
export function highContrast() {
  return root.getAttribute("data-contrast") === "high";
}

/** @param {boolean} on */
export function setHighContrast(on) {
  set("data-contrast", "contrast", on ? "high" : null);
}

/** Whether the system asks for stillness. */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Load this page again in another language; the server remembers it.
 * @param {"zh"|"en"} lang
 */
export function changeLanguage(lang) {
  const address = new URL(location.href);
  address.searchParams.set("lang", lang);
  location.replace(address.href);
}

function set(attribute, name, value) {
  if (value) root.setAttribute(attribute, value);
  else root.removeAttribute(attribute);
  shelf.put("preferences", { ...shelf.get("preferences"), [name]: value });
  changes.dispatchEvent(new Event("change"));
}
