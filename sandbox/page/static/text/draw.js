// Draws text objects and mrkdwn nodes as DOM.

import { fill, h, icon } from "../dom.js";
import { formatDate } from "./dates.js";
import { DRAWN, named, pictured } from "./emoji.js";
import { parse } from "./mrkdwn.js";

/**
 * What drawing needs to know of the world around the text.
 * @typedef {{reader: () => {zone?: string, now: number, id: string}, nameOf: (id: string) => string,
 *   channelName: (id: string) => string, openChannel: (id: string) => void,
 *   hasChannel: (id: string) => boolean, openMessage: (where: any) => void}} Around
 */

/** A link to a message: it opens here, in the sandbox, and not at Slack. */
const PERMALINK = /\/archives\/(\w+)\/p(\d{10})(\d{6})(?:\?(?:.*&)?thread_ts=([\d.]+))?/;
const SAFE = /^(https?:|mailto:|tel:)/i;

const RENDER = {
  text: (node) => drawPlain(node.text),
  break: () => h("br"),
  bold: (node, around) => h("strong", {}, drawNodes(node.children, around)),
  italic: (node, around) => h("em", {}, drawNodes(node.children, around)),
  strike: (node, around) => h("s", {}, drawNodes(node.children, around)),
  code: (node) => h("code", {}, node.text),
  pre: (node) => h("pre", {}, node.text),
  quote: (node, around) => h("blockquote", {}, drawNodes(node.children, around)),
  emoji: (node) => drawEmoji(named(node.name), `:${node.name}:`),
  link: (node, around) => drawLink(node.url, node.label || node.url, around),
  mention: (node) => h("span", { class: "mention" }, node.text),
  user: drawUser,
  channel: drawChannel,
  date: drawDate,
};

/** @param {import("./mrkdwn.js").Node[]} nodes @param {Around} around */
export function drawNodes(nodes, around) {
  return nodes.map((node) => RENDER[node.type](node, around));
}

/** Draws mrkdwn source. @param {Around} around */
export const drawMrkdwn = (text, around) => drawNodes(parse(text ?? ""), around);

/** Draws a Block Kit text object, plain or mrkdwn. @param {Around} around */
export function drawText(text, around) {
  if (!text) return [];
  if (text.type === "mrkdwn") return drawMrkdwn(text.text, around);
  return drawPlainText(text.text);
}

/** Draws plain text with its emoji shortcodes. */
export function drawPlainText(text) {
  return (text ?? "").split(/(:[a-z0-9_+'-]+:)/).map((part) => {
    const emoji = /^:.+:$/.test(part) ? named(part.slice(1, -1)) : undefined;
    return emoji ? drawEmoji(emoji, part) : drawPlain(part);
  });
}

/** Plain text as a string, for labels and options that can hold no elements. */
export function plainWords(text) {
  const source = typeof text === "string" ? text : text?.text ?? "";
  return source.replace(/:([a-z0-9_+'-]+):/g, (all, name) => named(name)?.char ?? all);
}

/** Text in which emoji characters that have an own icon are replaced by it. */
function drawPlain(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(DRAWN)) {
    parts.push(text.slice(from, found.index), drawEmoji(pictured(found[0]), found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}

export function drawEmoji(emoji, source) {
  if (!emoji) return source;
  const label = emoji.name.replaceAll("_", " ");
  if (emoji.icon) {
    const picture = icon(emoji.icon, label);
    picture.classList.add("emoji");
    return picture;
  }
  return h("span", { class: "emoji", role: "img", "aria-label": label }, emoji.char);
}

export function drawLink(url, label, around) {
  if (!SAFE.test(url)) return label;
  const [, channel, whole, part, thread] = PERMALINK.exec(url) ?? [];
  if (channel && around?.hasChannel(channel)) {
    const open = (event) => {
      event.preventDefault();
      around.openMessage({ channel, ts: `${whole}.${part}`, thread });
    };
    return h("a", { href: url, onclick: open }, label);
  }
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

function drawUser(node, around) {
  const own = node.id === around.reader().id;
  return h("span", { class: own ? "mention mention-own" : "mention" }, `@${around.nameOf(node.id)}`);
}

function drawChannel(node, around) {
  const open = () => around.openChannel(node.id);
  return h("button", { type: "button", class: "mention mention-channel", onclick: open },
    `#${node.label || around.channelName(node.id)}`);
}

function drawDate(node, around) {
  if (!Number.isFinite(node.seconds)) return node.fallback;
  const words = formatDate(node.seconds, node.format, around.reader());
  const time = h("time", { datetime: new Date(node.seconds * 1000).toISOString(), title: node.fallback }, words);
  return node.link ? fill(drawLink(node.link, "", around), time) : time;
}
