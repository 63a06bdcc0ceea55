// The app's modals: the view on top of the stack in one dialog that lives as long as the stack.

import { announce, attempt, notice } from "../announce.js";
import { slack } from "../api.js";
import { showBlocks } from "../blocks/draw.js";
import { Form } from "../blocks/form.js";
import { Surface, refusal } from "../blocks/surface.js";
import { openDialog } from "../dialog.js";
import { fill, freshId, h, icon } from "../dom.js";
import { drawText } from "../text/draw.js";
import { changedWords, focusFirst, focusMark, hideErrors, showErrors } from "./fields.js";

export class Modal {
  #view = null;
  #dialog = null;
  #forms = new Map();
  #focused = new Map();
  #isSending = false;

  constructor({ desk, readViews }) {
    this.desk = desk;
    this.readViews = readViews;
    desk.on("views", ({ stack }) => this.show(stack));
    desk.on("user", () => this.show([]));
  }

  /** @param {any[]} stack the views from the first to the one on top */
  show(stack) {
    const view = stack.at(-1);
    if (!view) return this.#leave();
    if (!this.#dialog) this.#open();
    const before = this.#view;
    this.#view = view;
    if (before?.id === view.id) this.#update(before);
    else this.#turnTo(before, stack.length);
    return undefined;
  }

  #open() {
    const id = freshId("modal");
    this.title = h("h2", { id, tabindex: "-1" });
    this.body = h("div", { class: "dialog-body" });
    this.foot = h("div", { class: "dialog-foot" });
    this.notices = h("div", { class: "dialog-notices", role: "alert" });
    const status = h("div", { class: "dialog-status visually-hidden", role: "status" });
    const head = h("div", { class: "dialog-head" }, icon("app"), this.title,
      h("button", { type: "button", class: "quiet", "aria-label": "Close", title: "Close", onclick: () => this.#close({ all: true }) }, icon("close")));
    const submit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.#dialog = openDialog({
      class: "modal", labelledby: id, onCancel: () => this.#close(), home: () => document.querySelector(".composer textarea"),
    }, h("form", { novalidate: true, noValidate: true, onsubmit: submit }, head, this.notices, this.body, this.foot), status);
  }

  /** Another view came on top, or the one beneath came back. */
  #turnTo(before, depth) {
    if (before) this.#focused.set(before.id, focusMark(this.body));
    const view = this.#view;
    if (!this.#forms.has(view.id)) this.#forms.set(view.id, new Form());
    fill(this.body);
    this.#draw(depth);
    this.body.scrollTop = 0;
    focusFirst(this.body, this.title, this.#focused.get(view.id));
  }

  /** The app changed the view in place: what is typed stays, what changed is said. */
  #update(before) {
    if (JSON.stringify(before) === JSON.stringify(this.#view)) return;
    this.#draw();
    announce(changedWords(before, this.#view, this.body));
    if (!this.#dialog.contains(document.activeElement) || document.activeElement === this.#dialog) {
      focusFirst(this.body, this.title);
    }
  }

  #draw() {
    const view = this.#view;
    const form = this.#forms.get(view.id);
    const target = () => ({ view_id: view.id, values: form.collect(this.#view.blocks) });
    fill(this.title, drawText(view.title, this.desk));
    showBlocks(this.body, view.blocks, new Surface({
      kind: "modal", desk: this.desk, target, form, state: view.state?.values,
    }));
    this.#drawFoot();
  }

  #drawFoot() {
    const view = this.#view;
    const words = drawText(view.submit, this.desk);
    const look = JSON.stringify([view.id, view.submit, view.close, this.#isSending]);
    if (this.foot.dataset.look === look) return;
    const hadFocus = this.foot.contains(document.activeElement);
    this.foot.dataset.look = look;
    this.submitButton = view.submit && h("button", {
      type: "submit", class: "primary", "aria-disabled": this.#isSending ? "true" : null, "aria-busy": this.#isSending ? "true" : null,
    }, this.#isSending ? "Sending…" : words);
    const leave = view.close ? drawText(view.close, this.desk) : view.submit ? "Cancel" : "Close";
    fill(this.foot, h("button", { type: "button", onclick: () => this.#close() }, leave), this.submitButton);
    if (hadFocus) (this.submitButton ?? this.title).focus();
  }

  async #submit() {
    const view = this.#view;
    if (this.#isSending || !view.submit) return;
    this.#setSending(true);
    hideErrors(this.body);
    fill(this.notices);
    const values = this.#forms.get(view.id).collect(view.blocks);
    const answer = await attempt(() => slack.submit({ user: this.desk.userId, view_id: view.id, values }));
    this.#setSending(false);
    if (!answer || !this.#dialog) return;
    if (answer.errors && Object.keys(answer.errors).length) showErrors(this.body, answer.errors, notice);
    else if (!answer.ok) notice(refusal("Submitting", answer));
    await this.readViews();
  }

  #setSending(isSending) {
    this.#isSending = isSending;
    if (this.#dialog) this.#drawFoot();
  }

  /** Closes the view on top, as Cancel and Escape do, or all of them, as the x does. */
  async #close({ all = false } = {}) {
    const view = this.#view;
    if (!view) return;
    await attempt(() => slack.interact({
      type: "view_closed", user: this.desk.userId, view_id: view.id, is_cleared: all,
    }));
    await this.readViews();
  }

  #leave() {
    this.#view = null;
    this.#forms.clear();
    this.#focused.clear();
    this.#isSending = false;
    this.#dialog?.leave();
    this.#dialog = null;
  }
}
