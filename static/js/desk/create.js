/**
 * A new heat: a set drawn to wishes, items added by hand, rules back to fair ones.
 * @module
 */
import { h } from "../elements.js";
import { _, config } from "../words.js";
import { bankList } from "./bank_list.js";
import { entry, runList } from "./run_list.js";

const byId = (id) => document.getElementById(id);
const items = new Map(config.items.map((item) => [item.version, item]));
const run = runList(byId("chosen"), items, changed);
const bank = bankList(config.items, (item) => run.add(entry(item.version, { pilot: item.pilot })));
let draws = 0;
let chosen = [];

function changed(rows, note) {
  chosen = rows;
  byId("run").value = JSON.stringify(rows);
  bank.show(new Set(rows.map((row) => row.version)));
  byId("sum").replaceChildren(...figures(rows), note || "");
}

function figures(rows) {
  const scored = rows.filter((row) => !row.warm_up && !row.pilot).map((row) => items.get(row.version));
  if (!scored.length) return [];
  const mean = Math.round(scored.reduce((sum, item) => sum + item.percent, 0) / scored.length);
  const told = [[_("计分题"), scored.length], [_("预计成人平均答对"), mean + "%"], [_("涉及基准"), new Set(scored.map((item) => item.benchmark)).size]];
  const shares = Object.entries(config.dimensions).map(([code, name]) => [_(name), scored.filter((item) => item.dimension === code).length]);
  const pilots = rows.filter((row) => row.pilot).length;
  if (pilots) told.push([_("试测题"), pilots]);
  return [...told, ...shares].map(([name, value]) => h("span", null, name + " ", h("b.num", null, value)));
}

function ticked(name) {
  return Array.from(document.querySelectorAll("input[data-draw='" + name + "']:checked"), (box) => box.value);
}

function wishes() {
  const query = new URLSearchParams({ length: byId("draw-length").value, difficulty: byId("draw-difficulty").value, seed: String((Date.now() + draws) % 1000003) });
  for (const topic of ticked("topic")) query.append("topic", topic);
  for (const benchmark of ticked("benchmark")) query.append("benchmark", benchmark);
  return query;
}

async function draw() {
  draws += 1;
  byId("draw").disabled = true;
  const trouble = await drawn().catch(() => _("暂时连不上服务器，请再试一次。"));
  byId("draw").disabled = false;
  byId("draw-problem").hidden = !trouble;
  byId("draw-problem").textContent = trouble || "";
}

/** @returns {Promise<string>} what went wrong, or nothing */
async function drawn() {
  const reply = await fetch(config.draw_url + "?" + wishes(), { credentials: "same-origin" });
  if (!reply.ok) return _("题数请填 5 到 50。");
  const { versions, warm_up: warmUp } = await reply.json();
  const warm = byId("draw-warm-up").checked && warmUp ? [entry(warmUp, { warmUp: true })] : [];
  run.replace([...warm, ...versions.map((version) => entry(version))]);
  byId("draw").textContent = _("换一批");
  return versions.length < Number(byId("draw-length").value) ? _("符合要求的只有 {n} 题，都选上了。", { n: versions.length }) : "";
}

/** So many pilot items, those with the fewest answers first, in place of those that were mixed in before. */
function mixPilots() {
  const pilots = config.items.filter((item) => item.pilot).slice(0, Number(byId("pilots").value));
  run.replace(chosen.filter((row) => !items.get(row.version).pilot));
  run.mix(pilots.map((item) => entry(item.version, { pilot: true })));
}

function narrowed() {
  const count = ticked("topic").length + ticked("benchmark").length;
  byId("narrowed").hidden = count === 0;
  byId("narrowed").textContent = _("已限定 {n} 项", { n: count });
}

function fair() {
  for (const field of byId("rules").querySelectorAll("[data-fair]")) {
    if (field.type === "checkbox") field.checked = field.dataset.fair === "1";
    else field.value = field.dataset.fair;
  }
}

byId("narrow").addEventListener("change", narrowed);
byId("draw").addEventListener("click", draw);
if (byId("mix")) byId("mix").addEventListener("click", mixPilots);
byId("fair").addEventListener("click", fair);
// Enter in one of the fields for searching or drawing must not send the whole form off.
byId("heat-form").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input:not([name]), .pick input")) event.preventDefault();
});
run.replace(config.chosen.filter((row) => items.has(row.version)));
