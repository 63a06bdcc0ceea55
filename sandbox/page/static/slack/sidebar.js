// The workspace's side: who is signed in, the channels and the app.

import { fill, h, hidden, icon } from "../dom.js";

/** @param {Element} side */
export function mountSidebar(desk, side) {
  const who = h("select", { id: "signed-in-as", onchange: () => desk.signIn(who.value) });
  const name = h("p", { class: "team" });
  const channels = h("ul", { class: "places" });
  const apps = h("ul", { class: "places" });
  const directs = h("ul", { class: "places" });
  const directsHead = h("h2", { id: "directs-head" }, "Direct messages");
  const directsNav = h("nav", { "aria-labelledby": "directs-head" }, directs);
  fill(side,
    name,
    h("label", { for: "signed-in-as" }, icon("person"), "Signed in as"), who,
    h("h2", { id: "channels-head" }, "Channels"), h("nav", { "aria-labelledby": "channels-head" }, channels),
    directsHead, directsNav,
    h("h2", { id: "apps-head" }, "Apps"), h("nav", { "aria-labelledby": "apps-head" }, apps));

  const show = () => {
    name.textContent = desk.world.team_name ?? "Workspace";
    fill(who, desk.people().map((user) => h("option", { value: user.id }, desk.nameOf(user.id))));
    who.value = desk.userId;
    const home = desk.place.kind === "home";
    const [ims, others] = [true, false].map((isIm) => desk.channels().filter((each) => Boolean(each.is_im) === isIm));
    redraw(channels, others.map((channel) => drawChannel(desk, channel)));
    redraw(directs, ims.map((channel) => drawChannel(desk, channel)));
    directsHead.hidden = directsNav.hidden = ims.length === 0;
    redraw(apps, [drawPlace(home, () => desk.open({ kind: "home" }), "app", icon("app"), h("span", {}, desk.appName()))]);
  };
  for (const topic of ["world", "user", "place", "unread"]) desk.on(topic, show);
}

/** Draws a list of places anew; the focus stays with the place that had it. */
function redraw(list, rows) {
  const focused = document.activeElement?.dataset.place;
  const had = list.contains(document.activeElement);
  fill(list, rows);
  if (had) list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}

function drawChannel(desk, channel) {
  const isOpen = desk.place.kind === "channel" && desk.place.id === channel.id;
  const unread = desk.unread.has(channel.id);
  const mark = icon(channel.is_im ? "person" : channel.is_private ? "lock" : "hash");
  return drawPlace(isOpen, () => desk.openChannel(channel.id), channel.id, mark, h("span", {}, desk.channelName(channel.id)),
    channel.is_im ? hidden(" (direct messages)") : channel.is_private && hidden(" (private)"),
    unread && h("span", { class: "unread" }, "new"));
}

function drawPlace(isOpen, open, id, ...face) {
  return h("li", {}, h("button", {
    type: "button", "aria-current": isOpen ? "page" : null, data: { place: id }, onclick: open,
  }, face));
}
