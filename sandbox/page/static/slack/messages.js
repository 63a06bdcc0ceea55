// Reads the open channel and shows it: the conversation, and the open thread beside it.

import { announce, attempt } from "../announce.js";
import { slack } from "../api.js";
import { h } from "../dom.js";
import { latest } from "../latest.js";
import { reconcile } from "../reconcile.js";
import { formatDay } from "../text/dates.js";
import { drawMrkdwn } from "../text/draw.js";
import { authorOf, drawMessage } from "./message.js";

const CLOSE = 300; // seconds within which a second message by the same author continues the first

/** @returns {() => Promise<void>} reads the open channel again; the desk then tells "messages" */
export function messageReader(desk) {
  return latest(async () => {
    const [place, user] = [desk.place, desk.userId];
    if (place.kind !== "channel") return;
    const answer = await attempt(() => slack.messages(place.id, user));
    if (!answer || place !== desk.place || user !== desk.userId) return;
    const messages = [...answer.messages, ...desk.asides(place.id)].sort((a, b) => Number(a.ts) - Number(b.ts));
    desk.tell("messages", { channel: place.id, messages });
  });
}

/** A reply is a message in another one's thread. */
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** The replies of each thread, by the ts of its first message. */
export function byThread(messages) {
  const threads = new Map();
  for (const message of messages.filter(isReply)) {
    threads.set(message.thread_ts, [...(threads.get(message.thread_ts) ?? []), message]);
  }
  return threads;
}

/**
 * A scrolling list of messages that keeps its end in sight when it was.
 * @param {{desk: any, areReplies?: boolean}} how
 */
export function messageList({ desk, areReplies = false }) {
  const list = h("ol", { class: "messages" });
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "region" }, list);
  let shown = "";

  /** @param {{label: string, key: string, channel: string, messages: any[], threads: Map<string, any[]>}} what */
  const show = ({ label, key, channel, messages, threads }) => {
    const isNewList = shown !== key;
    const atEnd = isNewList || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    shown = key;
    scroller.setAttribute("aria-label", label);
    const rows = areReplies ? asThread(messages) : withDays(messages, desk);
    const added = reconcile(list, rows, {
      key: (row) => `${key} ${row.key}`,
      sign: (row) => JSON.stringify([row, threads.get(row.key), desk.userId, desk.clockAhead, desk.world.shortcuts]),
      draw: (row) => (row.day
        ? h("li", { class: "day" }, h("span", {}, row.day))
        : drawMessage(row.message, { desk, channel, replies: threads.get(row.key), isReply: areReplies, follows: row.follows })),
    });
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
    pointAt(list.querySelector(`[data-ts="${CSS.escape(desk.sought ?? "")}"]`), desk);
    if (!isNewList) added.filter((row) => row.message).forEach((row) => say(desk, row.message));
  };
  /** Goes to the end, where what one just sent and its answer will stand. */
  const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);
  return { node: scroller, show, toEnd };
}

/** Shows the message that a link led to, and gives it the focus. */
function pointAt(row, desk) {
  if (!row) return;
  desk.sought = null;
  row.tabIndex = -1;
  row.classList.add("pointed-at");
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
  setTimeout(() => row.classList.remove("pointed-at"), 4000);
}

/** New messages are said by their text, which every message carries for this. */
function say(desk, message) {
  const words = h("p", {}, drawMrkdwn(message.text, desk)).textContent;
  announce(`${message.is_ephemeral ? "Only to you, " : ""}${authorOf(desk, message)}: ${words}`);
}

/** A thread: its first message, then the replies under a line that counts them. */
function asThread([first, ...replies]) {
  const rows = first ? [{ key: first.ts, message: first, follows: false }] : [];
  const count = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  if (replies.length) rows.push({ key: "replies", day: count });
  return [...rows, ...replies.map((message) => ({ key: message.ts, message, follows: false }))];
}

function withDays(messages, desk) {
  const rows = [];
  let above = null;
  let lastDay = "";
  for (const message of messages) {
    const day = formatDay(Number(message.ts), desk.reader());
    if (day !== lastDay) rows.push({ key: `day ${day}`, day });
    const follows = day === lastDay && above && !message.is_ephemeral && !above.is_ephemeral
      && message.subtype !== "thread_broadcast" && !message.blocks?.length
      && authorOf(desk, above) === authorOf(desk, message) && Number(message.ts) - Number(above.ts) < CLOSE;
    rows.push({ key: message.ts, message, follows: Boolean(follows) });
    above = message;
    lastDay = day;
  }
  return rows;
}
