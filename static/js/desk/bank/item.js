/**
 * An item's page: its texts are set as contestants see them.
 * @module
 */
import { setMarkup } from "../../markup.js";
import { config } from "../../words.js";

const { item } = config;
for (const place of document.querySelectorAll("[data-markup]")) setMarkup(place, item[place.dataset.markup], { block: "p", enlarge: true });
for (const place of document.querySelectorAll("[data-option]")) setMarkup(place, item.options[place.dataset.option]);
