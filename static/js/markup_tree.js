/**
 * The small markup of stems, options and explanations as a tree. `question_bank/markup.py` reads the same, and a
 * table of cases (`tests/bank/markup_cases.json`) holds both to it; the grammar is told there.
 *
 * Blocks are `{paragraph: Inline[]}` and `{table: {head: Inline[][]|null, rows: Inline[][][]}}`; an inline is a string,
 * `{bold: Inline[]}`, `{maths: LATEX}` or `{picture: NAME, alt: TEXT}`.
 * @module
 */

const BLANK = " \\t\\r\\u3000";
const ESCAPED = "\\\\([\\\\*$|!\\[\\]])";
/* No blank behind the opening dollar or before the closing one, and no digit behind that: "$5 and $10" is money. */
const MATHS = `\\$(?![${BLANK}])((?:[^$\\\\\\n]|\\\\[^\\n])*(?:[^$\\\\\\n${BLANK}]|\\\\[^\\n]))\\$(?![0-9])`;
const PICTURE = `!\\[((?:[^\\[\\]\\\\\\n]|\\\\[^\\n])*)\\]\\(media:([^()\\\\|\\n${BLANK}]+)\\)`;
const TOKEN = new RegExp(`${ESCAPED}|${MATHS}|${PICTURE}|(\\*\\*|\\|)`, "gu");
const DASHES = new RegExp(`^[${BLANK}]*\\|([${BLANK}]*:?-+:?[${BLANK}]*\\|)+[${BLANK}]*$`, "u");
const LEADING = new RegExp(`^[${BLANK}]+`, "u");
const TRAILING = new RegExp(`[${BLANK}]+$`, "u");
const MARKS = /[\\*$|!\n]/;

/* Marks before they are paired. Objects, so that no text can be taken for one. */
const STARS = { mark: "**" };
const BAR = { mark: "|" };

/** Whether a text is more than one paragraph of words: if not, it is its own markup. */
export function isMarked(text) {
  return MARKS.test(text);
}

/**
 * The blocks of a text, at least one; an empty line is an empty paragraph. Never fails.
 * @param {string} text
 * @returns {Object[]}
 */
export function parse(text) {
  const blocks = [];
  let framed = [];
  const end = () => { blocks.push(...blocksOf(framed)); framed = []; };
  for (const line of text.split("\n")) {
    const tokens = tokensOf(line);
    const cells = cellsOf(tokens);
    if (cells) framed.push({ line, tokens, cells });
    else {
      end();
      blocks.push({ paragraph: inlines(tokens) });
    }
  }
  end();
  return blocks;
}

/**
 * The words alone, for reading aloud, labels and lists: maths as LaTeX source, cells joined by " | ".
 * @param {string} text
 * @returns {string}
 */
export function plain(text) {
  return isMarked(text) ? parse(text).map(plainBlock).join("\n") : text;
}

/** A whole text on one line, for lists of items. */
export function oneLine(text) {
  return plain(text).replace(/\s*\n\s*/g, " ");
}

function tokensOf(line) {
  const tokens = [];
  let place = 0;
  for (const found of line.matchAll(TOKEN)) {
    if (found.index > place) tokens.push(line.slice(place, found.index));
    tokens.push(token(found));
    place = found.index + found[0].length;
  }
  if (place < line.length) tokens.push(line.slice(place));
  return tokens;
}

function token([, escaped, latex, alt, name, mark]) {
  if (escaped !== undefined) return escaped;
  if (latex !== undefined) return { maths: latex };
  if (name !== undefined) return { picture: name, alt: alt.replace(new RegExp(ESCAPED, "gu"), "$1") };
  return mark === BAR.mark ? BAR : STARS;
}

/* What stands between the bars of a line that begins and ends with one. */
function cellsOf(tokens) {
  const parts = [[]];
  for (const each of tokens) {
    if (each === BAR) parts.push([]);
    else parts[parts.length - 1].push(each);
  }
  return parts.length > 2 && isBlank(parts[0]) && isBlank(parts[parts.length - 1]) ? parts.slice(1, -1) : null;
}

function isBlank(tokens) {
  return tokens.every((each) => typeof each === "string" && each.replace(LEADING, "") === "");
}

/* Lines that are framed by bars: a table, unless there is only one. */
function blocksOf(framed) {
  if (framed.length < 2) return framed.map(({ tokens }) => ({ paragraph: inlines(tokens) }));
  const headed = DASHES.test(framed[1].line);
  const rows = framed.filter((each, place) => !headed || place !== 1).map(({ cells }) => cells);
  const width = Math.max(...rows.map((row) => row.length));
  const filled = rows.map((row) => Array.from({ length: width }, (nothing, place) => cell(row[place] || [])));
  return [{ table: headed ? { head: filled[0], rows: filled.slice(1) } : { head: null, rows: filled } }];
}

function cell(tokens) {
  const last = tokens.length - 1;
  return inlines(tokens.map((each, place) => {
    if (typeof each !== "string") return each;
    const led = place === 0 ? each.replace(LEADING, "") : each;
    return place === last ? led.replace(TRAILING, "") : led;
  }));
}

/* Bold from two stars before something to the next two behind something. */
function inlines(tokens) {
  const ends = tokens.map((each, place) => place).filter((place) => place > 0 && tokens[place] === STARS && touches(tokens[place - 1], -1));
  const found = [];
  let end = 0;
  for (let place = 0; place < tokens.length; place += 1) {
    while (end < ends.length && ends[end] <= place + 1) end += 1;
    const opens = tokens[place] === STARS && place + 1 < tokens.length && touches(tokens[place + 1], 0);
    if (opens && end < ends.length) {
      found.push({ bold: joined(tokens.slice(place + 1, ends[end])) });
      place = ends[end];
    } else found.push(tokens[place]);
  }
  return joined(found);
}

/* Whether stars may lie against this end of a token. */
function touches(each, end) {
  if (typeof each !== "string") return each !== STARS;
  return each !== "" && !(end ? TRAILING : LEADING).test(each);
}

/* Marks that mean nothing here become text, and neighbouring texts one. */
function joined(tokens) {
  const kept = [];
  for (const each of tokens) {
    const word = typeof each === "string" ? each : each.mark;
    const last = kept.length - 1;
    if (word === undefined) kept.push(each);
    else if (typeof kept[last] === "string") kept[last] += word;
    else if (word) kept.push(word);
  }
  return kept;
}

function plainBlock({ paragraph, table }) {
  if (paragraph) return plainLine(paragraph);
  return [...(table.head ? [table.head] : []), ...table.rows].map((row) => row.map(plainLine).join(" | ")).join("\n");
}

export function plainLine(line) {
  return line.map((each) => (typeof each === "string" ? each : each.bold ? plainLine(each.bold) : each.maths || each.alt || "")).join("");
}
