/**
 * Choosing the items of a heat: drawn as a set, or one by one from the bank.
 * @module
 */
import { h } from "../elements.js";
import { _, config } from "../words.js";

const SHOWN = 60;
const TYPES = { true_false: _("判断"), single: _("单选"), multiple: _("多选") };
const items = new Map(config.items.map((item) => [item.version, item]));
const byId = (id) => document.getElementById(id);

/** @type {{version: string, warm_up: boolean, weight: number, time_limit_s: number|null}[]} */
let run = config.chosen.filter((row) => items.has(row.version));
let draws = 0;

function entry(version, warmUp) {
  return { version, warm_up: Boolean(warmUp), weight: 1, time_limit_s: null };
}

function facts(item) {
  return [TYPES[item.type], _(config.dimensions[item.dimension]), _("约 {n}% 答对", { n: item.percent })].join(" · ");
}

function changed(next) {
  run = next;
  byId("run").value = JSON.stringify(run);
  showChosen();
  showBank();
  showSum();
}

function move(place, by) {
  const next = run.slice();
  const [row] = next.splice(place, 1);
  next.splice(place + by, 0, row);
  changed(next);
  const button = byId("chosen").children[place + by].querySelector(by < 0 ? ".is-up" : ".is-down");
  if (button) button.focus();
}

function own(row) {
  const set = (name, value) => { row[name] = value; byId("run").value = JSON.stringify(run); showSum(); };
  const warm = h("input", { type: "checkbox", checked: row.warm_up, onchange: (event) => changed(run.map((each) =>
    each === row ? Object.assign({}, row, { warm_up: event.target.checked }) : each)) });
  const weight = h("input", { type: "number", min: 0.5, max: 10, step: 0.5, value: row.weight, onchange: (event) => set("weight", Number(event.target.value) || 1) });
  const time = h("input", { type: "number", min: 5, max: 600, value: row.time_limit_s || "", placeholder: "–", onchange: (event) => set("time_limit_s", Number(event.target.value) || null) });
  return h("div.pick__own", null, h("label", null, warm, _("热身，不计分")), h("label", null, _("权重"), weight), h("label", null, _("时间"), time));
}

function chosenRow(row, place) {
  const item = items.get(row.version);
  const number = run.slice(0, place + 1).filter((each) => !each.warm_up).length;
  const button = (mark, name, act, off) => h("button.btn", { type: "button", "aria-label": name + "：" + item.stem, disabled: off, onclick: act }, mark);
  const up = button("↑", _("上移"), () => move(place, -1), place === 0);
  const down = button("↓", _("下移"), () => move(place, 1), place === run.length - 1);
  up.classList.add("is-up");
  down.classList.add("is-down");
  const out = button("×", _("去掉"), () => changed(run.filter((each) => each !== row)), false);
  return h("li", null, h("span.pick__no.num", null, row.warm_up ? _("热") : number), h("p", null, item.stem, h("br"), h("small", null, facts(item))),
    h("span", null, up, down, out), own(row));
}

function showChosen() {
  const list = byId("chosen");
  list.replaceChildren(...run.map(chosenRow));
  if (!run.length) list.append(h("li", null, h("span"), h("p", null, h("small", null, _("还没有选题。点“选一批”，或从题库里找。")))));
}

function matches(item) {
  const text = byId("search").value.trim();
  return (!text || item.stem.includes(text)) && same("dimension", item.dimension) && same("type", item.type) && same("benchmark", String(item.benchmark));
}

function same(filter, value) {
  const wanted = byId("filter-" + filter).value;
  return !wanted || wanted === value;
}

function showBank() {
  const taken = new Set(run.map((row) => row.version));
  const found = config.items.filter((item) => !taken.has(item.version) && matches(item));
  const row = (item) => h("li", null, h("span"), h("p", null, item.stem, h("br"), h("small", null, facts(item))),
    h("button.btn", { type: "button", "aria-label": _("加上") + "：" + item.stem, onclick: () => changed([...run, entry(item.version)]) }, _("加上")));
  byId("bank").replaceChildren(...found.slice(0, SHOWN).map(row));
  const rest = found.length - SHOWN;
  if (rest > 0) byId("bank").append(h("li", null, h("span"), h("p", null, h("small", null, _("还有 {n} 题，请再缩小范围。", { n: rest })))));
  if (!found.length) byId("bank").append(h("li", null, h("span"), h("p", null, h("small", null, _("没有符合的题。")))));
}

function showSum() {
  const scored = run.filter((row) => !row.warm_up).map((row) => items.get(row.version));
  const mean = scored.length ? Math.round(scored.reduce((sum, item) => sum + item.percent, 0) / scored.length) : 0;
  const kinds = new Set(scored.map((item) => item.benchmark)).size;
  byId("sum").replaceChildren(h("span", null, _("计分题"), " "), h("b.num", null, scored.length), h("span", null, _("预计成人平均答对"), " "),
    h("b.num", null, mean + "%"), h("span", null, _("涉及基准"), " "), h("b.num", null, kinds));
}

async function draw() {
  draws += 1;
  const query = new URLSearchParams({ length: byId("draw-length").value, difficulty: byId("draw-difficulty").value, seed: String(draws * 7919 + new Date().getDate()) });
  if (byId("draw-topic").value) query.append("topic", byId("draw-topic").value);
  const reply = await fetch(config.draw_url + "?" + query);
  if (!reply.ok) return;
  const drawn = (await reply.json()).versions;
  const easiest = config.items.filter((item) => item.type === "true_false" && !drawn.includes(item.version)).sort((a, b) => b.percent - a.percent)[0];
  const warm = byId("draw-warm-up").checked && easiest ? [entry(easiest.version, true)] : [];
  changed([...warm, ...drawn.map((version) => entry(version))]);
  byId("draw").textContent = _("换一批");
}

for (const [code, name] of Object.entries(config.dimensions)) byId("filter-dimension").append(h("option", { value: code }, _(name)));
for (const id of ["search", "filter-dimension", "filter-type", "filter-benchmark"]) byId(id).addEventListener("input", showBank);
byId("draw").addEventListener("click", draw);
byId("heat-form").addEventListener("submit", (event) => {
  if (run.some((row) => !row.warm_up)) return;
  event.preventDefault();
  byId("sum").textContent = _("请先选题。");
  byId("draw").focus();
});
changed(run);
