/**
 * The rows of a file that cannot enter, each with what is wrong and its cells to be corrected in place.
 * @module
 */
import { h, icon, write } from "../../elements.js";
import { _, config } from "../../words.js";
import { columnWords, where } from "./import_lists.js";
import { reasonOf } from "./refusal_words.js";

// Cells that are shown at once; the others wait behind a word unless they say something or are at fault.
const FIRST = new Set(["编号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案"]);
const LONG = new Set(["题干", "解析"]);
let count = 0;

/**
 * @param {{save: function(Object, Object): Promise<Object>, changed: function(): void}} desk
 * @returns {{element: HTMLElement, update: function(Object[]): void}} `update` keeps what is being typed in rows that stay
 */
export function refusedRows({ save, changed }) {
  const element = h("ul.rows");
  const rows = new Map();

  function update(lines) {
    const wanted = new Map(lines.map((line) => [line.key, line]));
    for (const [key, row] of rows) if (!wanted.has(key) && !row.element.querySelector(".mended")) drop(key);
    for (const [key, line] of wanted) {
      if (!rows.has(key) || rows.get(key).element.querySelector(".mended")) add(key, line);
      else rows.get(key).say([line.remark]);
    }
  }

  function drop(key) {
    rows.get(key).element.remove();
    rows.delete(key);
  }

  function add(key, line) {
    const row = refusedRow(line, save, changed);
    if (rows.has(key)) rows.get(key).element.replaceWith(row.element);
    else element.append(row.element);
    rows.set(key, row);
  }

  return { element, update };
}

function refusedRow(line, save, changed) {
  const name = "row-" + (count += 1);
  const problem = h("p.problem", { id: name + "-problem", role: "alert" }, icon("i-warn"), h("span"));
  const fields = h("div.cells", null, fieldsOf(line, name));
  const button = h("button.btn", { type: "submit" }, _("检查这一行"));
  const title = h("h3", { id: name }, [where(line.remark), line.remark.id].filter(Boolean).join("·"));
  const form = h("form", { "aria-labelledby": name, onsubmit: submit }, problem, fields, h("div.buttons", null, button));
  const element = h("li", null, title, form);

  function say(faults) {
    write(problem.querySelector("span"), faults.map(reasonOf).join("；"));
    for (const input of fields.querySelectorAll("[data-column]")) {
      const wrong = faults.some((fault) => columnsOf(fault.column).includes(input.dataset.column));
      input.toggleAttribute("aria-invalid", wrong);
      if (wrong) input.setAttribute("aria-invalid", "true");
      if (wrong) input.setAttribute("aria-describedby", problem.id);
      else input.removeAttribute("aria-describedby");
    }
  }

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    const reply = await save(line, cellsOf(line, fields));
    button.disabled = false;
    if (reply.error) return write(problem.querySelector("span"), reply.message);
    if (reply.faults.length) {
      say(reply.faults);
      return focusFirst(fields);
    }
    form.replaceWith(h("p.mended", { role: "status", tabindex: "-1" }, icon("i-check"), _("改好了，会一起导入。")));
    element.querySelector(".mended").focus();
    return changed();
  }

  say([line.remark]);
  return { element, say };
}

function focusFirst(fields) {
  const wrong = fields.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
}

/** "选项" is said of all options together. */
function columnsOf(column) {
  return column === "选项" ? config.columns.filter((name) => name.startsWith("选项")) : [column];
}

function fieldsOf(line, name) {
  const columns = [...config.columns, ...Object.keys(line.cells).filter((column) => !config.columns.includes(column))];
  const open = (column) => FIRST.has(column) || line.cells[column] || column === line.remark.column;
  const rest = columns.filter((column) => !open(column));
  // Made when they are looked at: two hundred rows have thousands of them.
  function fill(event) {
    const cells = event.currentTarget.querySelector(".cells");
    if (!cells.childElementCount) cells.append(...rest.map((column) => field(line, column, name)));
  }
  return [
    ...columns.filter(open).map((column) => field(line, column, name)),
    h("details.cells__more", { ontoggle: fill }, h("summary", null, _("其余各列")), h("div.cells")),
  ];
}

function field(line, column, name) {
  const id = name + "-" + column;
  const text = line.cells[column] || "";
  const long = LONG.has(column) || text.includes("\n") || text.length > 40;
  const input = long ? h("textarea.input", { id, rows: "2", "data-column": column }) : h("input.input", { id, "data-column": column, autocomplete: "off" });
  input.value = text;
  return h("div.field" + (long ? ".field--wide" : ""), null, h("label", { for: id }, columnWords(column)), input);
}

function cellsOf(line, fields) {
  const cells = { ...line.cells };
  for (const input of fields.querySelectorAll("[data-column]")) cells[input.dataset.column] = input.value;
  return cells;
}
