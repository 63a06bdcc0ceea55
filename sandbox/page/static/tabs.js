// On a narrow window one pane shows at a time: the buttons that choose which.

import { fill, h, hidden, icon } from "./dom.js";

const PANES = [["sidebar", "Places", "hash"], ["conversation", "Messages", "thread"], ["phone", "Phone", "phone"]];

/** @param {HTMLElement} tabs @param {HTMLElement} desktop */
export function mountTabs(desk, tabs, desktop) {
  let waiting = 0;
  const show = (pane) => {
    desktop.dataset.pane = pane;
    fill(tabs, PANES.map(([name, label, mark]) => h("button", {
      type: "button", "aria-current": name === pane ? "true" : null, data: { tab: name }, onclick: () => choose(name),
    }, icon(mark), label, name === "phone" && waiting > 0 && h("span", { class: "unread" }, waiting, hidden(" waiting")))));
  };
  const choose = (name) => {
    show(name);
    tabs.querySelector(`[data-tab=${name}]`).focus();
  };
  desk.on("place", () => show("conversation"));
  desk.on("waiting", (count) => {
    waiting = count;
    const focused = document.activeElement?.dataset.tab;
    show(desktop.dataset.pane);
    if (focused) tabs.querySelector(`[data-tab=${focused}]`).focus();
  });
  show("conversation");
}
