/**
 * A formula in Chinese words, as a teacher would say it: for a voice that reads aloud. What it does not know it names.
 * @module
 */

const TOKEN = /\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|[^\s]/gu;
const WORDS = {
  "=": "等于", "+": "加", "<": "小于", ">": "大于", "/": "除以", "*": "乘", "'": "撇",
  "\\times": "乘", "\\cdot": "乘", "\\div": "除以", "\\pm": "正负", "\\le": "小于等于", "\\leq": "小于等于", "\\ge": "大于等于", "\\geq": "大于等于",
  "\\ne": "不等于", "\\neq": "不等于", "\\approx": "约等于", "\\propto": "正比于", "\\to": "到", "\\rightarrow": "生成", "\\infty": "无穷大", "\\circ": "度",
  "\\sum": "求和", "\\int": "积分", "\\angle": "角", "\\triangle": "三角形", "\\parallel": "平行于", "\\perp": "垂直于", "\\in": "属于", "\\%": "%", "\\degree": "度",
};
const LETTERS = "alpha:α beta:β gamma:γ delta:δ epsilon:ε theta:θ lambda:λ mu:μ nu:ν pi:π rho:ρ sigma:σ tau:τ phi:φ omega:ω Delta:Δ Omega:Ω Sigma:Σ";
const GREEK = Object.fromEntries(LETTERS.split(" ").map((pair) => pair.split(":")).map(([name, letter]) => ["\\" + name, letter]));
/* These only dress what comes next. */
const SILENT = /^\\(?:left|right|big|Big|mathrm|mathbf|mathit|text|textbf|operatorname|displaystyle|quad|qquad|[,;:!\s])$/;
const POWERS = { 2: "的平方", 3: "的立方", 度: "度", 撇: "撇" };
/* Behind these a minus is a sign; elsewhere it takes away. */
const BEFORE_SIGN = /^(?:[([{=+<>/*,]|\\(?:times|cdot|div|le|leq|ge|geq|ne|neq|approx|pm))$/;

/**
 * @param {string} latex
 * @returns {string}
 */
export function spokenLatex(latex) {
  return new Reader(latex.match(TOKEN) || []).line();
}

class Reader {
  constructor(tokens) {
    this.tokens = tokens;
    this.place = 0;
  }

  /** Words up to the end, or up to the brace that closes this group. */
  line() {
    const words = [];
    while (this.place < this.tokens.length && this.tokens[this.place] !== "}") {
      const mark = this.tokens[this.place];
      if (mark === "^" || mark === "_") words.push(this._script(mark));
      else words.push(this._atom());
    }
    this.place += 1;
    return words.filter(Boolean).join(" ").replace(/ (?=的|度|撇)|([\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g, "$1");
  }

  _script(mark) {
    this.place += 1;
    const words = this._atom();
    if (mark === "_") return words;
    return POWERS[words] || "的" + words + "次方";
  }

  _atom() {
    const token = this.tokens[this.place];
    this.place += 1;
    if (token === undefined) return "";
    if (token === "{") return this.line();
    if (/^\\[dt]?frac$/.test(token)) return this._fraction();
    if (token === "\\sqrt") return this._root();
    if (token === "-" || token === "−") return BEFORE_SIGN.test(this.tokens[this.place - 2] || "=") ? "负" : "减";
    if (SILENT.test(token)) return "";
    return WORDS[token] || GREEK[token] || token.replace("\\", "");
  }

  _fraction() {
    const above = this._atom();
    return this._atom() + "分之" + above;
  }

  _root() {
    if (this.tokens[this.place] !== "[") return "根号" + this._atom();
    const end = this.tokens.indexOf("]", this.place);
    const index = this.tokens.slice(this.place + 1, end < 0 ? undefined : end).join("");
    this.place = end < 0 ? this.tokens.length : end + 1;
    return index + "次根号" + this._atom();
  }
}
