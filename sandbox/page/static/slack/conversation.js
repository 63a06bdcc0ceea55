// The open channel: its head, its messages and the composer.

import { attempt } from "../announce.js";
import { slack } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { dots, menuButton } from "../menu.js";
import { Composer } from "./composer.js";
import { byThread, isReply, messageList } from "./messages.js";

/** @param {Element} main */
export function mountConversation(desk, { main, readMessages }) {
  const heading = h("h2", { tabindex: "-1" });
  const about = h("p", { class: "about" });
  const tools = h("div", { class: "head-tools" });
  const list = messageList({ desk });
  const composer = new Composer(desk, { readMessages, toEnd: list.toEnd });
  const pane = h("div", { class: "channel", hidden: true },
    h("header", { class: "pane-head" }, heading, about, tools), list.node, composer.node);
  main.append(pane);

  const showHead = () => {
    const channel = desk.channel();
    pane.hidden = !channel;
    if (!channel) return;
    const isMember = channel.members.includes(desk.userId);
    const count = channel.members.length;
    fill(heading, icon(channel.is_im ? "person" : channel.is_private ? "lock" : "hash"), desk.channelName(channel.id));
    about.textContent = `${channel.is_private && !channel.is_im ? "Private, " : ""}${count} ${count === 1 ? "member" : "members"}`;
    const put = (user, member) => attempt(async () => {
      await slack.join({ user, channel: channel.id, member });
      await desk.readWorld();
    });
    const hasApp = channel.members.includes(desk.world.bot_user_id);
    const app = [desk.world.bot_user_id, desk.appName()];
    if (channel.is_im) fill(tools);
    else if (!isMember) fill(tools, drawPut("Join channel", () => put(desk.userId, true)));
    else fill(tools, !hasApp && drawPut(`Add ${app[1]}`, () => put(app[0], true)), menuButton({
      label: "Channel options", face: dots(), items: () => [
        ...(hasApp ? [{ label: `Remove ${app[1]} from the channel`, act: () => put(app[0], false) }] : []),
        { label: "Leave the channel", act: () => put(desk.userId, false) },
      ],
    }));
    composer.setPlace({ channel, thread: null, isMember });
  };
  for (const topic of ["world", "user", "place"]) desk.on(topic, showHead);

  desk.on("messages", ({ channel, messages }) => list.show({
    label: `Messages in ${desk.channelName(channel)}`,
    key: `${channel} ${desk.userId}`,
    channel,
    messages: messages.filter((each) => !isReply(each) || each.subtype === "thread_broadcast"),
    threads: byThread(messages),
  }));
  desk.on("place", readMessages);
}

const drawPut = (label, put) => h("button", { type: "button", class: "small primary", onclick: put }, icon("plus"), label);
