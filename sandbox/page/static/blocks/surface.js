// Where blocks stand: in a message, a modal or the Home tab. It keeps values and sends actions.

import { attempt, notice } from "../announce.js";
import { slack } from "../api.js";
import { confirm } from "../confirm.js";
import { drawText, plainWords } from "../text/draw.js";
import { Form, plain } from "./form.js";

/** The words for an action whose acknowledgement did not come as it should. */
export function refusal(what, answer) {
  const status = answer.ack?.status;
  return `${what} failed: ${answer.error ?? (status ? `the app answered ${status}` : "no answer")}`;
}

export class Surface {
  /**
   * @param {{kind: "message"|"modal"|"home", desk: any, target: () => any, form?: Form, state?: any}} how
   *   `target` names the view or the message in a call of the control API
   */
  constructor({ kind, desk, target, form = new Form(), state = null }) {
    this.kind = kind;
    this.desk = desk;
    this.target = target;
    this.form = form;
    this.state = state;
  }

  read = (block, element) => this.form.read(block, element, this.state);

  write = (block, element, value) => this.form.write(block, element, value);

  /**
   * Sends one block action, after the element's own question if it has one.
   * @param {HTMLElement|null} control shows that it is busy until the app has acknowledged
   * @returns {Promise<boolean>} whether it was sent
   */
  async act(block, element, { value, control = null } = {}) {
    if (element.confirm && !(await this.#ask(element.confirm))) return false;
    const detail = value === undefined ? {} : { value: plain(value) };
    control?.setAttribute("aria-busy", "true");
    const answer = await attempt(() => slack.interact({
      type: "block_actions", user: this.desk.userId, block_id: block.block_id, action_id: element.action_id,
      ...detail, ...this.target(),
    }));
    control?.removeAttribute("aria-busy");
    if (answer && !answer.ok) notice(refusal(`“${plainWords(element.text ?? element.placeholder) || element.action_id}”`, answer));
    return true;
  }

  /** Asks the app for the options of an external select. */
  async suggest(block, element, value) {
    const answer = await slack.interact({
      type: "block_suggestion", user: this.desk.userId, block_id: block.block_id, action_id: element.action_id,
      value, ...this.target(),
    });
    if (!answer.ok) throw new Error(refusal("Loading", answer));
    return answer.ack.body ?? {};
  }

  #ask(question) {
    return confirm({
      title: drawText(question.title, this.desk),
      text: drawText(question.text, this.desk),
      yes: drawText(question.confirm, this.desk),
      no: drawText(question.deny, this.desk),
      danger: question.style === "danger",
    });
  }
}
