/**
 * The previews beside the editor: a phone and a projector, each the real page in a frame.
 * @module
 */
import { h, setProperty } from "../../elements.js";
import { _, config } from "../../words.js";

const SIZES = { phone: [360, 640], stage: [1280, 720] };
const SECONDS = 30;

/** @param {HTMLElement} place */
export function previews(place) {
  const frames = {};
  let last = null;
  const made = Object.keys(SIZES).map((side) => {
    const [width, height] = SIZES[side];
    const name = { phone: _("手机"), stage: _("大屏") }[side];
    const frame = h("iframe", { src: config.preview_url.replace("SIDE", side), title: _("预览") + _("·") + name, width, height, tabindex: "-1" });
    frames[side] = frame;
    const box = setProperty(setProperty(h("div", { class: "preview preview--" + side }, frame), "--w", width), "--h", height);
    return h("section.panel", null, h("h2", null, _("预览") + _("·") + name), box);
  });
  place.append(...made);
  const send = (side) => last && frames[side].contentWindow && frames[side].contentWindow.postMessage(last, location.origin);
  window.addEventListener("message", ({ origin, data }) => origin === location.origin && data.ready in frames && send(data.ready));
  const scale = () => { for (const frame of Object.values(frames)) setProperty(frame.parentElement, "--scale", frame.parentElement.clientWidth / frame.width); };
  window.addEventListener("resize", scale);
  scale();
  return {
    /** @param {Object} item */
    show(item) {
      last = { item: { type: item.type, stem: item.stem || _("题干会出现在这里"), dimension: item.dimension, options: item.options, unit: item.type === "numeric" ? item.key.unit : "" }, seconds: item.seconds || SECONDS };
      for (const side of Object.keys(frames)) send(side);
    },
  };
}
