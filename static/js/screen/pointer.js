/**
 * The pointer and the settings button show themselves while the mouse moves.
 * @module
 */
const REST = 3000;

/** @param {HTMLElement} stage */
export function hidePointer(stage) {
  let timer = 0;
  document.addEventListener("pointermove", () => {
    stage.classList.remove("is-bare");
    clearTimeout(timer);
    timer = setTimeout(() => stage.classList.add("is-bare"), REST);
  });
}
