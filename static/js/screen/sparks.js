/**
 * Sparks around the champion, clear of all words: the same ones every time.
 * @module
 */
import { svg } from "../elements.js";

const KINDS = ["gold", "water", "hill", "gold", "water"];
const MANY = 54;
/* Shares of width and height where nothing is written: left and right of the champion, above the lower steps. */
const FIELDS = [{ x: 0.03, width: 0.3, y: 0.12, height: 0.2 }, { x: 0.67, width: 0.3, y: 0.12, height: 0.2 }];

/** A picture over the whole stage. */
export function sparks() {
  const chance = walk(7);
  const dots = Array.from({ length: MANY }, (_dot, index) => dot(FIELDS[index % 2], KINDS[index % KINDS.length], chance));
  return svg("svg", { class: "sparks", viewBox: "0 0 " + window.innerWidth + " " + window.innerHeight, "aria-hidden": "true" }, dots);
}

function dot(field, kind, chance) {
  const x = window.innerWidth * (field.x + field.width * chance());
  const y = window.innerHeight * (field.y + field.height * chance());
  const unit = window.innerHeight / 900;
  const radius = unit * (2.5 + 4 * chance());
  const light = 0.5 + 0.4 * chance();
  return svg("circle", { class: kind, cx: x.toFixed(0), cy: y.toFixed(0), r: radius.toFixed(1), "fill-opacity": light.toFixed(2) });
}

/* A fixed walk instead of chance: the picture is the same on every screen. */
function walk(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}
