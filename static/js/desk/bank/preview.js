/**
 * A preview: the real question of a phone or a projector, with an item that the editor sends. Taps on it work.
 * @module
 */
import { _, config } from "../../words.js";
import { onPhone, onStage } from "./preview_answers.js";

const NOW = 1000000;
const SHOWN = 6;
const TRUE_FALSE = [{ id: "T", text: _("正确") }, { id: "F", text: _("错误") }];
const place = document.getElementById("view");
const { Question } = await (config.side === "phone" ? import("../../play/question.js") : import("../../screen/question.js"));
const WITHOUT_OPTIONS = ["ordering", "numeric", "spoken"];
let view = null;
let turn = 0;

function cards(item) {
  if (item.type === "true_false") return { options: TRUE_FALSE, plain: false };
  if (config.side === "stage") return onStage(item);
  return { options: WITHOUT_OPTIONS.includes(item.type) ? [] : item.options, plain: false };
}

function snapshot({ item, seconds }) {
  const { options, plain } = cards(item);
  const shown = { id: "q8", type: item.type, stem: item.stem, dimension: item.dimension, options: options.slice(0, SHOWN), weight: 1, shuffle: plain };
  const scene = { v: 1, phase: "open", number: 8, of: 20, warm_up: false, paused: false, opened: NOW - 60000, closes: NOW + seconds * 1000, left: seconds * 1000, item: shown };
  return { v: 1, scene, you: { seed: "", points: 0, number: 1 }, tally: { item: "q8", answered: 0, of: 100 }, heat: null };
}

function outbox() {
  const entries = {};
  const entry = (id) => entries[id] || { want: null, got: null };
  return { entry, choose: (id, options) => { entries[id] = { want: null, got: { options } }; view.update(); }, sendAll() {} };
}

async function show(sent) {
  const mine = (turn += 1);
  const answer = config.side === "phone" ? await onPhone(sent.item) : null;
  // While a piece was loaded, the next key may have been pressed.
  if (mine !== turn) return;
  if (view) view.leave();
  const link = { snapshot: snapshot(sent), now: () => NOW };
  view = new Question({ link, outbox: outbox(), changeable: () => true, pond: { from() {} }, sound() {} });
  place.replaceChildren(view.element);
  view.update();
  if (answer) view.answers.element.replaceWith(answer.element);
  if (view.strip && WITHOUT_OPTIONS.includes(sent.item.type)) view.strip.show(strip(sent.item));
  if (view.placed) view.placed();
}

function strip({ type }) {
  const title = type === "spoken" ? _("口头回答，手机上不用作答") : _("收题前可以改");
  return { kind: "", sign: "i-hand", title, note: "" };
}

window.addEventListener("message", (event) => {
  if (event.origin === location.origin && event.source === parent && event.data.item) show(event.data);
});
document.addEventListener("keydown", (event) => event.stopImmediatePropagation(), true);
parent.postMessage({ ready: config.side }, location.origin);
