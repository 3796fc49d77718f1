/**
 * What kind of item it is, in words.
 * @module
 */
import { _ } from "./words.js";

const TYPES = { single: _("单选"), multiple: _("多选"), true_false: _("判断"), ordering: _("排序"), numeric: _("数值"), spoken: _("口答") };

const DIMENSIONS = {
  knowledge: _("科学知识"),
  methods: _("科学方法"),
  spirit_thought: _("科学精神与思想"),
  application: _("应用科学的能力"),
};

/** @param {string} type */
export function typeWord(type) {
  return TYPES[type] || "";
}

/**
 * Type and dimension of an item: "单选·科学知识".
 * @param {{type: string, dimension?: string}} item
 */
export function kindWords(item) {
  return [TYPES[item.type], DIMENSIONS[item.dimension]].filter(Boolean).join(_("·"));
}

/**
 * The number on the join card, in two groups of three.
 * @param {string} pin
 */
export function pinWords(pin) {
  return pin.replace(/(\d{3})(?=\d)/, "$1\u2009");
}
