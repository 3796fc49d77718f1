/**
 * The report of an import: remarks in the reader's language.
 * @module
 */
import { config } from "../../words.js";
import { remarksOf } from "./import_lists.js";

for (const place of document.querySelectorAll("[data-remarks]")) place.append(remarksOf(config.remarks[place.dataset.remarks]));
