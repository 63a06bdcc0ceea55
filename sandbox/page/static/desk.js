// What the page knows: the world, who is signed in, and which place and thread are open.

import { graph, slack } from "./api.js";
import { escape } from "./text/mrkdwn.js";

/** @typedef {{kind: "channel", id: string} | {kind: "home"}} Place */

/** One object that the panes share; it tells them by name what changed. */
export class Desk extends EventTarget {
  /** @type {any} */ world = null;
  /** @type {any} */ creators = [];
  profiles = [];
  userId = "";
  /** @type {Place} */ place = { kind: "home" };
  /** @type {string|null} */ threadTs = null;
  /** @type {Set<string>} channels with something this person has not seen */ unread = new Set();
  /** Seconds by which the world's clock is ahead of this machine's. */
  clockAhead = 0;
  #asides = new Map();

  /** @param {string} topic @param {(detail: any) => void} listener @returns {() => void} ends the listening */
  on(topic, listener) {
    const hear = (event) => listener(/** @type {CustomEvent} */ (event).detail);
    this.addEventListener(topic, hear);
    return () => this.removeEventListener(topic, hear);
  }

  /** @param {string} topic @param {any} [detail] */
  tell(topic, detail) {
    this.dispatchEvent(new CustomEvent(topic, { detail }));
  }

  /** Reads both worlds; somebody who left or a channel that went is replaced by the first there is. */
  async readWorld() {
    const [world, meta] = await Promise.all([slack.world(), graph.world()]);
    this.world = world;
    this.creators = meta.creators;
    this.profiles = meta.profiles;
    this.setNow(world.now);
    if (!this.people().some((user) => user.id === this.userId)) this.userId = this.people()[0]?.id ?? "";
    this.tell("world");
    if (this.place.kind === "channel" && !this.channel()) this.open({ kind: "home" });
  }

  /** The people one can sign in as. */
  people = () => this.world.users.filter((user) => !user.is_bot && user.id !== this.world.bot_user_id);

  /** The channels this person sees: open ones, and closed ones they are in. */
  channels = () => this.world.channels.filter((each) => !each.is_archived
    && (!(each.is_private || each.is_im) || each.members.includes(this.userId)));

  channel = () => this.channels().find((each) => this.place.kind === "channel" && each.id === this.place.id);

  user = (id = this.userId) => this.world.users.find((each) => each.id === id);

  isBot = (id) => id === this.world.bot_user_id;

  nameOf = (id) => this.user(id)?.real_name || this.user(id)?.name || (this.isBot(id) ? this.appName() : id);

  appName = () => this.user(this.world.bot_user_id)?.real_name || this.world.app_name || "Greenlight";

  channelName = (id) => {
    const channel = this.world.channels.find((each) => each.id === id);
    if (channel?.is_private && !channel.members.includes(this.userId)) return "private channel";
    return channel?.is_im ? this.appName() : channel?.name ?? id;
  };

  openChannel = (id) => this.open({ kind: "channel", id });

  hasChannel = (id) => this.channels().some((each) => each.id === id);

  /** Opens a channel at one message, or its thread at one reply. */
  openMessage = ({ channel, ts, thread }) => {
    this.sought = ts;
    this.openChannel(channel);
    if (thread) this.openThread(thread);
  };

  /** The ts of the message to show and point at, once. */
  sought = null;

  /** Who reads: what dates and mentions are drawn for. */
  reader = () => ({ id: this.userId, zone: this.user()?.tz, now: Date.now() + this.clockAhead * 1000 });

  signIn(userId) {
    this.userId = userId;
    this.threadTs = null;
    this.unread.clear();
    if (this.place.kind === "channel" && !this.channel()) this.place = { kind: "home" };
    this.tell("user");
    this.tell("place");
  }

  /** @param {Place} place */
  open(place) {
    this.place = place;
    this.threadTs = null;
    if (place.kind === "channel") this.unread.delete(place.id);
    this.tell("place");
  }

  /** @param {string|null} ts */
  openThread(ts) {
    this.threadTs = ts;
    this.tell("thread");
  }

  /** Notes what the world's clock shows, in seconds since 1970. */
  setNow(seconds) {
    this.clockAhead = Math.round(seconds - Date.now() / 1000);
  }

  /** The app's slash commands and shortcuts, where the world lists them. */
  commands = () => this.world.commands ?? [];

  shortcuts = (type) => (this.world.shortcuts ?? []).filter((each) => each.type === type);

  /** The steps that the app offers to workflows. */
  steps = () => this.world.steps ?? [];

  /** What the page itself told this person in a channel: shown among the messages, only to them. */
  asides = (channel) => this.#asides.get(`${this.userId} ${channel}`) ?? [];

  addAside(channel, words) {
    const ts = String((this.reader().now / 1000).toFixed(6));
    const aside = { ts, username: "Sandbox", text: escape(words), is_ephemeral: true };
    this.#asides.set(`${this.userId} ${channel}`, [...this.asides(channel), aside]);
  }

  forgetAsides() {
    this.#asides.clear();
  }
}
