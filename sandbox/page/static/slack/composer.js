// Where one writes: a message, a reply, or a slash command with its list.

import { attempt } from "../announce.js";
import { slack } from "../api.js";
import { refusal } from "../blocks/surface.js";
import { h, icon } from "../dom.js";
import { OptionList } from "../elements/options.js";
import { menuButton } from "../menu.js";
import { escape } from "../text/mrkdwn.js";
import { runShortcut } from "./shortcuts.js";
import { openStep } from "./workflow.js";

const INVITE = "/invite";

export class Composer {
  #drafts = new Map();
  #key = "";
  #sent = Promise.resolve();

  constructor(desk, { readMessages, toEnd }) {
    this.desk = desk;
    this.readMessages = readMessages;
    this.toEnd = toEnd;
    this.list = new OptionList({ pick: (option) => this.#complete(option.value) });
    this.input = h("textarea", {
      rows: 1, "aria-haspopup": "listbox", "aria-autocomplete": "list",
      oninput: () => this.#type(), onkeydown: (event) => this.#press(event), onblur: () => this.list.close(),
    });
    this.list.attach(this.input);
    this.status = h("p", { class: "composer-status", role: "status" });
    this.shortcuts = menuButton({
      label: "Shortcuts", face: [icon("shortcut")], items: () => this.#shortcutItems(), class: "quiet",
    });
    this.send = h("button", { type: "button", class: "primary", onclick: () => this.#send() }, icon("send"), "Send");
    this.node = h("div", { class: "composer" },
      this.status, this.list.node,
      h("div", { class: "composer-row" }, this.shortcuts, this.input, this.send));
  }

  /** Says where one writes; each place keeps its own draft. */
  setPlace({ channel, thread, isMember }) {
    this.node.hidden = !isMember;
    const key = `${this.desk.userId} ${channel.id} ${thread ?? ""}`;
    const words = thread ? "Reply in the thread" : `Message ${channel.is_im ? "" : "#"}${this.desk.channelName(channel.id)}`;
    this.input.setAttribute("aria-label", words);
    this.input.placeholder = words;
    this.channel = channel.id;
    this.thread = thread;
    this.shortcuts.hidden = Boolean(thread) || this.#shortcutItems().length === 0;
    if (key === this.#key) return;
    this.#drafts.set(this.#key, this.input.value);
    this.#key = key;
    this.input.value = this.#drafts.get(key) ?? "";
    this.#hint();
    this.#fit();
  }

  #shortcutItems() {
    const shortcuts = this.desk.shortcuts("global").map((shortcut) => ({
      label: shortcut.name, note: this.desk.appName(), act: () => runShortcut(this.desk, shortcut),
    }));
    const steps = this.desk.steps().map((step) => ({
      label: step.title, note: `A workflow with this step of ${this.desk.appName()}`, act: () => openStep(this.desk, step),
    }));
    return [...shortcuts, ...steps];
  }

  #type() {
    this.#fit();
    const words = this.input.value;
    this.#hint();
    const isStart = /^\/\S*$/.test(words) && !this.thread;
    const found = isStart ? this.desk.commands().filter((each) => each.command.startsWith(words)) : [];
    if (!found.length) return this.list.close();
    return this.list.offer({ options: found.map((each) => ({
      value: each.command,
      text: { text: [each.command, each.usage_hint].filter(Boolean).join(" ") },
      description: each.description && { text: each.description },
    })) });
  }

  /** The line above the field: how the command goes on, else what one can do here. */
  #hint() {
    const command = / /.test(this.input.value) && this.#commandIn(this.input.value);
    const usage = command?.usage_hint && `${command.command} ${command.usage_hint}`;
    this.status.textContent = usage || (this.thread ? "" : "Type / for commands");
  }

  #commandIn(words) {
    return this.desk.commands().find((each) => each.command === words.split(/\s/, 1)[0]);
  }

  #complete(command) {
    this.input.value = `${command} `;
    this.list.close();
    this.input.focus();
    this.#type();
  }

  #press(event) {
    const isTyped = this.#commandIn(this.input.value.trim())?.command === this.input.value.trim();
    if (this.list.isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.list.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (this.list.isOpen && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.list.close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      // A command typed to its end is sent; a part of one is completed first.
      if (this.list.isOpen && !isTyped) this.list.pickActive();
      else this.#send();
    }
  }

  /** Sends what is written, after what is still on its way: an app may take its time to answer a command. */
  #send() {
    const words = this.input.value.trim();
    if (!words) return;
    this.list.close();
    this.input.value = "";
    this.#fit();
    this.toEnd();
    const { channel, thread, desk: { userId: user } } = this;
    this.#sent = this.#sent.then(() => attempt(() => this.#deliver(words, { user, channel, thread })));
  }

  async #deliver(words, { user, channel, thread }) {
    this.#setBusy(true);
    if (words.startsWith("/") && !thread) await this.#command(words, { user, channel });
    else await attempt(() => slack.say({ user, channel, text: this.#asSent(words), ...(thread && { thread_ts: thread }) }));
    this.#setBusy(false);
    await this.readMessages();
  }

  async #command(typed, { user, channel }) {
    const [command] = typed.split(/\s/, 1);
    if (command === INVITE) return this.#invite(typed.slice(command.length).trim(), channel);
    const known = this.desk.commands();
    const isKnown = !known.length || known.some((each) => each.command === command);
    if (!isKnown) {
      this.desk.addAside(channel, `${command} is not a valid command.`);
      return;
    }
    const text = typed.slice(command.length).trim();
    const answer = await attempt(() => slack.command({ user, channel, command, text }));
    if (answer && !answer.ok) this.desk.addAside(channel, refusal(command, answer));
  }

  /** Slack's own command: puts the app, or somebody, into the channel. */
  async #invite(typed, channel) {
    const name = typed.replace(/^@/, "").toLowerCase();
    const found = this.desk.world.users.find((user) => [user.name, user.real_name].some((each) => each?.toLowerCase() === name))?.id
      ?? (name === this.desk.appName().toLowerCase() ? this.desk.world.bot_user_id : null);
    if (!found) return this.desk.addAside(channel, `Nobody here is called “${typed}”. Try ${INVITE} @${this.desk.appName()}`);
    const isIn = this.desk.channels().find((each) => each.id === channel)?.members.includes(found);
    if (!isIn && !(await attempt(() => slack.join({ user: found, channel, member: true })))) return undefined;
    await attempt(() => this.desk.readWorld());
    return this.desk.addAside(channel, `${this.desk.nameOf(found)} ${isIn ? "is in this channel already" : "was added to this channel"}.`);
  }

  /** Words as a Slack client sends them: escaped, names of people and channels as references. */
  #asSent(words) {
    const ids = new Map([
      ...this.desk.world.users.map((user) => [`@${user.name}`, `<@${user.id}>`]),
      ...this.desk.channels().map((channel) => [`#${channel.name}`, `<#${channel.id}|${channel.name}>`]),
    ]);
    return escape(words).replace(/(?<![\w&])[@#][\w.-]*\w/g, (name) => ids.get(name) ?? name);
  }

  #setBusy(isBusy) {
    clearTimeout(this.slow);
    if (isBusy) this.slow = setTimeout(() => (this.status.textContent = `Waiting for ${this.desk.appName()}…`), 400);
    else this.#hint();
  }

  /** Grows with what is written, to a few lines. */
  #fit() {
    this.input.rows = Math.min(6, Math.max(1, this.input.value.split("\n").length));
  }
}
