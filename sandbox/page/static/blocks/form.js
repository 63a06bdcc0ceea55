// What somebody has typed and chosen in one view, by block_id and action_id.

/** Where each stateful element keeps its start value, and where Slack's view state keeps its current one. */
const SHAPES = {
  plain_text_input: ["initial_value", "value"],
  number_input: ["initial_value", "value"],
  email_text_input: ["initial_value", "value"],
  url_text_input: ["initial_value", "value"],
  datepicker: ["initial_date", "selected_date"],
  timepicker: ["initial_time", "selected_time"],
  file_input: [undefined, "files"],
  checkboxes: ["initial_options", "selected_options"],
  radio_buttons: ["initial_option", "selected_option"],
  static_select: ["initial_option", "selected_option"],
  external_select: ["initial_option", "selected_option"],
  users_select: ["initial_user", "selected_user"],
  channels_select: ["initial_channel", "selected_channel"],
  conversations_select: ["initial_conversation", "selected_conversation"],
  multi_static_select: ["initial_options", "selected_options"],
  multi_external_select: ["initial_options", "selected_options"],
  multi_users_select: ["initial_users", "selected_users"],
  multi_channels_select: ["initial_channels", "selected_channels"],
  multi_conversations_select: ["initial_conversations", "selected_conversations"],
};

/** An option is known by its value; everything else is its own value. */
export const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  return value !== null && typeof value === "object" ? value.value : value;
};

/** Whether what was chosen is still on the list; an update may have taken it off. */
function isOffered(element, value) {
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options);
  return !options || [value ?? []].flat().map(plain).every((each) => options.some((option) => option.value === each));
}

/** What the app suggested is sent whole: the list of suggestions it came from may be gone by then. */
function asSent(element, value) {
  if (element.type === "file_input") return value;
  if (!element.type.endsWith("external_select")) return plain(value);
  return { type: element.type, [SHAPES[element.type][1]]: value };
}

/** The elements of a block that may carry an action. */
export function elementsOf(block) {
  return [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].filter(Boolean);
}

/** Values live as long as the view: an update that keeps both ids keeps what was typed. */
export class Form {
  #values = new Map();

  #key = (block, element) => `${block.block_id} ${element.action_id}`;

  /**
   * The value to show: what was typed here, else what the server knows, else the element's own start.
   * @param {any} [state] the view's `state.values`
   */
  read(block, element, state) {
    const key = this.#key(block, element);
    if (this.#values.has(key) && isOffered(element, this.#values.get(key))) return this.#values.get(key);
    this.#values.delete(key);
    const [initial, current] = SHAPES[element.type] ?? [];
    const known = state?.[block.block_id]?.[element.action_id]?.[current];
    return known ?? element[initial] ?? null;
  }

  write(block, element, value) {
    this.#values.set(this.#key(block, element), value);
  }

  /** All that was typed in the blocks there are now, as the control API takes it. */
  collect(blocks) {
    const values = {};
    for (const block of blocks) {
      for (const element of elementsOf(block)) {
        const key = this.#key(block, element);
        if (!SHAPES[element.type] || !this.#values.has(key)) continue;
        (values[block.block_id] ??= {})[element.action_id] = asSent(element, this.#values.get(key));
      }
    }
    return values;
  }
}
