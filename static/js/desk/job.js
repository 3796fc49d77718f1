/**
 * A long computation on the server, followed from the page that asked for it.
 * @module
 */
import { _ } from "../words.js";

const EVERY = 700;
const OVER = new Set(["done", "refused", "failed", "stopped"]);

/**
 * Asks again and again until the job is over. A server that cannot be reached is asked again; one that does not know the
 * job was started anew, and the job is gone.
 * @param {string} url of the job's state
 * @param {(job: {state: string, share: number|null, step: string, outcome: Object}) => void} show called at every change
 * @returns {Promise<{state: string, outcome: Object}>} the job when it is over; state "gone" for one that nobody knows
 */
export async function follow(url, show) {
  for (;;) {
    const reply = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (reply && reply.status === 404) return { state: "gone", outcome: {} };
    if (reply && reply.ok) {
      const job = await reply.json();
      show(job);
      if (OVER.has(job.state)) return job;
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

/**
 * What to say of a job that ended without an outcome.
 * @param {string} state
 */
export function ending(state) {
  if (state === "stopped") return _("已停止，没有改动任何东西。");
  if (state === "gone") return _("服务器重启过，这项计算没有做完，也没有改动任何东西。请再来一次。");
  return _("计算没有完成，没有改动任何东西。请再试一次；还不行，请告诉管理员看日志。");
}
