/**
 * A paper to be printed.
 * @module
 */
import { showMarkup } from "./marked.js";

showMarkup();
document.getElementById("print").addEventListener("click", () => window.print());
