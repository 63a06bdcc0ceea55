// What a creator has posted, and what people write under it: anybody who passes by may add something.

import { announce, attempt } from "./announce.js";
import { graph } from "./api.js";
import { freshId, h, icon } from "./dom.js";
import { reconcile } from "./reconcile.js";
import { formatDate } from "./text/dates.js";

const POSTS = 5;
const COMMENTS = 20;
const READER = "passing.reader";

/** A list of posts with their comments. `show(null)` empties it. */
export function postList(desk) {
  const list = h("ul", { class: "posts" });
  /** The comments below each post: kept apart, so that a new one takes nothing away that somebody is typing. */
  const below = new Map();

  async function show(owner) {
    const posts = owner ? await readPosts(owner) : [];
    reconcile(list, posts, { key: (post) => post.id, sign: (post) => JSON.stringify([post, desk.reader().zone]), draw });
    await Promise.all(posts.map(showComments));
    return posts.length;
  }

  async function showComments(post) {
    const { comments } = await graph.comments(post.id);
    reconcile(below.get(post.id), comments.slice(0, COMMENTS), { key: (each) => each.id, draw: drawComment });
  }

  function draw(post) {
    const id = freshId("comment");
    const typed = h("input", { id, type: "text", required: true, maxlength: 2200, autocomplete: "off" });
    const comments = h("ul", { class: "comments" });
    below.set(post.id, comments);
    const what = post.caption || `A ${post.kind} without words`;
    const write = async (event) => {
      event.preventDefault();
      const text = typed.value.trim();
      if (!text) return;
      const done = await attempt(() => graph.comment({ on: post.id, username: READER, text }));
      if (!done) return;
      typed.value = "";
      announce(`Comment of @${READER} posted.`);
      await attempt(() => showComments(post));
    };
    return h("li", { class: "post", "aria-label": what },
      h("p", { class: "caption" }, icon("picture"), h("span", {}, what)),
      h("p", { class: "since" }, `${post.kind}, `, h("time", {}, formatDate(post.published_at, "{date_short_pretty}", desk.reader()))),
      comments,
      h("form", { class: "comment-form", onsubmit: write },
        h("label", { for: id }, `Comment as @${READER}`), typed, h("button", { type: "submit" }, icon("send"), "Post")));
  }

  return { list, show };
}

async function readPosts(owner) {
  const { posts } = await graph.posts(owner);
  const inside = new Set(posts.flatMap((post) => post.children));
  return posts.filter((post) => post.state === "live" && post.kind !== "story" && !inside.has(post.id))
    .sort((a, b) => b.published_at - a.published_at).slice(0, POSTS);
}

function drawComment(comment) {
  return h("li", { class: comment.hidden ? "comment comment-hidden" : "comment" },
    h("p", {}, h("strong", {}, `@${comment.username}`), comment.parent_id ? " replied: " : ": ", comment.text),
    comment.hidden && h("p", { class: "state" }, icon("eye"), h("span", {}, "Hidden from others")));
}
