// Wires the page: one desk, the panes around it, and the two streams that say what to read again.

import { attempt } from "./announce.js";
import { Desk } from "./desk.js";
import { latest } from "./latest.js";
import { mountPhone } from "./phone.js";
import { mountConversation } from "./slack/conversation.js";
import { mountHome } from "./slack/home.js";
import { messageReader } from "./slack/messages.js";
import { Modal } from "./slack/modal.js";
import { mountSidebar } from "./slack/sidebar.js";
import { mountThread } from "./slack/thread.js";
import { viewReader } from "./slack/views.js";
import { follow } from "./stream.js";
import { mountTabs } from "./tabs.js";
import { mountWorldbar } from "./worldbar.js";

const part = (id) => document.getElementById(id);

const desk = new Desk();
const readMessages = messageReader(desk);
const readViews = viewReader(desk);
const readWorld = latest(() => attempt(() => desk.readWorld()));

mountTabs(desk, part("tabs"), part("desk"));
mountSidebar(desk, part("sidebar"));
mountConversation(desk, { main: part("conversation"), readMessages });
mountHome(desk, { main: part("conversation"), readViews });
mountThread(desk, { pane: part("thread"), readMessages });
new Modal({ desk, readViews });
const phone = mountPhone(desk, part("phone"));
const worldbar = mountWorldbar(desk, part("worldbar"), { readAll });

desk.on("user", readViews);

async function readAll() {
  await readWorld();
  if (!desk.world) return;
  await Promise.all([readMessages(), readViews(), phone.read()]);
}

/** What each kind of event says to read again. */
const HEARD = {
  channel: () => readWorld(),
  view: (event) => isMine(event) && readViews(),
  home: (event) => isMine(event) && readViews(),
  function: () => desk.tell("steps"),
  reset: () => startAnew(),
};

const isMine = (event) => !event.user || event.user === desk.userId;

function hearSlack(event) {
  if (HEARD[event.kind]) return HEARD[event.kind](event);
  if (!isMine(event) && event.kind === "ephemeral") return undefined;
  if (desk.place.kind === "channel" && event.channel === desk.place.id) return readMessages();
  if (event.kind !== "changed") desk.unread.add(event.channel);
  // A direct conversation begins with its first message.
  if (!desk.world.channels.some((channel) => channel.id === event.channel)) return readWorld();
  return desk.tell("unread");
}

const ON_THE_PHONE = new Set(["permission", "page_permission", "comment"]);

function hearGraph(event) {
  if (ON_THE_PHONE.has(event.kind)) return phone.read();
  return event.kind === "reset" ? startAnew() : readWorld();
}

async function startAnew() {
  desk.forgetAsides();
  desk.unread.clear();
  phone.forget();
  desk.openThread(null);
  await readAll();
}

const live = { slack: false, graph: false };
function isLive(half, state) {
  live[half] = state;
  worldbar.showLive(live.slack && live.graph);
}

await readAll();
const first = desk.world && desk.channels().find((channel) => !channel.is_im);
if (first) desk.openChannel(first.id);
follow("slack", { onEvent: hearSlack, onBack: readAll, onState: (state) => isLive("slack", state) });
follow("graph", { onEvent: hearGraph, onBack: readAll, onState: (state) => isLive("graph", state) });
