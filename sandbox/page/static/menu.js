// A button that opens a menu of actions: arrows move, Escape closes, focus goes back to the button.

import { fill, h, icon } from "./dom.js";

/** @typedef {{label: any, act: () => void, note?: string, danger?: boolean}} Item */

/**
 * @param {{label: string, face: any[], items: () => Item[], class?: string, focus?: string}} menu
 *   `label` names the button, `face` is what it shows, `items` is asked each time it opens
 */
export function menuButton({ label, face, items, class: looks = "quiet", focus }) {
  const list = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  const button = h("button", {
    type: "button", class: looks, "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label,
    data: focus ? { focus } : {}, title: label,
  }, face);

  const rows = () => [...list.querySelectorAll("[role=menuitem]")];
  const open = (last = false) => {
    fill(list, items().map((item) => drawItem(item, () => close())));
    list.showPopover();
    place(list, button);
    rows().at(last ? -1 : 0)?.focus();
  };
  const close = () => list.hidePopover();

  // A press on the open menu's button first closes it as any press outside does: it must not open again.
  let wasOpen = false;
  button.addEventListener("pointerdown", () => (wasOpen = list.matches(":popover-open")));
  button.addEventListener("click", () => {
    if (!wasOpen) open();
    wasOpen = false;
  });
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(event.key === "ArrowUp");
  });
  list.addEventListener("toggle", (event) => {
    const isOpen = event.newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen && (list.contains(document.activeElement) || document.activeElement === document.body)) button.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Tab") close();
    // The menu alone hears Escape, not the dialog it may stand in.
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
      button.focus();
    }
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const step = { ArrowDown: here + 1, ArrowUp: here - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    all[step % all.length].focus();
  });
  return h("span", { class: "menu-anchor" }, button, list);
}

function drawItem({ label, act, note, danger }, close) {
  const run = () => {
    close();
    act();
  };
  return h("button", { type: "button", role: "menuitem", tabindex: "-1", class: danger ? "danger" : "", onclick: run },
    h("span", {}, label), note && h("small", {}, note));
}

/** Puts a list under its button, or above it where there is no room below, always inside the window. */
export function place(list, button) {
  const box = button.getBoundingClientRect();
  const { width, height } = list.getBoundingClientRect();
  const below = box.bottom + 4;
  const top = below + height > innerHeight && box.top > height + 4 ? box.top - height - 4 : below;
  const left = Math.min(box.left, innerWidth - width - 8);
  list.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  list.style.left = `${Math.max(8, left)}px`;
}

/** The usual face of a "more" menu. */
export const dots = () => [icon("more")];
