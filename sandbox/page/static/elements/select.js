// One from a list that is known: the browser's own select.

import { h } from "../dom.js";
import { plain } from "../blocks/form.js";
import { plainWords } from "../text/draw.js";
import { naming } from "./field.js";

const asOption = (value, words) => ({ value, text: { type: "plain_text", text: words } });

/** The options of an element, in groups; people and channels come from the world. */
export function optionsOf(element, desk) {
  const kind = element.type.replace("multi_", "");
  const flat = {
    users_select: () => desk.people().map((user) => asOption(user.id, desk.nameOf(user.id))),
    channels_select: () => desk.channels().filter((each) => !each.is_private && !each.is_im).map(channelOption),
    conversations_select: () => desk.channels().map(channelOption),
  }[kind]?.() ?? element.options;
  return { groups: flat ? [{ options: flat }] : element.option_groups ?? [] };
}

const channelOption = (channel) => asOption(channel.id, `#${channel.name}`);

/** @param {any} element @param {import("./field.js").Field} field */
export function drawSelect(element, field) {
  const { groups } = optionsOf(element, field.desk);
  const all = groups.flatMap((group) => group.options);
  const draw = (option) => h("option", { value: option.value },
    option.description ? `${plainWords(option.text)} – ${plainWords(option.description)}` : plainWords(option.text));

  const change = () => {
    const option = all.find((each) => each.value === select.value) ?? null;
    field.set(option);
    if (option) field.fire?.({ value: option, control: select });
  };
  const select = h("select", { ...naming(field), onchange: change },
    h("option", { value: "" }, plainWords(element.placeholder) || "Choose…"),
    groups.map((group) => (group.label
      ? h("optgroup", { label: plainWords(group.label) }, group.options.map(draw))
      : group.options.map(draw))));
  select.value = plain(field.value) ?? "";
  return select;
}
