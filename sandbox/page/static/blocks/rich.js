// Draws rich_text blocks: sections, lists, quotes, preformatted text and their leaves.

import { h } from "../dom.js";
import { drawEmoji, drawLink, drawNodes, drawPlainText } from "../text/draw.js";
import { named } from "../text/emoji.js";

const PARTS = {
  rich_text_section: (part, around) => h("p", {}, drawLeaves(part.elements, around)),
  rich_text_preformatted: (part, around) => h("pre", {}, drawLeaves(part.elements, around)),
  rich_text_quote: (part, around) => h("blockquote", {}, drawLeaves(part.elements, around)),
  rich_text_list: (part, around) => h(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}` },
    part.elements.map((item) => h("li", {}, drawLeaves(item.elements, around)))),
};

const LEAVES = {
  text: (leaf) => drawPlainText(leaf.text),
  link: (leaf, around) => drawLink(leaf.url, leaf.text ?? leaf.url, around),
  emoji: (leaf) => drawEmoji(named(leaf.name), `:${leaf.name}:`),
  user: (leaf, around) => drawNodes([{ type: "user", id: leaf.user_id }], around),
  channel: (leaf, around) => drawNodes([{ type: "channel", id: leaf.channel_id }], around),
  broadcast: (leaf, around) => drawNodes([{ type: "mention", text: `@${leaf.range}` }], around),
  usergroup: (leaf, around) => drawNodes([{ type: "mention", text: "@group" }], around),
  date: (leaf, around) => drawNodes(
    [{ type: "date", seconds: leaf.timestamp, format: leaf.format, link: leaf.url, fallback: leaf.fallback }], around),
};

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

export function drawRichText(block, around) {
  return block.elements.map((part) => PARTS[part.type]?.(part, around) ?? h("p", {}, `(${part.type})`));
}

function drawLeaves(leaves, around) {
  return leaves.map((leaf) => {
    const plain = LEAVES[leaf.type]?.(leaf, around) ?? `(${leaf.type})`;
    return Object.keys(STYLES).filter((style) => leaf.style?.[style])
      .reduce((inner, style) => h(STYLES[style], {}, inner), plain);
  });
}
