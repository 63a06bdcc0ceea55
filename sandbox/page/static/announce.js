// Says things: to screen readers only, or to everybody as a notice with a way to dismiss it.

import { h, icon } from "./dom.js";

const byId = (id) => document.getElementById(id);

/** Tells screen readers politely what happened elsewhere on the page. */
export function announce(words) {
  // What stands outside an open modal dialog is inert and would not be heard.
  const region = document.querySelector("dialog[open] .dialog-status") ?? byId("announcer");
  region.replaceChildren(h("p", {}, words));
}

/**
 * Shows a notice in the corner. Trouble stays until it is dismissed; other news leaves by itself.
 * @param {string} words
 * @param {"trouble"|"news"} [kind]
 */
export function notice(words, kind = "trouble") {
  const box = h("div", { class: `notice notice-${kind}` },
    icon(kind === "trouble" ? "warning" : "info"),
    h("p", {}, words),
    h("button", { type: "button", class: "quiet", "aria-label": "Dismiss", onclick: () => box.remove() }, icon("close")));
  // A modal dialog makes everything outside it inert: a notice must be inside to be heard and clicked.
  (document.querySelector("dialog[open] .dialog-notices") ?? byId("notices")).append(box);
  if (kind === "news") setTimeout(() => box.remove(), 6000);
}

/** Runs a task for a listener of the page; what goes wrong becomes a notice. */
export async function attempt(task) {
  try {
    return await task();
  } catch (problem) {
    notice(problem.message);
    return undefined;
  }
}
