/**
 * Drawing the result card on a canvas. The two ledgers stand clearly apart, as on the page.
 * @module
 */
import { _, figure, lang } from "../words.js";
import { levelWords } from "./literacy.js";

const WIDTH = 750;
const EDGE = 56;
const SCALE = 1.44;   // 1,080 pixels wide
const PAPER = "#FAF6EC";
const SURFACE = "#FFFDF8";
const INK = "#1A2A2E";
const SOFT = "#43535A";
const DEEP = "#07444A";
const PALE = "#C9DEDB";
const LINE = "#DFD6C4";

/**
 * @param {string} title
 * @param {Object} data
 * @returns {HTMLCanvasElement}
 */
export function drawResult(title, data) {
  const height = data.literacy ? 1060 + 62 * data.literacy.dimensions.length : 760;
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  block(pen, PAPER, 0, 0, WIDTH, height, 0);
  head(pen, title);
  contest(pen, data);
  if (data.literacy) literacy(pen, data.literacy);
  foot(pen, height);
  return canvas;
}

function font(weight, size, family = "sans") {
  const style = getComputedStyle(document.documentElement);
  return weight + " " + size + "px " + style.getPropertyValue("--font-" + family);
}

function write(pen, words, x, y, { size = 28, weight = 400, colour = INK, align = "left", family = "sans", most = WIDTH - 2 * EDGE } = {}) {
  pen.font = font(weight, size, family);
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.fillText(String(words), x, y, most);
}

function block(pen, colour, x, y, width, height, radius) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x + radius, y);
  pen.arcTo(x + width, y, x + width, y + height, radius);
  pen.arcTo(x + width, y + height, x, y + height, radius);
  pen.arcTo(x, y + height, x, y, radius);
  pen.arcTo(x, y, x + width, y, radius);
  pen.fill();
}

function rings(pen, x, y, first, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  for (let radius = first, step = first * 1.3, light = 0.5; radius < WIDTH; radius += step, step *= 1.13, light *= 0.86) {
    pen.globalAlpha = light;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function clipped(pen, x, y, width, height, radius, draw) {
  pen.save();
  block(pen, DEEP, x, y, width, height, radius);
  pen.clip();
  draw();
  pen.restore();
}

function head(pen, title) {
  clipped(pen, 0, -40, WIDTH, 240, 44, () => rings(pen, 620, 40, 26, "#8FD9D0"));
  write(pen, _("问渠"), EDGE, 78, { size: 32, weight: 700, colour: "#F8F3E6", family: "serif" });
  write(pen, title, EDGE, 146, { size: 46, weight: 700, colour: "#F8F3E6", family: "serif" });
}

function contest(pen, data) {
  const middle = WIDTH / 2;
  write(pen, _("第 {n} 名", { n: data.place }), middle, 330, { size: 84, weight: 700, colour: DEEP, align: "center" });
  write(pen, _("{name}·全场 {of} 人", { name: data.name, of: figure(data.of) }), middle, 384, { size: 30, colour: SOFT, align: "center" });
  block(pen, LINE, EDGE, 424, WIDTH - 2 * EDGE, 2, 0);
  fact(pen, middle - 160, _("竞赛得分"), figure(data.points));
  fact(pen, middle + 160, _("答对"), data.right + " / " + data.asked);
  block(pen, LINE, middle, 424, 2, 134, 0);
  block(pen, LINE, EDGE, 558, WIDTH - 2 * EDGE, 2, 0);
}

function fact(pen, x, term, value) {
  write(pen, term, x, 474, { size: 27, colour: SOFT, align: "center" });
  write(pen, value, x, 530, { size: 44, weight: 700, align: "center" });
}

function literacy(pen, card) {
  write(pen, _("上面是这一场的比分，下面看素质水平，两样分开算"), WIDTH / 2, 618, { size: 25, colour: SOFT, align: "center" });
  const top = 654;
  const rows = card.dimensions.length;
  block(pen, SURFACE, EDGE - 20, top, WIDTH - 2 * EDGE + 40, 316 + 62 * rows, 36);
  clipped(pen, EDGE - 20, top, WIDTH - 2 * EDGE + 40, 256, 36, () => rings(pen, 640, top + 130, 30, "#8FD9D0"));
  estimate(pen, card, top);
  card.dimensions.forEach((row, index) => dimension(pen, row, top + 312 + 62 * index));
}

function estimate(pen, card, top) {
  const light = { colour: "#F8F3E6" };
  const heading = card.provisional ? _("科学素质卡（试用）") : _("科学素质卡");
  write(pen, heading, EDGE + 16, top + 58, { size: 32, weight: 700, family: "serif", ...light });
  if (card.score === null) return write(pen, _("题太少，还说不准"), EDGE + 16, top + 140, { size: 36, weight: 700, ...light });
  write(pen, Math.round(card.score), EDGE + 16, top + 148, { size: 84, weight: 700, ...light });
  write(pen, _("九成的把握在 {lo} 到 {hi} 之间", { lo: Math.round(card.lo), hi: Math.round(card.hi) }), EDGE + 150, top + 140, { size: 28, colour: PALE, most: 440 });
  return write(pen, levelWords(card), EDGE + 16, top + 212, { size: 28, weight: 700, most: 620, ...light });
}

function dimension(pen, row, y) {
  write(pen, row.name, EDGE + 16, y, { size: 30, most: 330 });
  const words = row.right + " / " + row.asked + (row.enough ? "" : "  " + _("题太少，还说不准"));
  write(pen, words, WIDTH - EDGE - 16, y, { size: 28, weight: row.enough ? 700 : 400, colour: row.enough ? INK : SOFT, align: "right", most: 300 });
}

function foot(pen, height) {
  const date = new Date().toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB", { year: "numeric", month: "long", day: "numeric" });
  write(pen, _("问渠那得清如许，为有源头活水来"), EDGE, height - 44, { size: 26, colour: SOFT, family: "serif", most: 420 });
  write(pen, date, WIDTH - EDGE, height - 44, { size: 26, colour: SOFT, align: "right", most: 240 });
}
