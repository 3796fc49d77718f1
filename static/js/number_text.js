/**
 * A number as people write it on a phone: full-width digits, thousands parted by commas or blanks, a true minus, an
 * exponent. Nothing is guessed: 10⁵ is no number here, and must not become 105.
 * @module
 */

const WIDE = /[\uff01-\uff5e]/g;
const MINUS = /[\u2212\u2013\u2014]/g;
const THOUSANDS = /^[+-]?\d{1,3}([,' \u2009\u202f]\d{3})+(\.\d*)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * @param {string} text
 * @returns {number|null} null for what is no number, and for more than a computer can hold
 */
export function numberOf(text) {
  const narrow = text.trim().replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  const ascii = narrow.replace(MINUS, "-").replace("。", ".");
  const bare = THOUSANDS.test(ascii) ? ascii.replace(/[^\d.+-]/g, "") : ascii;
  const value = NUMBER.test(bare) ? Number(bare) : NaN;
  return Number.isFinite(value) ? value : null;
}

/**
 * The same number with the other sign, as text; nothing stays nothing.
 * @param {string} text
 */
export function negated(text) {
  const bare = text.trim();
  if (/^[-\u2212\u2013\u2014\uff0d]/.test(bare)) return bare.slice(1);
  return bare && "-" + bare.replace(/^[+\uff0b]/, "");
}
