// Global shortcuts and message shortcuts of the app.

import { attempt, notice } from "../announce.js";
import { slack } from "../api.js";
import { refusal } from "../blocks/surface.js";

/** Runs one; with a message it is a message shortcut. */
export async function runShortcut(desk, shortcut, message) {
  const type = message ? "message_action" : "shortcut";
  const answer = await attempt(() => slack.interact({
    type, user: desk.userId, callback_id: shortcut.callback_id, ...message,
  }));
  if (answer && !answer.ok) notice(refusal(`“${shortcut.name}”`, answer));
}
