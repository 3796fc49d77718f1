/**
 * The editor of a blueprint: a draft that the views of the page change, looked at by the server while it is edited.
 * @module
 */
import { h } from "../../elements.js";
import { _, config } from "../../words.js";
import { assembling } from "./assembling.js";
import { goalView } from "./goal_view.js";
import { gridView } from "./grid_view.js";
import { levelView } from "./level_view.js";
import { namedView } from "./named_view.js";
import { othersView } from "./others_view.js";
import { showOutlook, showProblems } from "./outlook_view.js";
import { post } from "./post.js";

const PAUSE = 350;
const WHOLE = ["length", "forms", "max_use", "warm_up"];
const LEAST = { length: 1, forms: 1, max_use: 1, warm_up: 0 };
const byId = (id) => document.getElementById(id);

let mark = config.mark;
let timer = 0;
let asked = 0;
let dirty = false;
let outlook = { information: [] };
/** A text that somebody has typed and that no field shows yet. */
let typed = Object.keys(config.sheet).length ? null : config.text;

const draft = { sheet: config.sheet, changed };
const level = levelView(draft);
const goal = goalView(draft, () => outlook.information);
const grid = gridView(byId("grid"), draft);
const named = namedView(draft);
const others = othersView(byId("others"), draft);

function draw() {
  for (const name of WHOLE) byId(name).value = draft.sheet[name] === undefined ? LEAST[name] : draft.sheet[name];
  const solver = draft.sheet.solver || {};
  byId("solver-seconds").value = solver.seconds === undefined ? 60 : solver.seconds;
  byId("solver-gap").value = 100 * (solver.gap || 0);
  for (const view of [level, goal, grid, named, others]) view.draw();
}

/** The draft has changed by a field: whatever text was typed is behind it. */
function changed() {
  typed = null;
  edited();
}

function edited() {
  dirty = true;
  byId("saved").textContent = _("有改动还没保存");
  grid.told();
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

const body = () => (typed === null ? { sheet: draft.sheet } : { text: typed });

async function check() {
  const mine = (asked += 1);
  const { status, data } = await post(config.check_url, body());
  if (mine !== asked) return;
  if (status !== 200 && status !== 400) return;
  if (status === 200) accepted(data);
  showProblems(data.problems, draft.sheet, others.rules());
}

function accepted(data) {
  if (typed !== null) {
    draft.sheet = data.sheet;
    draw();
  } else if (document.activeElement !== byId("text")) {
    byId("text").value = data.text;
  }
  outlook = data;
  showOutlook(data, level.audience(), config.audiences[level.audience()]);
}

/** @returns {Promise<boolean>} whether what is on the page is kept */
async function save() {
  byId("save").disabled = true;
  const { status, data } = await post(config.save_url, { ...body(), name: byId("name").value, mark });
  byId("save").disabled = false;
  if (status === 200) return kept(data);
  if (status === 409) return conflict(data);
  if (status === 400 && data.problems) showProblems(data.problems, draft.sheet, others.rules());
  byId("saved").textContent = status === 400 ? _("没有保存：有几处要改。") : _("没有保存：暂时连不上服务器，或者蓝图已被删除。");
  return false;
}

function kept(data) {
  mark = data.mark;
  dirty = false;
  byId("name").value = data.name;
  byId("saved").textContent = _("已保存");
  byId("conflict").replaceChildren();
  return true;
}

/** Somebody else has saved meanwhile: theirs is looked at, or written over on purpose. */
function conflict(data) {
  const over = () => { mark = data.mark; return save(); };
  byId("saved").textContent = _("没有保存");
  byId("conflict").replaceChildren(h("div.flash.flash--warn", { role: "alert" }, h("p", null, _("{name} 刚刚改过这份蓝图。", { name: data.by || _("有人") })),
    h("span.buttons", null, h("button.btn.btn--sm", { type: "button", onclick: () => { dirty = false; location.reload(); } }, _("看对方的，放弃我的")),
      h("button.btn.btn--sm.btn--risk", { type: "button", onclick: over }, _("用我的覆盖")))));
  byId("conflict").scrollIntoView({ block: "nearest" });
  return false;
}

for (const name of WHOLE) {
  byId(name).addEventListener("input", () => {
    const value = Math.round(Number(byId(name).value));
    if (byId(name).value.trim() === "" || !Number.isFinite(value)) return;
    if (value === LEAST[name] && name !== "length") delete draft.sheet[name];
    else draft.sheet[name] = value;
    if (name === "length") level.resized();
    changed();
  });
}
for (const [name, scale] of [["seconds", 1], ["gap", 0.01]]) {
  byId("solver-" + name).addEventListener("input", (event) => {
    if (event.target.value.trim() === "" || !event.target.checkValidity()) return;
    draft.sheet.solver = { ...(draft.sheet.solver || {}), [name]: Number(event.target.value) * scale };
    changed();
  });
}
byId("level-audience").addEventListener("change", changed);
byId("text").addEventListener("input", () => { typed = byId("text").value; edited(); });
byId("name").addEventListener("input", () => { dirty = true; byId("saved").textContent = _("有改动还没保存"); });
byId("save").addEventListener("click", save);
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
assembling(save, () => ({ sheet: draft.sheet, others: others.rules() }));
if (typed === null) draw();
byId("text").value = config.text;
check();
