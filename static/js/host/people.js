/**
 * The contestants: find one, see whether the phone is there, show somebody out.
 * @module
 */
import { openDialog } from "../dialog.js";
import { h, icon, write } from "../elements.js";
import { _, figure } from "../words.js";

const MOST = 60;   // rows drawn at once; the search narrows the rest

export class People {
  /**
   * @param {import("../link.js").Link} link
   * @param {import("./actions.js").Actions} actions
   */
  constructor(link, actions) {
    this.link = link;
    this.actions = actions;
  }

  open() {
    this.search = h("input.input", {
      id: "people-search", type: "search", autocomplete: "off", placeholder: _("名字或号数"), "data-first": true, oninput: () => this.update(),
    });
    this.note = h("small", { role: "status" });
    this.list = h("ul.people");
    const field = h("div.field", null, h("label", { for: "people-search" }, _("找人")), this.search);
    this.drawn = "";
    this.dialog = openDialog({ title: _("选手"), wide: true, parts: [field, this.list, this.note], leave: () => { this.list = null; } });
    this.update();
  }

  /** Follow the news while the list is open. */
  update() {
    if (!this.list) return;
    const { host } = this.link.snapshot;
    const found = host.people.filter((person) => matches(person, this.search.value.trim()));
    const drawn = JSON.stringify(found.slice(0, MOST));
    if (drawn !== this.drawn) this.list.replaceChildren(...found.slice(0, MOST).map((person) => this._row(person)));
    this.drawn = drawn;
    write(this.note, this._count(found.length, host));
  }

  _count(found, host) {
    if (found === 0) return _("没有找到这个人");
    const all = host.people.length + host.people_more;
    return found > MOST ? _("共 {n} 人，先列 {m} 人，请再输几个字", { n: figure(found), m: MOST }) : _("{n} 人，全场 {of} 人", { n: figure(found), of: figure(all) });
  }

  _row(person) {
    const where = person.connected ? _("在线") : _("断线");
    const rank = person.place ? _("第 {n} 名", { n: person.place }) + _("·") : "";
    const out = h("button.btn.btn--sm.btn--risk", {
      type: "button", disabled: !this.actions.commander.ready, "aria-label": _("移出 {name}", { name: person.name }), onclick: () => this._remove(person),
    }, _("移出…"));
    return h("li", null, h("small.num", null, _("{n} 号", { n: person.number })), h("span.people__name", null, person.name),
      h("small.num", null, icon(person.connected ? "i-wifi" : "i-off"), h("span.vh", null, where), rank + _("{n} 分", { n: figure(person.points) })), out);
  }

  _remove(person) {
    this.dialog.close();
    this.actions.remove(person);
  }
}

function matches({ number, name }, words) {
  return words === "" || String(number) === words || name.toLowerCase().includes(words.toLowerCase());
}
