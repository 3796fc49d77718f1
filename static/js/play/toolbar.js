/**
 * The tools of the header: text size, contrast, language.
 * @module
 */
import { h, icon } from "../elements.js";
import * as preferences from "../preferences.js";
import { _, lang } from "../words.js";

const NEXT = { normal: "large", large: "xlarge", xlarge: "normal" };

/** Name of the size that a press leads to. */
function offer(size) {
  return { large: _("大字"), xlarge: _("特大字"), normal: _("常规字") }[NEXT[size]];
}

/**
 * A button that walks through the text sizes.
 * @param {boolean} [wordless] only the icon is seen
 */
export function sizeButton(wordless = false) {
  const word = h("span", { class: wordless ? "vh" : null });
  const button = h("button.tool", { type: "button", onclick: () => preferences.setTextSize(NEXT[preferences.textSize()]) }, icon("i-text"), word);
  const show = () => { word.textContent = offer(preferences.textSize()); };
  preferences.changes.addEventListener("change", show);
  show();
  return button;
}

function contrastButton() {
  const button = h("button.tool", { type: "button", "aria-label": _("高对比"), onclick: () => preferences.setHighContrast(!preferences.highContrast()) }, icon("i-half"));
  const show = () => button.setAttribute("aria-pressed", String(preferences.highContrast()));
  preferences.changes.addEventListener("change", show);
  show();
  return button;
}

function languageButton() {
  const other = lang === "zh" ? { code: "en", word: "EN", tag: "en" } : { code: "zh", word: "中文", tag: "zh-Hans" };
  return h("button.tool", { type: "button", lang: other.tag, onclick: () => preferences.changeLanguage(other.code) }, other.word);
}

/** Fill every `[data-tools]` of the page. */
export function fillTools() {
  for (const place of document.querySelectorAll("[data-tools]")) {
    place.replaceChildren(sizeButton(), contrastButton(), languageButton());
  }
}
