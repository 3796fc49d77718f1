/**
 * What is on now: the item with its answers, or the lobby, the standings, the podium.
 * @module
 */
import { h, write } from "../elements.js";
import { kindWords } from "../item_words.js";
import { honours } from "../screen/podium_places.js";
import { _, figure } from "../words.js";
import { NowItem } from "./now_item.js";
import { itemName, phaseWords } from "./step_words.js";
import { Vitals } from "./vitals.js";

export class Now {
  /**
   * @param {import("../link.js").Link} link
   * @param {import("./private_view.js").PrivateView} eye
   */
  constructor(link, eye) {
    this.link = link;
    this.eye = eye;
    this.state = h("span.now__state", { role: "status" });
    this.body = h("div", { class: "now__body" });
    this.vitals = new Vitals(link);
    const head = h("div.now__head", null, h("span.now__word", null, _("现在")), this.state, eye.element);
    this.element = h("section.panel.now", { "aria-label": _("现在") }, head, this.body, this.vitals.element);
    eye.addEventListener("change", () => this.update());
  }

  update() {
    const { snapshot } = this.link;
    if (!snapshot.scene || !snapshot.host) return;
    write(this.state, this._where(snapshot.scene));
    const key = this._key(snapshot.scene);
    if (key !== this.key) this._change(key, snapshot);
    this.view.update(snapshot, this.eye.shown);
    this.vitals.update(snapshot);
  }

  _where(scene) {
    const item = scene.item ? [itemName(scene.number), kindWords(scene.item)] : [];
    const pilot = scene.item && this.link.snapshot.host.run.some((row) => row.item === scene.item.id && row.pilot) ? [_("试测，不计分")] : [];
    return [...item, ...pilot, phaseWords(scene)].join(_("·"));
  }

  _key(scene) {
    return scene.item ? "item:" + scene.item.id : scene.phase;
  }

  _change(key, snapshot) {
    this.key = key;
    if (snapshot.scene.item) this.view = new NowItem(snapshot.scene.item);
    else if (snapshot.scene.phase === "lobby") this.view = new NowLobby();
    else this.view = new NowBoard();
    this.body.replaceWith(this.view.element);
    this.body = this.view.element;
  }
}

class NowLobby {
  constructor() {
    this.count = h("b.num");
    this.door = h("p");
    this.element = h("div.now__lobby", null, this.count, h("span", null, _("人已进场")), this.door);
  }

  update({ lobby }) {
    write(this.count, figure(lobby ? lobby.count : 0));
    write(this.door, lobby && lobby.locked ? _("入口关着，新来的人进不来") : _("大屏上是二维码和进场的人，人齐了就开始"));
  }
}

/* Whoever has won is a secret until the stage has told it. */
class NowBoard {
  constructor() {
    this.note = h("p.now__note", null, _("没揭晓的名次，按住 K 才看得到，免得投影上先露出来"));
    this.list = h("ol.now__board");
    this.element = h("div.now__body", { tabindex: "0" }, h("h2.now__stem", null, _("积分榜")), this.note, this.list);
  }

  update({ scene }, shown) {
    const open = scene.phase !== "finished" || shown || scene.podium >= 3;
    const drawn = JSON.stringify([scene.standings, scene.podium, open]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.note.hidden = open;
    this.list.replaceChildren(...(open ? scene.standings || [] : told(scene)).map(({ place, name, points }) =>
      h("li", null, h("b.num", null, place), h("span", null, name), h("span.num", null, figure(points)))));
  }
}

function told({ standings, podium }) {
  return honours(standings || []).filter(({ step }) => step <= podium).flatMap(({ rows }) => rows);
}
