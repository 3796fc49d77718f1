/**
 * Building pieces of a page. Text only ever enters as text: names and stems come from strangers.
 * @module
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element.
 * @param {string} tag a tag name, with classes after dots: `"p.state.is-on"`
 * @param {Object<string, *>} [attributes] `on…` keys are listeners, `false`/`null` leaves one out, `true` sets it empty
 * @param {...(Node|string|number|null|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  return dress(element, attributes, children);
}

/**
 * Make an SVG element; arguments as for `h`, without classes in the name.
 * @returns {SVGElement}
 */
export function svg(name, attributes, ...children) {
  return dress(document.createElementNS(SVG, name), attributes, children);
}

function dress(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) setAttribute(element, key, value);
  element.append(...children.flat(3).filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

function setAttribute(element, key, value) {
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
}

/**
 * Write a text only when it changed, so that screen readers are not told the same thing twice.
 * @param {Element} element
 * @param {string|number} text
 */
export function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

/**
 * An icon of the sprite.
 * @param {string} id such as `"i-check"`
 * @param {string} [classes]
 */
export function icon(id, classes = "ico") {
  return svg("svg", { class: classes, "aria-hidden": "true", focusable: "false" }, svg("use", { href: "#" + id }));
}

/**
 * Set a custom property; the strict content policy allows this and forbids style attributes.
 * @param {HTMLElement} element
 * @param {string} name such as `"--p"`
 * @param {string|number} value
 */
export function setProperty(element, name, value) {
  element.style.setProperty(name, String(value));
  return element;
}

/**
 * A level: water in a channel.
 * @param {number} percent 0 to 100
 */
export function bar(percent) {
  return setProperty(h("span.bar", { "aria-hidden": "true" }, h("i")), "--p", percent);
}
