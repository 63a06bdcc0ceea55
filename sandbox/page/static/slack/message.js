// One message.

import { h, hidden, icon } from "../dom.js";
import { dots, menuButton } from "../menu.js";
import { showBlocks } from "../blocks/draw.js";
import { Surface } from "../blocks/surface.js";
import { formatDate, formatTime } from "../text/dates.js";
import { drawMrkdwn } from "../text/draw.js";
import { runShortcut } from "./shortcuts.js";

/** Whether the app wrote it. */
const isFromApp = (desk, message) => Boolean(message.bot_id) || desk.isBot(message.user);

export function authorOf(desk, message) {
  if (message.username) return message.username;
  return isFromApp(desk, message) ? desk.appName() : desk.nameOf(message.user);
}

/**
 * @param {any} message as conversations.history gives it
 * @param {{desk: any, channel: string, replies?: any[], isReply?: boolean, follows?: boolean}} how
 *   `follows`: it continues the one above by the same author, so name and picture are left out
 */
export function drawMessage(message, { desk, channel, replies = [], isReply = false, follows = false }) {
  const author = authorOf(desk, message);
  const seconds = Number(message.ts);
  const time = h("time", {
    datetime: new Date(seconds * 1000).toISOString(), title: formatDate(seconds, "{date_long} {time_secs}", desk.reader()),
  }, formatTime(seconds, desk.reader()));
  const body = h("div", { class: "message-body" });
  if (message.blocks?.length) {
    const target = () => ({ channel, message_ts: message.ts });
    showBlocks(body, message.blocks, new Surface({ kind: "message", desk, target }));
  } else {
    body.append(h("div", { class: "text" }, drawMrkdwn(message.text, desk)));
  }

  return h("li", {
    class: ["message", follows && "follows", message.is_ephemeral && "ephemeral"].filter(Boolean).join(" "),
    data: { ts: message.ts },
  }, h("article", {},
    message.is_ephemeral && h("p", { class: "note" }, icon("eye"), "Only visible to you"),
    message.subtype === "thread_broadcast" && !isReply && drawBroadcast(desk, message),
    avatar(desk, message, author),
    h("div", { class: follows ? "message-head visually-hidden" : "message-head" },
      h("strong", {}, author), isFromApp(desk, message) && h("span", { class: "badge" }, "App"), time),
    body,
    message.edited && h("span", { class: "edited" }, "(edited)"),
    message.files?.length > 0 && h("ul", { class: "files" }, message.files.map(drawFile)),
    !isReply && replies.length > 0 && drawReplies(desk, message, replies),
    !message.is_ephemeral && h("div", { class: "message-tools" }, drawTools(desk, message, channel, isReply, author))));
}

function avatar(desk, message, author) {
  if (isFromApp(desk, message)) return h("span", { class: "avatar avatar-app", "aria-hidden": "true" }, icon("app"));
  const initials = author.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  const hue = [...author].reduce((sum, char) => sum + char.codePointAt(0), 0) % 6;
  return h("span", { class: `avatar avatar-${hue}`, "aria-hidden": "true" }, initials);
}

function drawBroadcast(desk, message) {
  return h("p", { class: "note" }, icon("thread"), "Replied to ",
    h("button", { type: "button", class: "linklike", onclick: () => desk.openThread(message.thread_ts) }, "a thread"));
}

function drawReplies(desk, message, replies) {
  const last = formatDate(Number(replies.at(-1).ts), "{date_short_pretty} {time}", desk.reader());
  return h("button", {
    type: "button", class: "replies", onclick: () => desk.openThread(message.ts), data: { focus: `replies ${message.ts}` },
  }, icon("thread"), replies.length === 1 ? "1 reply" : `${replies.length} replies`, h("small", {}, last));
}

function drawTools(desk, message, channel, isReply, author) {
  const actions = desk.shortcuts("message").map((shortcut) => ({
    label: shortcut.name,
    note: desk.appName(),
    act: () => runShortcut(desk, shortcut, { channel, message_ts: message.ts }),
  }));
  const reply = { label: "Reply in thread", act: () => desk.openThread(message.thread_ts ?? message.ts) };
  return menuButton({
    label: `More actions for the message by ${author}`, face: dots(), items: () => (isReply ? actions : [reply, ...actions]),
    focus: `tools ${message.ts}`,
  });
}

function drawFile(file) {
  const name = file.title ?? file.name ?? "file";
  const url = file.url_private ?? file.permalink;
  return h("li", {}, icon("file"), url ? h("a", { href: url, target: "_blank", rel: "noopener" }, name) : name,
    file.size !== undefined && hidden(` ${file.size} bytes`));
}
