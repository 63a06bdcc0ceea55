// Errors beside the fields of a modal, and where the focus goes in one.

import { icon } from "../dom.js";

const CONTROLS = "input, select, textarea, button";

/** The block whose id this is. */
const blockOf = (body, id) => [...body.children].find((each) => each.dataset.block === id);

/**
 * Puts each error beside its field and the focus on the first field that has one.
 * @param {Element} body
 * @param {Record<string, string>} errors by block_id
 * @param {(words: string) => void} orElse says an error that has no field
 */
export function showErrors(body, errors, orElse) {
  for (const [id, words] of Object.entries(errors)) {
    const block = blockOf(body, id);
    const place = block?.querySelector(".error");
    if (!place) {
      orElse(words);
      continue;
    }
    place.replaceChildren(icon("warning"), words);
    place.hidden = false;
    block.querySelectorAll("input, select, textarea").forEach((each) => each.setAttribute("aria-invalid", "true"));
  }
  body.querySelector("[aria-invalid]")?.focus();
}

export function hideErrors(body) {
  body.querySelectorAll(".error").forEach((each) => (each.hidden = true));
  body.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
}

/** Remembers which control has the focus, to find its twin after a redraw. */
export const focusMark = (body) => (body.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined);

/** Focuses what was focused before, else the element that asks for it, else the first field, else the title. */
export function focusFirst(body, title, mark) {
  const marked = mark && [...body.querySelectorAll("[data-focus]")].find((each) => each.dataset.focus === mark);
  const first = marked || body.querySelector("[data-first]")
    || [...body.querySelectorAll(CONTROLS)].find((each) => each.getClientRects().length) || title;
  first.focus();
}

/** The words of a view that differ from before: its title and the text blocks that were redrawn. */
export function changedWords(before, view, body) {
  const old = new Set(before.blocks.map((block) => JSON.stringify(block)));
  const fresh = view.blocks.filter((block) => block.type !== "input" && !old.has(JSON.stringify(block)));
  const title = view.title.text === before.title.text ? [] : [view.title.text];
  const words = [...title, ...fresh.map((block) => (blockOf(body, block.block_id)?.innerText ?? "").trim())];
  return words.filter(Boolean).join(". ").replace(/([.!?:…])\. /g, "$1 ");
}
