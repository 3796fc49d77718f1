/**
 * Joining: a nickname and one button; where one comes from only if one likes, and only with consent.
 * @module
 */
import { h, icon, write } from "../elements.js";
import { _ } from "../words.js";

const LONGEST = 12;
const OF_NAME = ["name_taken", "name_unclean", "name_empty", "name_long"];

export class Join {
  /** @param {import("./main.js").Play} play */
  constructor(play) {
    this.play = play;
    this.problems = { name: problem("name-problem"), consent: problem("consent-problem"), form: problem("form-problem") };
    this.nickname = h("input.input", { id: "nickname", name: "nickname", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go", "aria-describedby": "nickname-hint name-problem" });
    this.button = h("button", { type: "submit", class: "btn btn--main btn--big" }, _("进场"));
    this.late = h("p.note", { hidden: true });
    this.about = h("div");
    this.element = h("form.form", { novalidate: true, onsubmit: (event) => this._submit(event) },
      this.late, this._name(), this.about, this.problems.form, this.button, foot());
    this._suggest();
  }

  update() {
    const { heat, scene } = this.play.link.snapshot;
    if (heat && !this.about.firstChild) this.about.append(...this._about(heat));
    const running = Boolean(scene) && scene.phase !== "lobby";
    this.late.hidden = !running;
    if (running) write(this.late, _("比赛已经开始，现在进场从下一题答起。"));
  }

  _name() {
    const again = h("button", { type: "button", class: "btn name__again", onclick: () => this._suggest(true) }, icon("i-again"), _("换一个"));
    const label = h("label", { for: "nickname" }, _("怎么称呼您"), " ", h("small", { id: "nickname-hint" }, _("会显示在大屏幕上")));
    return h("div.field", null, label, h("div.name", null, this.nickname, again), this.problems.name);
  }

  _about(heat) {
    const lists = [["district", _("所在区县"), heat.districts], ["age_band", _("年龄段"), heat.age_bands], ["group", _("身份"), heat.groups], ["sex", _("性别"), heat.sexes]];
    this.selects = lists.filter(([, , list]) => list && list.length).map(([name, label, list]) => select(name, label, list));
    if (!this.selects.length) return [];
    this.consent = h("input", { type: "checkbox", id: "consent", "aria-describedby": "consent-problem" });
    const agree = h("label.agree", null, this.consent, h("span", null, _("我同意")));
    const summary = h("summary", null, h("span", null, _("说说您从哪里来"), h("small", null, _("可以不填"))), icon("i-down", "ico fold__mark"));
    return [h("details.fold", null, summary, h("div.fold__in", null, this.selects, h("p.consent", null, heat.consent), agree, this.problems.consent))];
  }

  async _suggest(pressed = false) {
    const before = this.nickname.value;
    try {
      const reply = await (await fetch("/api/heats/" + encodeURIComponent(this.play.pin) + "/nickname", { cache: "no-store" })).json();
      if (reply.nickname && this.nickname.value === before) this.nickname.value = reply.nickname;
      if (pressed) this._complain(null);
    } catch {
      if (pressed) this._complain({ error: "offline", message: _("现在连不上，请过一会儿再试。") });
    }
  }

  async _submit(event) {
    event.preventDefault();
    const request = this._request();
    const fault = this._fault(request);
    if (fault) return this._complain(fault);
    this._complain(null);
    this.button.disabled = true;
    const reply = await this.play.link.request("join", request).catch(() => null);
    this.button.disabled = false;
    if (reply && reply.ok) return this.play.joined(reply);
    return this._complain(reply || { error: "offline", message: _("现在连不上，请过一会儿再试。") });
  }

  _request() {
    const request = { nickname: this.nickname.value.trim() };
    for (const field of this.selects || []) {
      const { name, value } = field.querySelector("select");
      if (value) request[name] = value;
    }
    if (this.consent && this.consent.checked) request.consent = true;
    return request;
  }

  /* What needs no server to be seen; the server looks again. Attributes never leave the phone without consent. */
  _fault(request) {
    if (!request.nickname) return { error: "name_empty", message: _("请先写一个称呼，或者点“换一个”。") };
    if (Array.from(request.nickname).length > LONGEST) return { error: "name_long", message: _("称呼最多 {n} 个字。", { n: LONGEST }) };
    const told = ["district", "age_band", "group", "sex"].some((name) => name in request);
    return told && !request.consent ? { error: "consent_missing", message: _("填了这些，请勾选“我同意”；不想说就都选“不说”。") } : null;
  }

  _complain(fault) {
    const place = !fault ? null : OF_NAME.includes(fault.error) ? "name" : fault.error === "consent_missing" ? "consent" : "form";
    for (const [name, element] of Object.entries(this.problems)) show(element, name === place ? fault.message : "");
    this.nickname.setAttribute("aria-invalid", String(place === "name"));
    if (place === "name") this.nickname.focus();
    if (place === "consent") this.consent.focus();
  }
}

function problem(id) {
  return h("p.problem", { id, role: "alert", hidden: true });
}

function show(element, message) {
  element.hidden = !message;
  element.replaceChildren(...(message ? [icon("i-warn"), h("span", null, message)] : []));
}

function select(name, label, list) {
  const options = [h("option", { value: "" }, _("不说")), ...list.map(({ code, name: word }) => h("option", { value: code }, word))];
  return h("div.field", null, h("label", { for: name }, label), h("select.input", { id: name, name }, options));
}

function foot() {
  return h("div.foot", null,
    h("p", null, h("strong", null, _("不会操作？")), _("请身边的工作人员帮您填。"), h("br"), _("不收手机号，不需要关注公众号。")),
    h("p", null, h("a.tool", { href: "/resume" }, icon("i-key"), _("换了手机？用续答码"))));
}
