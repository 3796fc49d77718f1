/**
 * The front door: six digits and one is in. Without this script the form does the same by one more tap.
 * @module
 */
import { fillTools } from "./toolbar.js";

const LENGTH = 6;
const field = document.getElementById("pin");

/** Show digits in two groups of three; go on by itself at the sixth. */
function typed(event) {
  const digits = field.value.replace(/\D/g, "").slice(0, LENGTH);
  field.value = digits.length > 3 ? digits.slice(0, 3) + " " + digits.slice(3) : digits;
  field.removeAttribute("aria-invalid");
  document.getElementById("pin-problem").hidden = true;
  if (digits.length === LENGTH && !(event.inputType || "").startsWith("delete")) enter(digits);
}

function enter(digits) {
  location.assign("/p/" + digits);
}

function submitted(event) {
  const digits = field.value.replace(/\D/g, "");
  if (digits.length !== LENGTH) return;
  event.preventDefault();
  enter(digits);
}

fillTools();
field.addEventListener("input", typed);
document.getElementById("door").addEventListener("submit", submitted);
