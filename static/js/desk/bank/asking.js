/**
 * Asking the desk for something with the page's token, and waiting for what takes long.
 * @module
 */
import { _ } from "../../words.js";
import { ending, follow } from "../job.js";

const byId = (id) => document.getElementById(id);
let working = 0;

/**
 * Send something to the server.
 * @param {string} url
 * @param {FormData|Object} body an object goes as JSON
 * @param {string} token the form token of the page
 * @returns {Promise<Object>} the answer's JSON with `status`; `error` when something went wrong
 */
export async function post(url, body, token) {
  const headers = { "X-CSRFToken": token };
  const form = body instanceof FormData;
  if (!form) headers["Content-Type"] = "application/json";
  const options = { method: "POST", headers, body: form ? body : JSON.stringify(body), credentials: "same-origin" };
  const reply = await fetch(url, options).catch(() => null);
  if (!reply) return { error: "offline", message: _("暂时连不上服务器，请再试一次。") };
  const said = await reply.json().catch(() => ({}));
  if (reply.ok) return said;
  return { error: said.error || "refused", message: said.message || words(reply.status, said.error) };
}

function words(status, error) {
  if (error === "gone") return _("文件只保留一小时。题库没有改动；请重新选文件。");
  return status === 400 ? _("这一页已经放得太久，请刷新后再试。") : _("没有成功，题库没有改动。请刷新后再试。");
}

/**
 * Start a job and wait for its end, with the bar in sight.
 * @param {function(): Promise<Object>} start gives `{job}` or `{error, message}`
 * @param {function(Object): void} [started] told what `start` gave
 * @returns {Promise<{outcome: Object}|{trouble: string}>}
 */
export async function work(start, started = () => {}) {
  working += 1;
  byId("work").hidden = false;
  byId("trouble").hidden = true;
  try {
    const begun = await start();
    if (begun.error) return { trouble: begun.message };
    started(begun);
    const job = await follow(begun.job, () => {});
    if (job.state === "done") return { outcome: job.outcome };
    if (job.outcome.reason === "bank_changed") return { trouble: _("题库正在被别人改动，没有导入；请再试一次。") };
    return { trouble: ending(job.state) };
  } finally {
    working -= 1;
    byId("work").hidden = working === 0;
  }
}

/** Say what went wrong, where it is seen and read out. */
export function complain(text) {
  byId("trouble").querySelector("span").textContent = text;
  byId("trouble").hidden = !text;
  if (text) byId("trouble").scrollIntoView({ block: "nearest" });
}
