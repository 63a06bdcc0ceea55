// Text, number, date and time inputs.

import { h } from "../dom.js";
import { plainWords } from "../text/draw.js";
import { naming } from "./field.js";

const KEYBOARDS = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

/** @param {any} element @param {import("./field.js").Field} field */
export function drawTextInput(element, field) {
  const limit = element.max_length ?? (element.type === "plain_text_input" ? 3000 : null);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const count = h("p", { class: "count", id: field.countId, "aria-live": "polite" });
  let timer = 0;

  const showCount = () => {
    const left = limit === null ? Infinity : limit - input.value.length;
    const near = left <= Math.max(20, limit * 0.1);
    count.textContent = !near ? "" : left >= 0 ? `${left} characters left` : `${-left} characters too many`;
    count.classList.toggle("over", left < 0);
  };
  const type = () => {
    field.set(input.value || null);
    showCount();
    if (!field.fire || !triggers.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = setTimeout(() => field.fire({ value: input.value }), 300);
  };
  const press = (event) => {
    if (event.key !== "Enter" || element.multiline || !field.fire || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    field.fire({ value: input.value, control: input });
  };

  // No maxlength attribute: a browser would cut pasted text off without a word.
  const input = h(element.multiline ? "textarea" : "input", {
    ...naming(field), placeholder: plainWords(element.placeholder), autocomplete: "off", value: field.value ?? "",
    oninput: type, onkeydown: press,
    ...(element.multiline ? { rows: 4 } : { type: "text", inputmode: KEYBOARDS[element.type] }),
  });
  if (element.focus_on_load) input.dataset.first = "";
  showCount();
  return h("div", { class: "typed" }, input, count);
}

/** @param {any} element @param {import("./field.js").Field} field */
export function drawDate(element, field) {
  const change = () => {
    field.set(input.value || null);
    field.fire?.({ value: input.value, control: input });
  };
  const input = h("input", {
    ...naming(field), type: element.type === "datepicker" ? "date" : "time", value: field.value ?? "", onchange: change,
  });
  return input;
}
