// The bar above everything: the world's clock, its faults, and the way back to the beginning.

import { announce, attempt, notice } from "./announce.js";
import { graph, slack } from "./api.js";
import { confirm } from "./confirm.js";
import { fill, h, icon } from "./dom.js";
import { menuButton } from "./menu.js";
import { formatDate } from "./text/dates.js";

const HOUR = 3600;

/** The faults on offer: what the menu says, and what it orders. */
const FAULTS = [
  ["Meta: next answer lost", "the request is made, its answer never comes",
    () => graph.fault({ on: "request", kind: "lost", when: "after", times: 1 })],
  ["Meta: throttled 1 minute", "refused until the clock has passed it",
    () => graph.fault({ on: "*", kind: "throttle", minutes: 1, times: 1 })],
  ["Meta: down (503) × 3", "the next three calls fail",
    () => graph.fault({ on: "*", kind: "status", status: 503, when: "before", times: 3 })],
  ["Slack: rate limited once", "the next message must wait 5 s",
    () => slack.fault({ on: "chat.postMessage", kind: "ratelimited", seconds: 5, when: "before", times: 1 })],
];

/** @param {HTMLElement} bar */
export function mountWorldbar(desk, bar, { readAll }) {
  const live = h("p", { class: "live", role: "status" });
  const clock = h("p", { class: "clock" });
  const move = (label, seconds) => h("button", { type: "button", class: "small", "aria-label": `Move the clock ${label}`,
    onclick: () => attempt(async () => {
      await graph.clock(seconds);
      announce(`The clock moved ${label}.`);
      await readAll();
    }) }, label);

  const faults = menuButton({
    label: "Faults", face: [icon("fault"), h("span", { class: "wide" }, "Faults")], class: "small",
    items: () => [...FAULTS, ...tokenFaults(desk)].map(([label, note, order]) => ({
      label, note, act: () => attempt(async () => {
        await order();
        notice(`Ordered: ${label}.`, "news");
      }),
    })),
  });

  const reset = async () => {
    const sure = await confirm({
      title: "Reset the world?", text: "Messages, channels, requests and faults go back to how everything started. The app keeps what it has stored.",
      yes: "Reset", no: "Keep it", danger: true,
    });
    if (!sure) return;
    await attempt(() => Promise.all([slack.reset(), graph.reset()]));
    await readAll();
  };

  fill(bar,
    h("h1", {}, icon("light"), h("span", {}, "Greenlight sandbox")),
    live,
    h("div", { class: "world-tools", role: "group", "aria-label": "World" },
      clock, move("+1 h", HOUR), move("+1 day", 24 * HOUR), faults,
      h("button", { type: "button", class: "small", "aria-label": "Reset the world", onclick: reset }, icon("refresh"), h("span", { class: "wide" }, "Reset"))));

  const showClock = () => {
    const { zone, now } = desk.reader();
    fill(clock, icon("clock"), h("span", {}, formatDate(now / 1000, "{date_short} {time}", { zone, now })));
  };
  for (const topic of ["world", "user"]) desk.on(topic, showClock);
  setInterval(() => desk.world && showClock(), 20_000);

  return { showLive: (isLive) => fill(live, icon(isLive ? "ok" : "warning"), isLive ? "Live" : "Reconnecting…") };
}

/** One for each profile whose token still lives. */
function tokenFaults(desk) {
  return desk.profiles.filter((each) => !each.is_expired).map((profile) => [
    `Meta: token of @${profile.username} expired`, "until it is connected again, or Reset",
    async () => {
      await graph.token({ profile_ig_id: profile.ig_id, state: "expired" });
      await desk.readWorld();
    },
  ]);
}
