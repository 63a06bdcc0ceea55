// The list under a combobox.

import { fill, freshId, h } from "../dom.js";
import { place } from "../menu.js";
import { drawPlainText } from "../text/draw.js";

export class OptionList {
  #rows = [];
  #active = -1;

  /** @param {{pick: (option: any) => void}} how */
  constructor({ pick }) {
    this.pick = pick;
    this.id = freshId("options");
    this.list = h("div", { id: this.id, role: "listbox", "aria-label": "Options" });
    this.status = h("p", { role: "status" });
    this.node = h("div", { class: "options", popover: "manual" }, this.status, this.list);
    // A press on an option must not take the focus from the input: leaving it closes the list.
    this.node.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get isOpen() {
    return this.node.matches(":popover-open");
  }

  /** Ties the list to its input. */
  attach(input) {
    this.input = input;
    input.setAttribute("aria-controls", this.id);
    this.#expand(false);
  }

  /** A text box that offers completions is no combobox and may not carry the state. */
  #expand(isOpen) {
    if (this.input.getAttribute("role") === "combobox") this.input.setAttribute("aria-expanded", String(isOpen));
  }

  /** Shows one sentence and no options. */
  say(words) {
    this.#fill([]);
    this.status.textContent = words;
    this.#open();
  }

  /** Shows what was found: options, or options in groups. */
  offer({ options, option_groups: groups }) {
    const all = groups ?? [{ options: options ?? [] }];
    this.#fill(all.filter((group) => group.options.length));
    const count = this.#rows.length;
    this.status.textContent = count ? `${count} ${count === 1 ? "result" : "results"}` : "Nothing found.";
    this.status.classList.toggle("visually-hidden", count > 0);
    this.#open();
    if (count) this.#activate(0);
  }

  close() {
    if (this.isOpen) this.node.hidePopover();
    this.#expand(false);
    this.unmark();
  }

  /** Takes the mark off the option that Enter would choose. */
  unmark() {
    this.#rows[this.#active]?.node.setAttribute("aria-selected", "false");
    this.#active = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Moves to the next (1) or previous (-1) option, around the ends. */
  move(step) {
    const count = this.#rows.length;
    if (count) this.#activate((this.#active + step + count) % count);
  }

  pickActive() {
    if (this.isOpen && this.#rows[this.#active]) this.pick(this.#rows[this.#active].option);
  }

  #open() {
    if (!this.isOpen) this.node.showPopover();
    this.node.style.minWidth = `${this.input.offsetWidth}px`;
    place(this.node, this.input);
    this.#expand(true);
  }

  #fill(groups) {
    this.unmark();
    this.#rows = [];
    this.status.classList.remove("visually-hidden");
    fill(this.list, groups.map((group) => {
      const rows = group.options.map((option) => this.#draw(option));
      if (!group.label) return rows;
      const name = freshId("group");
      return h("div", { role: "group", "aria-labelledby": name },
        h("div", { class: "group-name", id: name, role: "presentation" }, drawPlainText(group.label.text)), rows);
    }));
  }

  #draw(option) {
    const node = h("div", { id: freshId("option"), role: "option", "aria-selected": "false", onclick: () => this.pick(option) },
      drawPlainText(option.text.text),
      option.description && h("small", {}, drawPlainText(option.description.text)));
    this.#rows.push({ option, node });
    return node;
  }

  #activate(index) {
    this.unmark();
    this.#active = index;
    const { node } = this.#rows[index];
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }
}
