// Draws data_visualization blocks as tables of their figures, each with a bar: what a chart says, without saying how Slack paints it.

import { h } from "../dom.js";

/** @param {any} block */
export function drawChart(block) {
  const { chart } = block;
  const series = chart.series ?? [{ name: "", data: chart.segments }];
  const labels = chart.axis_config?.categories ?? chart.segments.map((segment) => segment.label);
  const valueOf = (one, label) => one.data.find((point) => point.label === label)?.value ?? "";
  const most = Math.max(1, ...series.flatMap((one) => one.data.map((point) => point.value)));
  return h("table", { class: "chart" },
    h("caption", {}, block.title),
    h("thead", {}, h("tr", {}, h("td", {}), series.map((one) => h("th", { scope: "col" }, one.name)))),
    h("tbody", {}, labels.map((label) => h("tr", {},
      h("th", { scope: "row" }, label), series.map((one) => drawFigure(valueOf(one, label), most))))));
}

function drawFigure(value, most) {
  const bar = h("span", { class: "chart-bar", "aria-hidden": "true" });
  bar.style.inlineSize = `${(100 * (Number(value) || 0)) / most}%`;
  return h("td", {}, h("span", { class: "chart-figure" }, String(value)), h("span", { class: "chart-track" }, bar));
}
