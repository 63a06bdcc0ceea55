// The creator's phone: the requests that arrived, the answers a creator can give, and what is said under their posts.

import { announce, attempt } from "./announce.js";
import { graph } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { latest } from "./latest.js";
import { postList } from "./posts.js";
import { reconcile } from "./reconcile.js";
import { drawRequest, isWaiting } from "./request.js";

const EVERYBODY = "";

/** @param {HTMLElement} pane */
export function mountPhone(desk, pane) {
  const choose = h("select", { id: "creator", onchange: () => read() });
  const waiting = h("ul", { class: "requests" });
  const history = h("ul", { class: "requests" });
  const none = h("p", { class: "empty" });
  const past = h("section", { "aria-labelledby": "past-head" }, h("h3", { id: "past-head" }, "Answered"), history);
  const posts = postList(desk);
  const posted = h("section", { "aria-labelledby": "posts-head", hidden: true }, h("h3", { id: "posts-head" }, "Posts"), posts.list);
  const owner = h("p", { class: "owner" });
  const news = h("p", { class: "phone-news", role: "status", "aria-live": "polite" });
  let known = null;
  let arrived = new Set();

  fill(pane,
    h("header", { class: "pane-head" }, icon("phone"), h("h2", {}, "The creator's phone")),
    h("label", { for: "creator" }, "Whose phone"), choose,
    h("div", { class: "device" },
      h("div", { class: "device-top", "aria-hidden": "true" }, h("span", {})),
      h("div", { class: "screen", tabindex: "0", role: "region", "aria-label": "Partnership ad requests and posts" },
        owner, news,
        h("section", { "aria-labelledby": "new-head" }, h("h3", { id: "new-head" }, "Waiting for an answer"), waiting, none),
        past, posted)),
    h("a", { class: "apps", href: "/graph/settings/apps", target: "_blank", rel: "noopener" },
      "Apps people let in at Facebook (new tab)"),
    h("a", { class: "apps", href: "/mail/", target: "_blank", rel: "noopener" }, "Letters that came by e-mail (new tab)"));

  const read = latest(async () => {
    const names = choose.value === EVERYBODY ? desk.creators.map((each) => each.username) : [choose.value];
    const phones = await attempt(() => Promise.all(names.map((name) => graph.phone(name))));
    if (phones) show(phones.flatMap(requestsOn));
    const one = desk.creators.find((each) => each.username === choose.value);
    posted.hidden = !(await attempt(() => posts.show(one?.ig_id ?? null)));
  });

  function show(requests) {
    requests.sort((a, b) => b.created_at - a.created_at);
    const open = requests.filter(isWaiting);
    const done = requests.filter((each) => !isWaiting(each));
    const how = {
      key: (each) => each.permission_id,
      sign: (each) => JSON.stringify([each, desk.clockAhead, desk.reader().zone]),
      draw: (each) => drawRequest(each, { desk, answer, showsCreator: choose.value === EVERYBODY }),
    };
    const focused = pane.querySelector(".screen").contains(document.activeElement);
    reconcile(waiting, open, how);
    reconcile(history, done, how);
    // The answered request moved to the other list: its focus goes to the list, not to nowhere.
    if (focused && document.activeElement === document.body) pane.querySelector(".screen").focus();
    none.hidden = open.length > 0;
    none.textContent = "Nothing to answer.";
    past.hidden = done.length === 0;
    owner.textContent = choose.value === EVERYBODY ? "All creators" : `@${choose.value}`;
    tellNew(open);
    desk.tell("waiting", open.length);
  }

  /** Says which requests arrived while one watched and still wait; what the first look finds is no news. */
  function tellNew(open) {
    const ids = new Set(open.map((each) => each.permission_id));
    for (const id of known ? ids : []) if (!known.has(id)) arrived.add(id);
    arrived = new Set([...arrived].filter((id) => ids.has(id)));
    known = ids;
    const fresh = open.filter((each) => arrived.has(each.permission_id));
    const words = fresh.length > 1
      ? `${fresh.length} new requests: for ${[...new Set(fresh.map((each) => `@${each.creator}`))].join(", ")}.`
      : fresh.map((each) => `New request for @${each.creator} from ${each.brand}.`).join("");
    if (words !== news.textContent) news.textContent = words;
  }

  async function answer(request, word) {
    await attempt(() => request.page_id
      ? graph.pageAction({ page_id: request.page_id, partner_page_id: request.partner_page_id, action: PAGE_ACTIONS[word] })
      : graph.answer({ creator_username: request.creator, answer: word, permission_id: request.permission_id }));
    announce(`@${request.creator}: ${word} sent to ${request.brand}.`);
    await read();
  }

  function showChoices() {
    const before = choose.value;
    fill(choose, h("option", { value: EVERYBODY }, "Everybody (open requests first)"), desk.creators.map((each) => h("option", {
      value: each.username,
    }, `@${each.username} – ${behaviour(each.behaviour)}`)));
    choose.value = desk.creators.some((each) => each.username === before) ? before : EVERYBODY;
    read();
  }
  desk.on("world", showChoices);
  desk.on("user", read);
  return { read, forget: () => (known = null) };
}

const PAGE_ACTIONS = { approve: "accept-request", decline: "reject-request", revoke: "remove-permission" };

/** What reached a phone: from brands at Instagram, and from other Pages if the creator has one at Facebook. */
function requestsOn(phone) {
  const { creator } = phone;
  return [
    ...phone.requests.map((each) => ({ ...each, creator, brand: `@${each.brand_username}` })),
    ...phone.page_requests.filter((each) => !each.is_mine)
      .map((each) => ({ ...each, creator, brand: `${each.partner_name} (Facebook Page)` })),
  ];
}

/** A scripted behaviour in words. */
function behaviour(script) {
  const words = { manual: "you answer", ignores: "never answers" };
  const step = (part) => part.replace(/^(\w+?):(\d+)$/, (_, act, seconds) => `${act} after ${seconds} s`);
  return words[script] ?? script.split(",").map(step).join(", ");
}
