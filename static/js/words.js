/**
 * The page's words: Chinese is the source, the page brings a dictionary for any other language.
 * @module
 */

/**
 * Read a JSON block that the server wrote into the page.
 * @param {string} id id of a `<script type="application/json">`
 * @returns {Object} an empty object when the block is missing
 */
export function pageData(id) {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent) : {};
}

/** What the server tells this page: see the page's template. */
export const config = pageData("config");

/** @type {"zh"|"en"} */
export const lang = config.lang === "en" ? "en" : "zh";

const dictionary = pageData("words");

/**
 * Translate a Chinese source text and fill its `{gaps}`.
 * @param {string} text Chinese source
 * @param {Object<string, string|number>} [values]
 * @returns {string}
 */
export function _(text, values) {
  const words = dictionary[text] || text;
  return values ? fill(words, values) : words;
}

/**
 * Fill `{name}` gaps of a text with the values of the same name.
 * @param {string} text
 * @param {Object<string, string|number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

/**
 * A whole number with narrow spaces for thousands and a true minus.
 * @param {number} value
 */
export function figure(value) {
  const digits = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return (value < 0 ? "\u2212" : "") + digits;
}

/**
 * A gain: like `figure`, with a plus for what is not negative.
 * @param {number} value
 */
export function gain(value) {
  return (value < 0 ? "" : "+") + figure(value);
}
