/**
 * A set of forms: their curves over one another, and single items exchanged by hand.
 * @module
 */
import { config } from "../../words.js";
import { drawCurves } from "./curves.js";
import { showMarkup } from "./marked.js";
import { openSwap } from "./swap.js";

showMarkup();
const draw = () => drawCurves(document.getElementById("curves"), config.curves, config.curve_theta, config.theta);
draw();
window.addEventListener("resize", draw);

for (const button of document.querySelectorAll("[data-swap]")) {
  const row = button.closest("[data-version]");
  button.addEventListener("click", () => openSwap(Number(row.dataset.form), row.dataset.version, row.querySelector(".items__stem").textContent));
}
