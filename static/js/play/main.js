/**
 * The contestant's page: one link, one seat, one outbox, and the screen that fits what is known.
 * @module
 */
import { write } from "../elements.js";
import { HttpLink } from "../http_link.js";
import { Link } from "../link.js";
import { prepareMaths } from "../maths.js";
import { _, config, lang } from "../words.js";
import { Awards } from "./awards.js";
import { Join } from "./join.js";
import { watchLine } from "./line_state.js";
import { Lobby } from "./lobby.js";
import { Notice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { Question } from "./question.js";
import { Result } from "./result.js";
import { Reveal } from "./reveal.js";
import { screenFor } from "./screens.js";
import { Seat } from "./seat.js";
import { Standings } from "./standings.js";
import { fillTools } from "./toolbar.js";
import { Waiting } from "./waiting.js";

const SCREENS = {
  join: (play) => new Join(play),
  lobby: (play) => new Lobby(play),
  waiting: () => new Waiting(),
  question: (play) => new Question(play),
  reveal: (play, before) => new Reveal(play, before.startsWith("question:")),
  standings: (play) => new Standings(play),
  awards: (play) => new Awards(play),
  result: (play) => new Result(play),
  notice: (play) => new Notice(play, play.currentReason()),
};

/* Milliseconds over which a hall of phones fetches what formulas need, where the heat has some. */
const MATHS_WITHIN = 15000;

/* These end this page's part; `restart` only says that the server will be back in a moment. */
const FINAL_NOTICES = ["removed", "moved", "superseded"];

export class Play {
  constructor() {
    this.pin = config.pin;
    this.seat = new Seat(this.pin);
    this.http = new HttpLink(this.pin, () => this.seat.token);
    this.link = new Link("/play", () => this._auth(), this.http);
    this.outbox = new Outbox(this.link);
    this.current = { key: "" };
    this.eager = false;
    this._listen();
  }

  start() {
    this.render();
    this.link.start();
  }

  /** A seat was given: by joining here. Where that went by HTTP, the socket was or is being opened without a seat. */
  joined(reply) {
    this.seat.keep(reply);
    this.link.take(reply);
    if (reply.roundabout) this.link.reopen();
  }

  /** Whether the rules let an answer be changed until the close. */
  changeable() {
    const { heat } = this.link.snapshot;
    return heat ? heat.rules.changeable : true;
  }

  /** The contest's name. */
  title() {
    const { heat } = this.link.snapshot;
    return (heat && heat.name) || config.name || _("科学素质竞赛");
  }

  /** The contestant does not wait for the podium. */
  seeResult() {
    this.eager = true;
    this.render();
  }

  /** Try again after a refusal; a seat that the server does not know is given up. */
  again() {
    if (this.link.reason === "bad_seat") this.seat.forget();
    this.link.start();
  }

  /** Why there is nothing but a notice. */
  currentReason() {
    return this.current.key.slice("notice:".length);
  }

  render() {
    const { snapshot } = this.link;
    if (snapshot.you) this.outbox.open(this.pin, snapshot.you.number);
    if (snapshot.you) this.outbox.learn(snapshot.you.answer);
    const screen = screenFor(snapshot, { token: this.seat.token, reason: this.link.reason, eager: this.eager });
    if (screen.key !== this.current.key) this._change(screen);
    this.view.update();
  }

  _auth() {
    return this.seat.token ? { pin: this.pin, seat: this.seat.token, lang } : { pin: this.pin, lang };
  }

  _listen() {
    this.link.addEventListener("change", () => this.render());
    this.link.addEventListener("change", () => this._expectMaths(), { once: true });
    this.link.addEventListener("status", () => this.render());
    this.link.addEventListener("notice", ({ detail }) => FINAL_NOTICES.includes(detail) && this.link.stop(detail));
    this.outbox.addEventListener("change", () => this.view && this.view.update());
    this.outbox.addEventListener("received", () => navigator.vibrate && navigator.vibrate(20));
    watchLine(this.link, document.getElementById("line"));
  }

  _expectMaths() {
    const { heat } = this.link.snapshot;
    if (heat && heat.maths) setTimeout(() => prepareMaths().catch(() => null), Math.random() * MATHS_WITHIN);
  }

  _change(screen) {
    const before = this.current.key;
    if (this.view && this.view.leave) this.view.leave();
    this.current = screen;
    this.view = SCREENS[screen.name](this, before);
    this._place(screen.name, before !== "");
  }

  _place(name, moved) {
    document.body.dataset.screen = name;
    write(document.getElementById("title"), this.title());
    document.getElementById("view").replaceChildren(this.view.element);
    window.scrollTo(0, 0);
    if (this.view.placed) this.view.placed();
    const heading = this.view.element.querySelector("h1[tabindex]");
    if (moved && heading) heading.focus({ preventScroll: true });
  }
}

fillTools();
new Play().start();
