/**
 * Answers that are no options, in the previews: an order and a number on the phone are the very pieces that take them;
 * a projector shows what is to be put in order, or that a number is asked for.
 * @module
 */
import { shuffled } from "../../shuffle.js";
import { _ } from "../../words.js";

const SEED = "preview";
const MARKS = /([\\*$|!])/g;

/** Options of an ordering item as people see them: never in the order that is right. */
export function mixed(options) {
  const order = shuffled(options, SEED, "q8");
  return order.some((option, place) => option !== options[place]) ? order : options.slice().reverse();
}

/**
 * The cards of a projector.
 * @param {Object} item
 * @returns {{options: {id: string, text: string}[], plain: boolean}} `plain`: without letters
 */
export function onStage(item) {
  if (item.type === "ordering") return { options: mixed(item.options), plain: true };
  if (item.type !== "numeric") return { options: item.options, plain: false };
  const unit = item.unit.replace(MARKS, "\\$1");
  return { options: [{ id: "number", text: unit ? _("写一个数，单位是 {unit}", { unit }) : _("写一个数") }], plain: true };
}

/**
 * What a phone has in the place of options; null where it has options.
 * @param {Object} item
 * @returns {Promise<import("../../play/ordering_answer.js").OrderingAnswer|import("../../play/numeric_answer.js").NumericAnswer|null>}
 */
export async function onPhone(item) {
  if (item.type === "ordering") {
    const { OrderingAnswer } = await import("../../play/ordering_answer.js");
    return new OrderingAnswer({ options: mixed(item.options), changed() {} });
  }
  if (item.type !== "numeric") return null;
  const { NumericAnswer } = await import("../../play/numeric_answer.js");
  return new NumericAnswer({ unit: item.unit, changed() {} });
}
