/**
 * What is wrong, beside the field where it stands.
 * @module
 */
import { h, icon } from "../../elements.js";

/** @param {string} words */
export function note(words, id) {
  return h("p.problem.is-note", { id }, icon("i-warn"), h("span", null, words));
}

/** Takes all notes away again. */
export function clearNotes() {
  for (const each of document.querySelectorAll(".is-note")) each.remove();
  for (const field of document.querySelectorAll("[data-noted]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    field.removeAttribute("data-noted");
  }
  for (const row of document.querySelectorAll(".is-short")) row.classList.remove("is-short");
}

/**
 * @param {string} id of the field
 * @param {string} words
 * @returns {boolean} whether there is such a field
 */
export function noteAt(id, words) {
  const field = document.getElementById(id);
  if (!field) return false;
  const name = "note-" + id;
  const former = document.getElementById(name);
  if (former) former.append(h("span", null, words));
  else placeOf(field).append(note(words, name));
  if (field.matches("input, select, textarea")) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", name);
    field.setAttribute("data-noted", "");
  }
  return true;
}

/** In the grid the last cell of the row, elsewhere the block around the field. */
function placeOf(field) {
  const row = field.closest("tr");
  if (row) row.classList.add("is-short");
  return (row && row.querySelector(".grid__note")) || field.closest(".field, fieldset") || field.parentElement;
}

/** Opens whatever the field is folded into, and goes there. */
export function goTo(id) {
  const field = document.getElementById(id);
  if (!field) return;
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  field.scrollIntoView({ block: "center" });
  (field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea, summary") || field).focus({ preventScroll: true });
}
