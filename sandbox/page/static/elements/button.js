// Buttons and overflow menus.

import { h } from "../dom.js";
import { dots, menuButton } from "../menu.js";
import { drawText } from "../text/draw.js";

/** @param {any} element @param {import("./field.js").Field} field */
export function drawButton(element, field) {
  const looks = { primary: "primary", danger: "danger" }[element.style] ?? "";
  const press = () => {
    if (button.getAttribute("aria-busy")) return;
    if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
    field.fire?.({ control: button });
  };
  const button = h("button", {
    type: "button", class: looks, onclick: press, "aria-label": element.accessibility_label, data: { focus: field.focus },
  }, drawText(element.text, field.desk));
  return button;
}

/** @param {any} element @param {import("./field.js").Field} field */
export function drawOverflow(element, field) {
  const items = () => element.options.map((option) => ({
    label: drawText(option.text, field.desk),
    note: option.description?.text,
    act: () => field.fire?.({ value: option }),
  }));
  return menuButton({ label: element.accessibility_label ?? "More options", face: dots(), items, class: "overflow", focus: field.focus });
}
