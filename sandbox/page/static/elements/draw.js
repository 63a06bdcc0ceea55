// Picks the control for a Block Kit element.

import { h } from "../dom.js";
import { drawButton, drawOverflow } from "./button.js";
import { drawChoices } from "./choices.js";
import { drawCombobox } from "./combobox.js";
import { drawFile } from "./file.js";
import { drawSelect, optionsOf } from "./select.js";
import { drawDate, drawTextInput } from "./text.js";

const CONTROLS = {
  button: drawButton,
  overflow: drawOverflow,
  plain_text_input: drawTextInput,
  number_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  datepicker: drawDate,
  timepicker: drawDate,
  file_input: drawFile,
  checkboxes: drawChoices,
  radio_buttons: drawChoices,
  static_select: drawSelect,
  users_select: drawSelect,
  channels_select: drawSelect,
  conversations_select: drawSelect,
  external_select: (element, field) => drawCombobox(element, field, field.suggest),
  multi_external_select: (element, field) => drawCombobox(element, field, field.suggest),
  multi_static_select: drawLocal,
  multi_users_select: drawLocal,
  multi_channels_select: drawLocal,
  multi_conversations_select: drawLocal,
};
const GROUPS = ["checkboxes", "radio_buttons"];

/** Whether a <label for> can name the control; a group of boxes is named otherwise. */
export const isLabelable = (element) => !GROUPS.includes(element.type);

/** @param {any} element @param {Field} field */
export function drawElement(element, field) {
  const draw = CONTROLS[element.type];
  return draw ? draw(element, field) : h("p", { class: "undrawn" }, `(A “${element.type}” element, which this page does not draw.)`);
}

/** Many from a list that is known: the same control as for a list the app is asked for. */
function drawLocal(element, field) {
  const { groups } = optionsOf(element, field.desk);
  const matches = (words) => (option) => option.text.text.toLowerCase().includes(words.toLowerCase());
  return drawCombobox({ min_query_length: 0, ...element }, field, async (words) => ({
    option_groups: groups.map((group) => ({ ...group, options: group.options.filter(matches(words)) })),
  }));
}
