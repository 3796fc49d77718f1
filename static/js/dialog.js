/**
 * Dialogs: they hold the focus, Escape leaves them, and the focus goes back to where it came from.
 * The `dialog` element is too young for the oldest browsers that we serve.
 * @module
 */
import { h, icon } from "./elements.js";
import { _ } from "./words.js";

const FOCUSABLE = "button:not(:disabled), [href], input:not(:disabled), select, textarea, summary, [tabindex='0']";

let count = 0;

/** Whether a dialog stands open. */
export function isOpen() {
  return count > 0;
}

/**
 * @param {{title: string, parts: Array, wide?: boolean, leave?: function(): void}} content
 * @returns {{element: HTMLElement, close: function(): void}}
 */
export function openDialog({ title, parts, wide = false, leave = () => {} }) {
  const back = document.activeElement;
  const name = "dialog-" + Date.now();
  const cross = h("button.tool", { type: "button", "aria-label": _("关上"), onclick: () => close() }, icon("i-cross"));
  const element = h("section", { class: "dialog" + (wide ? " dialog--wide" : ""), role: "dialog", "aria-modal": "true", "aria-labelledby": name },
    h("h2", { id: name }, h("span", null, title), cross), parts);
  const veil = h("div.veil", { onkeydown: (event) => held(event, element, close), onpointerdown: (event) => event.target === veil && close() }, element);
  count += 1;
  function close() {
    if (!veil.isConnected) return;
    veil.remove();
    count -= 1;
    if (back && back.isConnected) back.focus();
    leave();
  }
  document.body.append(veil);
  (element.querySelector("[data-first]") || element.querySelector(FOCUSABLE)).focus();
  return { element, close };
}

function held(event, element, close) {
  event.stopPropagation();
  if (event.key === "Escape") close();
  if (event.key !== "Tab") return;
  const stops = Array.from(element.querySelectorAll(FOCUSABLE));
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}

/**
 * Ask before something is done.
 * @param {Object} question
 * @param {string} question.title
 * @param {string} [question.text]
 * @param {string} question.yes what the button that does it says
 * @param {boolean} [question.danger] it cannot be undone
 * @param {{label: string, needed?: boolean, offers?: string[]}} [question.field] a line to write
 * @param {{label: string, options: {value: string, name: string}[]}} [question.choice] a list to choose from
 * @returns {Promise<{words: string, chosen: string}|null>} null for no
 */
export function ask({ title, text, yes, danger = false, field, choice }) {
  return new Promise((resolve) => {
    let answer = null;
    const input = field && reasonInput(field);
    const select = choice && choiceInput(choice);
    const form = h("form", { onsubmit: (event) => accept(event) },
      select && labelled(choice.label, select), input && labelled(field.label, input, offers(field, input)),
      h("div.dialog__act", null, h("button.btn", { type: "button", onclick: () => dialog.close(), "data-first": !input }, _("不，回去")),
        h("button", { class: "btn " + (danger ? "btn--danger" : "btn--main") }, yes)));
    const dialog = openDialog({ title, parts: [text && h("p", null, text), form], leave: () => resolve(answer) });
    function accept(event) {
      event.preventDefault();
      answer = { words: input ? input.value.trim() : "", chosen: select ? select.value : "" };
      dialog.close();
    }
  });
}

function reasonInput({ needed }) {
  return h("input.input", { id: "dialog-words", maxlength: 200, required: Boolean(needed), pattern: ".*\\S.*", autocomplete: "off", "data-first": true });
}

function choiceInput({ options }) {
  return h("select.input", { id: "dialog-choice" }, options.map(({ value, name }) => h("option", { value }, name)));
}

function labelled(label, control, below = null) {
  return h("div.field", null, h("label", { for: control.id }, label), control, below);
}

function offers({ offers: words = [] }, input) {
  const take = (text) => () => { input.value = text; input.focus(); };
  return h("div.reasons", null, words.map((text) => h("button.btn.btn--sm", { type: "button", onclick: take(text) }, text)));
}
