// Reads what views the person sees and tells the modal and the Home tab.

import { attempt } from "../announce.js";
import { slack } from "../api.js";
import { latest } from "../latest.js";

/** @returns {() => Promise<void>} reads the views again; the desk then tells "views" */
export function viewReader(desk) {
  return latest(async () => {
    const user = desk.userId;
    const views = await attempt(() => slack.views(user));
    if (views && user === desk.userId) desk.tell("views", views);
  });
}
