/**
 * The lobby: am I in, who is there, what happens next, and a rehearsal of the first tap.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { GLYPHS } from "../glyphs.js";
import { _, figure } from "../words.js";
import { lineWord } from "./line_state.js";
import { resumeFold } from "./resume_fold.js";

/* Newest first; the count above tells of the rest. */
const SHOWN = 18;

export class Lobby {
  /** @param {import("./main.js").Play} play */
  constructor(play) {
    this.play = play;
    this.name = h("h1.seat__name", { tabindex: "-1" });
    this.rules = h("p.seat__from");
    this.count = h("b.num");
    this.names = h("ul.names");
    this.line = h("p.wait");
    this.shown = new Set();
    const ok = h("p.seat__ok", null, icon("i-check"), _("您已进场"));
    this.element = h("div.lobby", null, h("section.card.seat", null, ok, this.name, this.rules), lookUp(),
      ...rehearsal(play), this._present(), resumeFold(play), this.line);
  }

  update() {
    const { heat, lobby, you } = this.play.link.snapshot;
    write(this.name, you.name);
    if (heat && !this.rules.firstChild) this.rules.append(...rulesLine(heat));
    if (lobby) this._people(lobby, you);
    const word = lineWord(this.play.link.status);
    if (word.text !== this.line.textContent) this.line.replaceChildren(icon(word.sign), h("span", null, word.text));
  }

  _present() {
    const [before, after] = _("{n} 人已进场", { n: "\n" }).split("\n");
    return h("section.present", null, h("h2.count-line", null, before, this.count, after), this.names);
  }

  _people(lobby, you) {
    write(this.count, figure(lobby.count));
    const names = lobby.names.slice().reverse();
    const fresh = this.shown.size ? names.filter((name) => !this.shown.has(name)) : [];
    this.shown = new Set(names);
    const items = names.slice(0, SHOWN).map((name) => h("li", { class: nameClass(name, fresh, you) }, name));
    this.names.replaceChildren(...items);
  }
}

function nameClass(name, fresh, you) {
  if (name === you.name) return "is-own";
  return fresh.includes(name) ? "is-new" : null;
}

function rulesLine(heat) {
  const { rules } = heat;
  const parts = [_("共 {n} 题", { n: heat.count })];
  if (rules.time_limit_s) parts.push(_("每题 {n} 秒", { n: rules.time_limit_s }));
  parts.push(rules.changeable ? _("收题前可以改") : _("点了就定"));
  return parts.map((part, index) => h("span.nb", null, part + (index < parts.length - 1 ? _("·") : "")));
}

function lookUp() {
  return h("p.look-up", null, icon("i-screen"), h("span", null, _("请抬头看大屏幕。"), h("br"), _("开题后，题目会自己出现。")));
}

function rehearsal(play) {
  const words = h("p.fine", { role: "status" }, _("字母、图形、颜色，大屏上也一样。"));
  const keys = GLYPHS.slice(0, 4).map((glyph) => rehearsalKey(glyph, (button) => choose(button, glyph)));
  function choose(button, glyph) {
    for (const key of keys) key.setAttribute("aria-pressed", String(key === button));
    write(words, tried(play, glyph.name));
  }
  const title = h("h2.section-title", null, _("先认一认四个答案"), h("small", null, _("点一点，试试手")));
  return [title, h("div.try", null, keys), words];
}

function rehearsalKey(glyph, choose) {
  const button = h("button.try__key", { type: "button", "aria-pressed": "false", onclick: () => choose(button) },
    icon(glyph.symbol, "shape"), h("span", null, glyph.letter + " " + glyph.name), icon("i-check", "ico try__tick"));
  button.dataset.opt = glyph.code;
  return button;
}

function tried(play, name) {
  const chosen = _("您选了“{name}”。", { name });
  return chosen + (play.changeable() ? _("答题时也这样点，收题前可以改。") : _("答题时也这样点，点了就定。"));
}
