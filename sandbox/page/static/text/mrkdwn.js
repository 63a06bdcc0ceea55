// Reads Slack's mrkdwn into plain nodes; draw.js makes DOM of them. Pure: no DOM, no state.

/** @typedef {{type: string, [field: string]: any}} Node */

const FENCE = /```\n?([\s\S]+?)\n?```/g;
const CODE = /`([^`\n]+)`/y;
const ENTITY = /<([^<>\n]+)>/y;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/y;
const STYLES = {
  "*": ["bold", /\*(?!\s)([^*\n]*[^*\s])\*(?!\w)/y],
  _: ["italic", /_(?!\s)([^_\n]*[^_\s])_(?!\w)/y],
  "~": ["strike", /~(?!\s)([^~\n]*[^~\s])~(?!\w)/y],
};

/** Undoes the three escapes that Slack asks for. */
export const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Writes typed words as Slack's own clients send them. */
export const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/**
 * @param {string} text
 * @returns {Node[]}
 */
export function parse(text) {
  const nodes = [];
  let from = 0;
  for (const fence of text.matchAll(FENCE)) {
    nodes.push(...parseLines(text.slice(from, fence.index)), { type: "pre", text: unescape(fence[1]) });
    from = fence.index + fence[0].length;
  }
  return [...nodes, ...parseLines(text.slice(from))];
}

function parseLines(text) {
  if (!text) return [];
  const nodes = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.children.push({ type: "break" });
      else nodes.push((quote = { type: "quote", children: [] }));
      quote.children.push(...parseInline(quoted[1]));
      continue;
    }
    // A quote is a block of its own: no line break is needed beside it.
    if (nodes.length && !quote) nodes.push({ type: "break" });
    quote = null;
    nodes.push(...parseInline(line));
  }
  return nodes;
}

/** @returns {Node[]} */
export function parseInline(text) {
  const nodes = [];
  let plain = "";
  const add = (node) => {
    if (plain) nodes.push({ type: "text", text: unescape(plain) });
    plain = "";
    nodes.push(node);
  };
  for (let at = 0; at < text.length; ) {
    const [node, length] = readAt(text, at) ?? [];
    if (node) add(node);
    else plain += text[at];
    at += length ?? 1;
  }
  if (plain) nodes.push({ type: "text", text: unescape(plain) });
  return nodes;
}

function readAt(text, at) {
  const match = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const char = text[at];
  const isInWord = /\w/.test(text[at - 1] ?? " ");
  let found;
  if (char === "`" && (found = match(CODE))) return [{ type: "code", text: unescape(found[1]) }, found[0].length];
  if (char === "<" && (found = match(ENTITY))) return [parseEntity(found[1]), found[0].length];
  if (char === ":" && !isInWord && (found = match(EMOJI))) return [{ type: "emoji", name: found[1] }, found[0].length];
  const style = STYLES[char];
  // A star inside a word or a price is a star: a style starts only after a break.
  if (style && !isInWord && (found = match(style[1]))) {
    return [{ type: style[0], children: parseInline(found[1]) }, found[0].length];
  }
  return null;
}

/** Reads what stands between < and >. */
function parseEntity(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inside.slice(bar + 1));
  if (target.startsWith("@")) return { type: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { type: "channel", id: target.slice(1), label };
  if (target.startsWith("!date^")) {
    const [, seconds, format, link] = target.split("^");
    return { type: "date", seconds: Number(seconds), format: unescape(format ?? ""), link, fallback: label };
  }
  if (target.startsWith("!subteam^")) return { type: "mention", text: label || "@group" };
  if (target.startsWith("!")) return { type: "mention", text: `@${label || target.slice(1)}` };
  if (/^[a-z][a-z+.-]*:/i.test(target)) return { type: "link", url: unescape(target), label };
  return { type: "text", text: unescape(`<${inside}>`) };
}
