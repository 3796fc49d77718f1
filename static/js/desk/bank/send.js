/**
 * JSON to the server and back; a refusal is a reply like any other, and a lost line has words.
 * @module
 */
import { _ } from "../../words.js";

/**
 * @param {string} url
 * @param {Object} body
 * @returns {Promise<{ok: boolean, data: Object}>}
 */
export async function send(url, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": document.getElementById("csrf").value };
  try {
    const reply = await fetch(url, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) });
    const data = await reply.json().catch(() => ({}));
    return { ok: reply.ok, data: reply.ok || data.message ? data : { ...data, message: _("服务器没有收下，请刷新页面再试一次。") } };
  } catch {
    return { ok: false, data: { message: _("暂时连不上服务器，请再试一次。") } };
  }
}
