// A searchable select: type, the list follows, arrows move, Enter chooses, Escape closes the list only.
// After the combobox pattern with list autocomplete of the ARIA authoring practices.

import { fill, h, icon } from "../dom.js";
import { latest } from "../latest.js";
import { plainWords } from "../text/draw.js";
import { naming } from "./field.js";
import { OptionList } from "./options.js";

const MIN_QUERY = 3; // Slack's default of min_query_length
const MOVES = { ArrowDown: 1, ArrowUp: -1 };

/**
 * @param {any} element
 * @param {import("./field.js").Field} field
 * @param {(words: string) => Promise<{options?: any[], option_groups?: any[]}>} suggest
 */
export const drawCombobox = (element, field, suggest) => new Combobox(element, field, suggest).node;

class Combobox {
  #timer = 0;

  constructor(element, field, suggest) {
    this.field = field;
    this.suggest = suggest;
    this.many = element.type.startsWith("multi_");
    this.least = element.min_query_length ?? MIN_QUERY;
    this.most = element.max_selected_items ?? Infinity;
    this.chosen = [field.value ?? []].flat().map((value) => asOption(value, field.desk));
    this.search = latest(() => this.#search());
    this.list = new OptionList({ pick: (option) => this.#pick(option) });
    this.input = h("input", {
      ...naming(field), type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      placeholder: plainWords(element.placeholder), oninput: () => this.#type(),
      onfocus: () => this.input.select(), onclick: () => this.list.isOpen || this.#later(0),
      onblur: () => this.#leave(), onkeydown: (event) => this.#press(event),
    });
    if (element.focus_on_load) this.input.dataset.first = "";
    this.chips = h("ul", { class: "chips" });
    this.node = h("div", { class: "combobox" },
      this.many && this.chips, h("div", { class: "combobox-entry" }, this.input, icon("chevron")), this.list.node);
    this.list.attach(this.input);
    this.#show();
  }

  #show() {
    if (this.many) fill(this.chips, this.chosen.map((option) => this.#drawChip(option)));
    else this.input.value = this.chosen[0] ? plainWords(this.chosen[0].text) : "";
  }

  #drawChip(option) {
    const words = plainWords(option.text);
    const remove = () => {
      this.#store(this.chosen.filter((each) => each !== option));
      this.input.focus();
    };
    return h("li", {}, words,
      h("button", { type: "button", class: "quiet", "aria-label": `Remove ${words}`, onclick: remove }, icon("close")));
  }

  #store(options) {
    this.chosen = options;
    this.field.set(this.many ? options : options[0] ?? null);
    this.#show();
    if (this.many || options[0]) this.field.fire?.({ value: this.many ? options : options[0], control: this.input });
  }

  #pick(option) {
    this.list.close();
    if (!this.many) return this.#store([option]);
    this.input.value = "";
    const others = this.chosen.filter((each) => each.value !== option.value);
    return this.#store([...others, option].slice(0, this.most));
  }

  #type() {
    // What is marked answers the words before these: Enter must not choose it.
    this.list.unmark();
    this.#later(150);
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.search, milliseconds);
  }

  /** What is looked for; the name of the one already chosen is no question. */
  #words() {
    const shown = !this.many && this.chosen[0] && plainWords(this.chosen[0].text);
    return this.input.value === shown ? "" : this.input.value.trim();
  }

  async #search() {
    const words = this.#words();
    const missing = this.least - words.length;
    if (missing > 0) return this.list.say(`Type ${missing} more ${missing === 1 ? "letter" : "letters"}.`);
    this.list.say("Searching…");
    try {
      const found = await this.suggest(words);
      // Closed meanwhile, by Escape or by leaving: a late answer does not open it again.
      if (this.list.isOpen) this.list.offer(found);
    } catch (problem) {
      if (this.list.isOpen) this.list.say(problem.message);
    }
    return undefined;
  }

  #leave() {
    clearTimeout(this.#timer);
    this.list.close();
    // The chips stay as they are: the press that took the focus may be on one of them.
    if (this.many) this.input.value = "";
    else if (this.input.value === "" && this.chosen.length) this.#store([]);
    else this.#show();
  }

  #press(event) {
    if (event.key in MOVES) {
      event.preventDefault();
      if (this.list.isOpen) this.list.move(MOVES[event.key]);
      else this.#later(0);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.list.pickActive();
    } else if (event.key === "Escape" && this.list.isOpen) {
      // Only the list: the dialog around it hears the next Escape.
      event.preventDefault();
      event.stopPropagation();
      clearTimeout(this.#timer);
      this.list.close();
    } else if (event.key === "Backspace" && this.many && !this.input.value && this.chosen.length) {
      this.#store(this.chosen.slice(0, -1));
    }
  }
}

/** Start values of people and channel selects are bare ids. */
function asOption(value, desk) {
  if (typeof value === "object") return value;
  const words = desk.user(value) ? desk.nameOf(value) : `#${desk.channelName(value)}`;
  return { value, text: { type: "plain_text", text: words } };
}
