/**
 * A request of a page's script that changes something or carries a whole draft.
 * @module
 */

/**
 * @param {string} url
 * @param {Object} body
 * @returns {Promise<{status: number, data: Object}>} status 0 when the server could not be reached
 */
export async function post(url, body) {
  const token = document.querySelector("input[name='csrf_token']").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" }).catch(() => null);
  if (!reply) return { status: 0, data: {} };
  return { status: reply.status, data: await reply.json().catch(() => ({})) };
}
