// A modal <dialog>: focus stays inside while it is open and goes back where it came from.

import { h } from "./dom.js";

const TABBABLE = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), "
  + "textarea:not([disabled]), [tabindex='0']";

/**
 * Makes a dialog and shows it.
 * @param {{class: string, labelledby: string, onCancel: () => void, home?: () => HTMLElement|null}} how
 *   `onCancel` hears Escape; `home` gets the focus when the element that had it is gone
 * @param {...any} children
 * @returns {HTMLDialogElement & {leave: () => void}}
 */
export function openDialog({ class: looks, labelledby, onCancel, home }, ...children) {
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const dialog = h("dialog", { class: looks, "aria-labelledby": labelledby }, children);
  dialog.addEventListener("cancel", (event) => {
    // Who shows the dialog decides when it goes: an app's modal only leaves with its view.
    event.preventDefault();
    if (event.target === dialog) onCancel();
  });
  dialog.addEventListener("keydown", (event) => {
    // Browsers stop asking after a second Escape and close by themselves: so Escape is heard here.
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
    if (event.key === "Tab") turnAround(dialog, event);
  });
  dialog.leave = () => {
    dialog.close();
    dialog.remove();
    if (before?.isConnected && before !== document.body) before.focus();
    // Gone, or hidden with the menu it stood in.
    if (document.activeElement === document.body) home?.()?.focus();
  };
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** At the last control Tab goes to the first, and back. */
function turnAround(dialog, event) {
  const stops = [...dialog.querySelectorAll(TABBABLE)]
    .filter((each) => each.tabIndex >= 0 && each.getClientRects().length);
  const [first, last] = [stops.at(0), stops.at(-1)];
  const here = document.activeElement;
  if (event.shiftKey ? here === first || !stops.includes(here) : here === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
