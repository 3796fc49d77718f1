/**
 * Reading aloud by the device's own voice, where it has one.
 * @module
 */
import { h, icon } from "../elements.js";
import { _ } from "../words.js";

const voice = window.speechSynthesis;

/* Items are Chinese whatever the language of the interface. */
const LANGUAGE = "zh-CN";

/**
 * A button that reads something and, pressed again, stops.
 * @param {function(): string} text what to read, asked when pressed
 * @param {string} [classes]
 * @returns {HTMLElement} hidden where the device cannot speak
 */
export function readAloud(text, classes = "tool") {
  const label = h("span", null, _("读给我听"));
  const button = h("button", { type: "button", class: classes, onclick: toggle }, icon("i-sound"), label);
  button.hidden = !voice || typeof SpeechSynthesisUtterance === "undefined";
  let speaking = false;

  function show(on) {
    speaking = on;
    label.textContent = on ? _("停下") : _("读给我听");
  }
  function toggle() {
    hush();
    if (speaking) return show(false);
    show(true);
    speak(text(), () => show(false), () => { button.hidden = true; });
  }
  return button;
}

/** Stop whatever is being read. */
export function hush() {
  if (voice) voice.cancel();
}

function speak(text, ended, impossible) {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = LANGUAGE;
  utterance.rate = 0.92;
  utterance.onend = ended;
  utterance.onerror = (event) => {
    ended();
    if (!["canceled", "interrupted"].includes(event.error)) impossible();
  };
  voice.speak(utterance);
}
