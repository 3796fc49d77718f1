/**
 * The projector's page: one link, one scene at a time, and the pond behind it.
 * @module
 */
import { Link } from "../link.js";
import { config, lang } from "../words.js";
import { stayAwake } from "./awake.js";
import { cueFor } from "./cues.js";
import { lineMark } from "./line_mark.js";
import { Lobby } from "./lobby.js";
import { Podium } from "./podium.js";
import { hidePointer } from "./pointer.js";
import { Pond } from "./pond.js";
import { Question } from "./question.js";
import { Result } from "./result.js";
import { sceneFor } from "./scenes.js";
import * as settings from "./settings.js";
import { Sheet } from "./sheet.js";
import { play, wake } from "./sound.js";
import { Standings } from "./standings.js";
import { Standby, Turned, Waiting } from "./still.js";

const SCENES = { lobby: Lobby, question: Question, result: Result, standings: Standings, podium: Podium, standby: Standby, waiting: Waiting, refused: Turned };

export class Stage {
  constructor() {
    this.place = document.getElementById("view");
    this.pond = new Pond(document.getElementById("pond"));
    this.link = new Link("/screen", () => ({ screen: config.screen, lang }));
    this.current = { key: "" };
    this.before = null;
    this._listen();
  }

  start() {
    this.render();
    this.link.start();
  }

  /** Let a cue be heard, where sound is wanted. */
  sound(cue) {
    if (cue && settings.settings().sound) play(cue);
  }

  render() {
    const { snapshot } = this.link;
    const next = sceneFor(snapshot, this.link.reason);
    if (snapshot.scene) this.sound(cueFor(this.before, snapshot.scene));
    this.before = snapshot.scene;
    if (next.key !== this.current.key) this._change(next);
    else this.view.update();
  }

  _change(next) {
    const before = this.current.key;
    if (this.view && this.view.leave) this.view.leave();
    this.current = next;
    this.view = new SCENES[next.name](this, before === "waiting" ? "" : before);
    document.body.dataset.scene = next.name;
    this.place.replaceChildren(this.view.element);
    this.view.placed();
  }

  /* The window or the margins changed: the same scene, measured anew, without motion. */
  _again() {
    if (!this.view) return;
    const { key, name } = this.current;
    this.current = { key: "" };
    this._change({ key, name });
  }

  _listen() {
    this.link.addEventListener("change", () => this.render());
    this.link.addEventListener("status", () => this.render());
    settings.changes.addEventListener("change", () => this._soon());
    window.addEventListener("resize", () => this._soon());
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => settings.settings().sound && wake());
  }

  _soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this._again());
  }
}

settings.apply();
const stage = new Stage();
const box = document.getElementById("stage");
document.getElementById("corner").append(lineMark(stage.link), new Sheet(box).opener);
hidePointer(box);
stayAwake();
stage.start();
