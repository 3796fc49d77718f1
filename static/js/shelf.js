/**
 * A small place to keep things on this device. Storage may be missing or forbidden (private windows, full disks, some
 * in-app browsers): then the tab's own name carries them over a reload, and `lasting` says that no more is promised.
 * @module
 */

const PREFIX = "wenqu:";

function working(name) {
  try {
    const storage = window[name];
    storage.setItem(PREFIX + "probe", "1");
    storage.removeItem(PREFIX + "probe");
    return storage;
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const storage = working("localStorage") || working("sessionStorage");
const tab = (window.name.startsWith(PREFIX) && parsed(window.name.slice(PREFIX.length))) || {};

/** Whether what is put here survives the closing of the tab. */
export const lasting = storage !== null;

/**
 * @param {string} key
 * @returns {*} what was put there, or null
 */
export function get(key) {
  if (key in tab) return tab[key];
  try {
    return storage ? parsed(storage.getItem(PREFIX + key)) : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {*} value anything JSON can hold; null removes
 */
export function put(key, value) {
  if (!stored(key, value)) keepInTab(key, value);
}

function stored(key, value) {
  try {
    if (!storage) return false;
    if (value === null) storage.removeItem(PREFIX + key);
    else storage.setItem(PREFIX + key, JSON.stringify(value));
    delete tab[key];
    return true;
  } catch {
    return false;
  }
}

function keepInTab(key, value) {
  tab[key] = value;
  window.name = PREFIX + JSON.stringify(tab);
}
