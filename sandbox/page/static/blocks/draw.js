// Draws Block Kit blocks, one function a kind; a kind the page does not know is named, never dropped.

import { drawElement, isLabelable } from "../elements/draw.js";
import { freshId, h, icon } from "../dom.js";
import { reconcile } from "../reconcile.js";
import { drawText, plainWords } from "../text/draw.js";
import { drawChart } from "./chart.js";
import { drawRichText } from "./rich.js";

/** @typedef {import("./surface.js").Surface} Surface */

const DRAW = {
  section: drawSection,
  header: (block, surface) => h("h3", { class: "block-header" }, drawText(block.text, surface.desk)),
  context: drawContext,
  divider: () => h("hr"),
  actions: drawActions,
  input: drawInput,
  image: drawImage,
  rich_text: (block, surface) => drawRichText(block, surface.desk),
  alert: drawAlert,
  data_visualization: drawChart,
};

/** Draws blocks into a parent, leaving alone those that look as before. */
export function showBlocks(parent, blocks, surface) {
  const numbered = (blocks ?? []).map((block, index) => ({ block, key: block.block_id ?? `at-${index}` }));
  reconcile(parent, numbered, { key: (item) => item.key, draw: ({ block }) => drawBlock(block, surface) });
}

/** @param {any} block @param {Surface} surface */
function drawBlock(block, surface) {
  const draw = DRAW[block.type];
  const body = draw ? draw(block, surface) : h("p", { class: "undrawn" }, `(A “${block.type}” block, which this page does not draw.)`);
  return h("div", { class: `block block-${block.type}`, data: { block: block.block_id ?? "" } }, body);
}

function drawSection(block, surface) {
  const words = block.text && h("div", { class: "text" }, drawText(block.text, surface.desk));
  const fields = block.fields?.length && h("div", { class: "fields" },
    block.fields.map((field) => h("div", { class: "text" }, drawText(field, surface.desk))));
  const accessory = block.accessory && h("div", { class: "accessory" },
    drawOwn(block, block.accessory, surface, plainWords(block.text)));
  return [h("div", { class: "section-words" }, words, fields), accessory];
}

function drawContext(block, surface) {
  return block.elements.map((element) => (element.type === "image"
    ? picture(element.alt_text, "small")
    : h("span", { class: "text" }, drawText(element, surface.desk))));
}

function drawActions(block, surface) {
  return h("div", { class: "actions" }, block.elements.map((element) => drawOwn(block, element, surface, "")));
}

/** An element outside an input block: each change is an action. */
function drawOwn(block, element, surface, words) {
  if (element.type === "image") return picture(element.alt_text);
  const label = element.accessibility_label ?? plainWords(element.placeholder ?? element.text) ?? "";
  return drawElement(element, {
    ...values(block, element, surface),
    id: freshId("element"),
    label: label || words || element.action_id,
    fire: (detail) => surface.act(block, element, detail),
  });
}

function drawInput(block, surface) {
  const { element } = block;
  const id = freshId("field");
  const ids = { label: `${id}-label`, hint: `${id}-hint`, error: `${id}-error`, count: `${id}-count` };
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  const label = isLabelable(element)
    ? h("label", { for: id, id: ids.label }, drawText(block.label, surface.desk), optional)
    : h("span", { class: "label", id: ids.label }, drawText(block.label, surface.desk), optional);
  const hint = block.hint && h("p", { class: "hint", id: ids.hint }, drawText(block.hint, surface.desk));
  const control = drawElement(element, {
    ...values(block, element, surface),
    id,
    labelledby: ids.label,
    describedby: [hint && ids.hint, ids.count, ids.error].filter(Boolean).join(" "),
    countId: ids.count,
    required: !block.optional,
    fire: block.dispatch_action ? (detail) => surface.act(block, element, detail) : null,
  });
  return [label, control, hint, h("p", { class: "error", id: ids.error, hidden: true })];
}

/** What every element needs: its value, a place to put a new one, and the world around it. */
function values(block, element, surface) {
  return {
    value: surface.read(block, element),
    set: (value) => surface.write(block, element, value),
    suggest: (words) => surface.suggest(block, element, words),
    focus: `${block.block_id} ${element.action_id}`,
    desk: surface.desk,
  };
}

function drawImage(block, surface) {
  const title = block.title && h("figcaption", {}, drawText(block.title, surface.desk));
  return h("figure", {}, picture(block.alt_text), title);
}

/** Pictures are not loaded: the page speaks only to the sandbox. Their words stand in for them. */
function picture(words, looks = "") {
  return h("span", { class: `picture ${looks}`, role: "img", "aria-label": words }, icon("picture"), h("span", {}, words));
}

function drawAlert(block, surface) {
  const kind = { warning: "warning", error: "no", success: "ok" }[block.level] ?? "info";
  return [icon(kind, block.level ?? "info"), h("div", { class: "text" }, drawText(block.text, surface.desk))];
}
