/**
 * Draws the charts of one item's page, where the page has room for them.
 * @module
 */
import { config } from "../../words.js";
import { curveChart, daysChart, fifthsChart, informationChart } from "./charts.js";

const { analysis } = config;

function put(id, draw, there) {
  const place = document.getElementById(id);
  if (place && there) place.replaceChildren(draw(analysis));
}

if (analysis) {
  put("chart-curve", curveChart, analysis.curve);
  put("chart-information", informationChart, analysis.curve);
  put("chart-fifths", fifthsChart, analysis.fifths && analysis.fifths.people.length);
  put("chart-days", daysChart, analysis.days && analysis.days.length > 1);
}
