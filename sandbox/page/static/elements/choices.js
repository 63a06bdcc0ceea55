// Checkboxes and radio buttons.

import { freshId, h } from "../dom.js";
import { plain } from "../blocks/form.js";
import { drawText } from "../text/draw.js";

/** @param {any} element @param {import("./field.js").Field} field */
export function drawChoices(element, field) {
  const many = element.type === "checkboxes";
  const chosen = new Set([field.value ?? []].flat().map(plain));
  const name = freshId("choice");

  const choose = (option, input) => {
    if (!many) chosen.clear();
    if (input.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    const options = element.options.filter((each) => chosen.has(each.value));
    field.set(many ? options : options[0] ?? null);
    field.fire?.({ value: many ? options : options[0], control: input });
  };

  const rows = element.options.map((option) => {
    const input = h("input", {
      type: many ? "checkbox" : "radio", name, checked: chosen.has(option.value),
      data: { focus: `${field.focus} ${option.value}` }, onchange: () => choose(option, input),
    });
    return h("label", { class: "choice" }, input, h("span", {},
      drawText(option.text, field.desk),
      option.description && h("small", {}, drawText(option.description, field.desk))));
  });

  return h("div", {
    id: field.id, class: "choices", role: many ? "group" : "radiogroup", "aria-labelledby": field.labelledby,
    "aria-label": field.labelledby ? null : field.label, "aria-describedby": field.describedby,
  }, rows);
}
