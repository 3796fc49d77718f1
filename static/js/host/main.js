/**
 * The host's console: one link, the panels, and the commands.
 * @module
 */
import { h } from "../elements.js";
import { Link } from "../link.js";
import { _, config, lang } from "../words.js";
import { Actions } from "./actions.js";
import { Banner } from "./banner.js";
import { checkClaim } from "./claim.js";
import { Coming } from "./coming.js";
import { CommandBar } from "./command_bar.js";
import { Commander } from "./commander.js";
import { moveDevice } from "./device.js";
import { Header } from "./header.js";
import { Health } from "./health.js";
import { showJoinCard } from "./join_card.js";
import { listenToKeys } from "./keys.js";
import { Log } from "./log.js";
import { Mini } from "./mini.js";
import { Now } from "./now.js";
import { People } from "./people.js";
import { PrivateView } from "./private_view.js";
import { RunList } from "./run_list.js";
import { toast } from "./toast.js";

const at = (id) => document.getElementById(id);

class Console {
  constructor() {
    this.link = new Link("/host", () => ({ heat: config.heat, lang }));
    this.commander = new Commander(this.link);
    this.actions = new Actions(this.link, this.commander);
    this.eye = new PrivateView();
    this.banner = new Banner(this.link, at("banner"));
    this.people = new People(this.link, this.actions);
    this._panels();
    this.header = new Header(at("bar"), this._tools());
    this.commands = new CommandBar(this.actions, at("commands"));
    listenToKeys(this.actions, this.eye);
    this._listen();
  }

  start() {
    this.link.start();
  }

  update() {
    const { snapshot } = this.link;
    this.commands.update();
    this.banner.update();
    if (this.link.reason) return this._turned();
    if (!snapshot.host || !snapshot.scene) return null;
    this.header.update(snapshot.heat);
    for (const panel of [this.now, this.mini]) panel.update(snapshot);
    for (const panel of [this.coming, this.run, this.health, this.log]) panel.update(snapshot.host);
    return this.people.update();
  }

  _panels() {
    this.now = new Now(this.link, this.eye);
    this.coming = new Coming(this.eye);
    this.run = new RunList();
    this.mini = new Mini();
    this.health = new Health();
    this.log = new Log(this.link);
    at("view").replaceChildren(this.run.element, h("div.col--mid", null, this.now.element, this.coming.element),
      h("div.col--side", null, this.mini.element, this.health.element, this.log.element));
  }

  _tools() {
    const { link } = this;
    return [
      { sign: "i-code", words: _("进场码"), open: () => link.snapshot.heat && showJoinCard(link.snapshot.heat, link.snapshot.host.locked) },
      { sign: "i-people", words: _("选手"), open: () => link.snapshot.host && this.people.open() },
      { sign: "i-seal", words: _("验奖"), open: () => checkClaim(link) },
      { sign: "i-keep", words: _("换设备"), open: () => moveDevice(link) },
    ];
  }

  _listen() {
    for (const event of ["change", "status"]) this.link.addEventListener(event, () => this.update());
    this.eye.addEventListener("change", () => this.update());
    this.commander.addEventListener("busy", () => this.commands.update());
    this.commander.addEventListener("refused", ({ detail }) => toast(detail));
    this.commander.addEventListener("lost", () => toast(_("没有送到服务器，请再按一次")));
  }

  _turned() {
    at("view").replaceChildren(h("section.full", null, h("h1", null, _("进不了主持台")),
      h("p", null, _("这台设备没有主持这一场的权限，或者场次已经不在。请用主持链接重新进入。"))));
  }
}

new Console().start();
