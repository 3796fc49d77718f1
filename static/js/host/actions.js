/**
 * What the host can do besides the next step; what cannot be undone asks first.
 * @module
 */
import { ask } from "../dialog.js";
import { oneLine } from "../markup_tree.js";
import { _ } from "../words.js";
import { itemName } from "./step_words.js";

const EXTRA = 10;

export class Actions {
  /**
   * @param {import("../link.js").Link} link
   * @param {import("./commander.js").Commander} commander
   */
  constructor(link, commander) {
    this.link = link;
    this.commander = commander;
  }

  get scene() {
    return this.link.snapshot.scene;
  }

  get host() {
    return this.link.snapshot.host;
  }

  /** Which of the actions make sense now, by name. */
  possible() {
    const { scene, host } = this;
    if (!scene || !host || !this.commander.ready) return new Set();
    const ended = scene.phase === "finished";
    const rules = {
      next: host.next !== null,
      extend: scene.phase === "open",
      pause: scene.phase === "open",
      reopen: scene.phase === "closed",
      standings: scene.phase === "revealed",
      blank: true,
      lock: !ended,
      skip: !ended && (scene.phase === "open" || scene.phase === "closed" || host.coming !== null),
      void: this.voidable().length > 0,
      finish: ["lobby", "revealed", "standings"].includes(scene.phase) && host.next.do !== "finish",
      remove: true,
    };
    return new Set(Object.keys(rules).filter((name) => rules[name]));
  }

  /** Run rows that may be voided, the one on screen first. */
  voidable() {
    const open = (this.host ? this.host.run : []).filter(({ state }) => ["open", "closed", "revealed"].includes(state));
    const here = this.scene && this.scene.item ? this.scene.item.id : "";
    return open.filter(({ item }) => item === here).concat(open.filter(({ item }) => item !== here).reverse());
  }

  /** Do one by name, if it makes sense now. */
  run(name) {
    if (this.possible().has(name)) this["_" + name]();
  }

  _next() {
    this.commander.next();
  }

  _extend() {
    this.commander.perform("extend", { seconds: EXTRA });
  }

  _pause() {
    this.commander.perform(this.scene.paused ? "resume" : "pause");
  }

  _reopen() {
    this.commander.perform("reopen");
  }

  _standings() {
    this.commander.perform("standings");
  }

  _blank() {
    this.commander.perform("blank", { on: !this.scene.blank });
  }

  _lock() {
    this.commander.perform(this.host.locked ? "unlock" : "lock");
  }

  /* The item that a skip would mean now: the one on screen until its reveal, else the next. */
  _skippable() {
    const { scene, host } = this;
    return scene.phase === "open" || scene.phase === "closed" ? scene.number : host.coming.number;
  }

  async _skip() {
    const number = this._skippable();
    const answer = await ask({
      title: _("跳过{item}？", { item: itemName(number) }), text: _("这题不再出现，也不计分，不能撤回。"), yes: _("跳过"), danger: true,
      field: { label: _("理由（可以不写）"), offers: [_("时间不够"), _("和前面重复")] },
    });
    const same = this.possible().has("skip") && this._skippable() === number;
    if (answer && same) this.commander.perform("skip", { reason: answer.words });
  }

  async _void() {
    const options = this.voidable().map(({ item, number, stem }) => ({ value: item, name: itemName(number) + " " + oneLine(stem) }));
    const answer = await ask({
      title: _("作废一题？"), text: _("所有人这题都不计分，积分榜重新算过，不能撤回。理由会记入账本。"), yes: _("作废"), danger: true,
      choice: { label: _("哪一题"), options },
      field: { label: _("理由"), needed: true, offers: [_("题面有误"), _("答案有争议"), _("现场设备故障")] },
    });
    if (answer) this.commander.perform("void", { item: answer.chosen, reason: answer.words });
  }

  async _finish() {
    const left = this.host.run.filter(({ state }) => state === "coming").length;
    const answer = await ask({
      title: _("提前结束？"), text: _("还有 {n} 题没有出，结束以后不能再开题，接着颁奖。", { n: left }), yes: _("结束并颁奖"), danger: true,
    });
    if (answer) this.commander.perform("finish");
  }

  /** Show somebody out. Asks first. */
  async remove({ number, name }) {
    const answer = await ask({
      title: _("移出“{name}”？", { name }), text: _("{n} 号的手机会收到通知，之后不能再答题，名次里也不再出现。", { n: number }), yes: _("移出"), danger: true,
      field: { label: _("理由（可以不写）"), offers: [_("名字不合适"), _("本人要求"), _("重复进场")] },
    });
    if (answer) this.commander.perform("remove", { number, reason: answer.words });
  }
}
