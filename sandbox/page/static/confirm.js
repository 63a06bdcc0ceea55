// Asks before something happens.

import { openDialog } from "./dialog.js";
import { freshId, h } from "./dom.js";

/**
 * @param {{title: any, text: any, yes: any, no: any, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, yes, no, danger = false }) {
  const id = freshId("confirm");
  return new Promise((resolve) => {
    const answer = (value) => {
      dialog.leave();
      resolve(value);
    };
    const stay = h("button", { type: "button", onclick: () => answer(false) }, no);
    const go = h("button", { type: "button", class: danger ? "danger solid" : "primary", onclick: () => answer(true) }, yes);
    const dialog = openDialog({ class: "confirm", labelledby: id, onCancel: () => answer(false) },
      h("h2", { id }, title),
      h("div", { class: "dialog-body" }, text),
      h("div", { class: "dialog-foot" }, stay, go));
    // The safe answer has the focus when the other one destroys something.
    (danger ? stay : go).focus();
  });
}
