/**
 * How far the job is that this page has asked for.
 * @module
 */
import { bar, h, setProperty, write } from "../../elements.js";
import { _, config } from "../../words.js";
import { ending, follow } from "../job.js";

const STEPS = {
  collecting: _("收集作答"), abilities: _("估计每人的能力"), figures: _("逐题统计"), fit: _("比对曲线"), groups: _("比较各群体"),
  storing: _("存下结果"), calibrating: _("标定难度"),
};

/**
 * @param {HTMLElement|null} place where the line stands; hidden while there is no job
 * @param {(job: {state: string}) => void} over
 */
export async function watchJob(place, over) {
  if (!place || !config.job) return;
  const level = bar(0);
  const words = h("p", { role: "status" }, _("排队等着"));
  place.replaceChildren(words, level);
  place.hidden = false;
  const job = await follow(config.job_url.replace("JOB", config.job), ({ state, share, step }) => {
    if (state === "running") write(words, STEPS[step] || _("正在计算"));
    setProperty(level, "--p", Math.round(100 * (share || 0)));
  });
  if (job.state !== "done" && job.state !== "refused") {
    level.hidden = true;
    write(words, ending(job.state));
  }
  over(job);
}
