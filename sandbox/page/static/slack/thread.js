// The open thread, beside the conversation.

import { fill, h, icon } from "../dom.js";
import { Composer } from "./composer.js";
import { messageList } from "./messages.js";

/** @param {HTMLElement} pane */
export function mountThread(desk, { pane, readMessages }) {
  const list = messageList({ desk, areReplies: true });
  const composer = new Composer(desk, { readMessages, toEnd: list.toEnd });
  const heading = h("h2", { tabindex: "-1" }, "Thread");
  let opener = "";
  let opened = "";

  const close = () => {
    desk.openThread(null);
    const twin = [...document.querySelectorAll("[data-focus]")].find((each) => each.dataset.focus === opener);
    (twin ?? document.querySelector(".channel .composer textarea"))?.focus();
  };
  fill(pane,
    h("header", { class: "pane-head" }, heading,
      h("button", { type: "button", class: "quiet", "aria-label": "Close thread", title: "Close thread", onclick: close }, icon("close"))),
    list.node, composer.node);
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });

  const show = () => {
    pane.hidden = !desk.threadTs || desk.place.kind !== "channel";
    document.getElementById("desk").classList.toggle("has-thread", !pane.hidden);
    const ts = pane.hidden ? "" : desk.threadTs;
    if (ts && ts !== opened) {
      opener = document.activeElement?.dataset.focus ?? "";
      const channel = desk.channel();
      composer.setPlace({ channel, thread: ts, isMember: channel.members.includes(desk.userId) });
      readMessages();
      heading.focus();
    }
    opened = ts;
  };
  for (const topic of ["thread", "place", "user"]) desk.on(topic, show);

  desk.on("messages", ({ channel, messages }) => {
    if (!desk.threadTs) return;
    list.show({
      label: "Replies", key: `${channel} ${desk.userId} ${desk.threadTs}`, channel, threads: new Map(),
      messages: messages.filter((each) => each.ts === desk.threadTs || each.thread_ts === desk.threadTs),
    });
  });
}
