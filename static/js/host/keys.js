/**
 * Keys and presentation clickers. A clicker sends PageDown and PageUp, some also the arrows and the full stop.
 * @module
 */
import { isOpen } from "../dialog.js";

const KEYS = {
  " ": "next", PageDown: "next", ArrowRight: "next", PageUp: "blank", ".": "blank",
  t: "extend", p: "pause", r: "reopen", s: "standings", b: "blank", v: "void", l: "lock",
};

/**
 * @param {import("./actions.js").Actions} actions
 * @param {import("./private_view.js").PrivateView} eye
 */
export function listenToKeys(actions, eye) {
  freeTheSpaceBar();
  document.addEventListener("keydown", (event) => pressed(event, actions, eye));
  document.addEventListener("keyup", (event) => { if (event.key.toLowerCase() === "k") eye.hold(false); });
}

function pressed(event, actions, eye) {
  if (event.ctrlKey || event.altKey || event.metaKey || isOpen() || writes(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "k") eye.hold(true);
  const name = KEYS[key];
  if (!name || (key === " " && presses(event.target))) return;
  event.preventDefault();
  if (!event.repeat) actions.run(name);
}

/* What was pressed with the mouse or a finger gives the focus back: the space bar stays the next step. */
function freeTheSpaceBar() {
  let byHand = false;
  document.addEventListener("pointerdown", () => { byHand = true; }, true);
  document.addEventListener("keydown", () => { byHand = false; }, true);
  document.addEventListener("click", ({ target }) => {
    const pressed = byHand && target.closest("button, summary, a, input[type=checkbox]");
    if (pressed && !pressed.closest(".dialog")) pressed.blur();
  }, true);
}

function writes(target) {
  return target.matches("input:not([type=checkbox]), textarea, select");
}

/* Whoever has walked to a button with the keyboard presses that button with the space bar. */
function presses(target) {
  return target.matches("button, a, summary, input");
}
