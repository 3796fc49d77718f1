/**
 * Slides on which nothing happens: standby, the moment before the first word from the server, and a refusal.
 * @module
 */
import { h } from "../elements.js";
import { _, config } from "../words.js";
import { mark } from "./frame.js";

class Still {
  constructor(stage, parts) {
    this.stage = stage;
    this.element = h("div.scene", null, h("div.scene__main.s-still", null, parts));
  }

  placed() {
    this.stage.pond.from(this.element.querySelector(".mark svg"), { clear: 1.7 });
  }

  update() {}
}

/** The host has blanked the stage: the name of the evening and nothing to read. */
export class Standby extends Still {
  constructor(stage) {
    const { heat } = stage.link.snapshot;
    const verse = config.poem === false ? null : h("p.verse", { lang: "zh-Hans" }, "问渠那得清如许，为有源头活水来");
    super(stage, [mark(), h("h1", null, heat.name), verse]);
  }
}

export class Waiting extends Still {
  constructor(stage) {
    super(stage, [mark(), h("h1", null, _("正在接通现场"))]);
  }
}

export class Turned extends Still {
  constructor(stage) {
    const words = { unknown_screen: _("没有这块大屏"), too_many: _("试的次数太多，请过一分钟再打开") };
    super(stage, [mark(), h("h1", null, words[stage.link.reason] || _("大屏接不上")), h("p", null, _("请从主持台重新打开大屏的链接。"))]);
  }
}
