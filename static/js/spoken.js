/**
 * Markup for the ear: formulas in words, a table row by row with what each figure is of, a picture by its description.
 * @module
 */
import { isMarked, parse } from "./markup_tree.js";
import { spokenLatex } from "./spoken_latex.js";
import { _ } from "./words.js";

/**
 * @param {string} text markup
 * @returns {string} sentences, one a line
 */
export function spoken(text) {
  return isMarked(text) ? parse(text).map(blockWords).filter(Boolean).join("\n") : text;
}

function blockWords({ paragraph, table }) {
  return paragraph ? words(paragraph) : rowsOf(table).join("\n");
}

function rowsOf({ head, rows }) {
  const names = head ? head.map(words) : [];
  return rows.map((row) => row.map((cell, column) => [names[column], words(cell)].filter(Boolean).join(" ")).join("，") + "。");
}

function words(line) {
  return line.map((each) => {
    if (typeof each === "string") return each;
    if (each.bold) return words(each.bold);
    return each.maths ? spokenLatex(each.maths) : _("图：{words}。", { words: each.alt });
  }).join("");
}
