/**
 * How this projector shows the evening: margins, theme, contrast, sound. Kept on the device.
 * @module
 */
import { setProperty } from "../elements.js";
import * as shelf from "../shelf.js";
import { config } from "../words.js";

const root = document.documentElement;

/** What a projector starts with. */
const DEFAULTS = {
  margin: config.margin === undefined ? 4 : config.margin,
  theme: config.theme === "paper" ? "paper" : "stage",
  contrast: false,
  sound: false,
};

let current = { ...DEFAULTS, ...shelf.get("screen") };

/** Told after each change. */
export const changes = new EventTarget();

/** @returns {{margin: number, theme: "stage"|"paper", contrast: boolean, sound: boolean}} */
export function settings() {
  return current;
}

/** @param {Object} some members to change */
export function change(some) {
  current = { ...current, ...some };
  shelf.put("screen", current);
  apply();
  changes.dispatchEvent(new Event("change"));
}

/** Dress the page by the settings. */
export function apply() {
  setProperty(root, "--margin", Math.min(10, Math.max(0, current.margin)));
  toggle("data-theme", current.theme === "stage" && "stage");
  toggle("data-contrast", current.contrast && "high");
}

function toggle(name, value) {
  if (value) root.setAttribute(name, value);
  else root.removeAttribute(name);
}
