// Draws data_visualization blocks as tables of their figures: what a chart says, without saying how Slack paints it.

import { h } from "../dom.js";

/** @param {any} block */
export function drawChart(block) {
  const { chart } = block;
  const series = chart.series ?? [{ name: "", data: chart.segments }];
  const labels = chart.axis_config?.categories ?? chart.segments.map((segment) => segment.label);
  const valueOf = (one, label) => one.data.find((point) => point.label === label)?.value ?? "";
  return h("table", { class: "chart" },
    h("caption", {}, block.title),
    h("thead", {}, h("tr", {}, h("td", {}), series.map((one) => h("th", { scope: "col" }, one.name)))),
    h("tbody", {}, labels.map((label) => h("tr", {},
      h("th", { scope: "row" }, label), series.map((one) => h("td", {}, String(valueOf(one, label))))))));
}
