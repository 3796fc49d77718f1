/**
 * A preview: the real question of a phone or a projector, with an item that the editor sends. Taps on it work.
 * @module
 */
import { _, config } from "../../words.js";

const NOW = 1000000;
const SHOWN = 6;
const TRUE_FALSE = [{ id: "T", text: _("正确") }, { id: "F", text: _("错误") }];
const place = document.getElementById("view");
const { Question } = await (config.side === "phone" ? import("../../play/question.js") : import("../../screen/question.js"));
let view = null;

function snapshot({ item, seconds }) {
  const options = item.type === "true_false" ? TRUE_FALSE : item.options.slice(0, SHOWN);
  const shown = { id: "q8", type: item.type, stem: item.stem, dimension: item.dimension, options, weight: 1, shuffle: false };
  const scene = { v: 1, phase: "open", number: 8, of: 20, warm_up: false, paused: false, opened: NOW - 60000, closes: NOW + seconds * 1000, left: seconds * 1000, item: shown };
  return { v: 1, scene, you: { seed: "", points: 0, number: 1 }, tally: { item: "q8", answered: 0, of: 100 }, heat: null };
}

function outbox() {
  const entries = {};
  const entry = (id) => entries[id] || { want: null, got: null };
  return { entry, choose: (id, options) => { entries[id] = { want: null, got: { options } }; view.update(); }, sendAll() {} };
}

function show(sent) {
  if (view) view.leave();
  const link = { snapshot: snapshot(sent), now: () => NOW };
  view = new Question({ link, outbox: outbox(), changeable: () => true, pond: { from() {} }, sound() {} });
  place.replaceChildren(view.element);
  view.update();
  if (view.placed) view.placed();
}

window.addEventListener("message", (event) => {
  if (event.origin === location.origin && event.source === parent && event.data.item) show(event.data);
});
document.addEventListener("keydown", (event) => event.stopImmediatePropagation(), true);
parent.postMessage({ ready: config.side }, location.origin);
