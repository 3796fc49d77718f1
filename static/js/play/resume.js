/**
 * Taking a seat over by its resume code. Only a press does it: link previews must not use a code up.
 * @module
 */
import { h, icon } from "../elements.js";
import { _ } from "../words.js";
import { Seat } from "./seat.js";
import { fillTools } from "./toolbar.js";

const form = document.getElementById("resume");
const field = document.getElementById("code");
const problem = document.getElementById("code-problem");
const button = form.querySelector("button[type=submit]");

function complain(message) {
  problem.hidden = !message;
  problem.replaceChildren(...(message ? [icon("i-warn"), h("span", null, message)] : []));
  field.setAttribute("aria-invalid", String(Boolean(message)));
  if (message) field.focus();
}

async function ask(code) {
  const options = { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ code }), credentials: "same-origin" };
  return (await fetch("/api/resume", options)).json();
}

async function submitted(event) {
  event.preventDefault();
  const code = field.value.trim();
  if (!code) return complain(_("请先写续答码。"));
  complain("");
  button.disabled = true;
  const reply = await ask(code).catch(() => null);
  button.disabled = false;
  if (!reply) return complain(_("现在连不上，请过一会儿再试。"));
  if (!reply.ok) return complain(reply.message || _("这个续答码不对，或者已经用过。"));
  new Seat(reply.pin).keep(reply);
  return location.assign("/p/" + reply.pin);
}

fillTools();
form.addEventListener("submit", submitted);
