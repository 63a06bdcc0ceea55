// One request as the creator sees it.

import { fill, h, icon } from "./dom.js";
import { formatDate } from "./text/dates.js";

/** Meta writes a state in several ways ("PENDING", "Pending Approval"): known by its start, in this order. */
const STATES = [
  ["pending", { icon: "hourglass", word: "Waiting for an answer" }],
  ["reject", { icon: "no", word: "Declined" }],
  ["declin", { icon: "no", word: "Declined" }],
  ["cancel", { icon: "stop", word: "Taken back by the brand", done: "taken back" }],
  ["revok", { icon: "undo", word: "Revoked", done: "revoked" }],
  ["remov", { icon: "undo", word: "Removed", done: "removed" }],
  ["self_remov", { icon: "undo", word: "Removed by you" }],
  ["approv", { icon: "ok", word: "Approved" }],
];

const stateOf = (request) => STATES.find(([start]) => request.status.toLowerCase().startsWith(start));

export const isWaiting = (request) => stateOf(request)?.[0] === "pending";
const isApproved = (request) => stateOf(request)?.[0] === "approv";

/**
 * @param {any} request
 * @param {{desk: any, showsCreator: boolean, answer: (request: any, word: string) => Promise<void>}} how
 */
export function drawRequest(request, { desk, answer, showsCreator }) {
  const [start, state] = stateOf(request) ?? ["other", { icon: "question", word: request.status }];
  const when = (seconds) => formatDate(seconds, "{date_short_pretty}, {time}", desk.reader());
  const { brand } = request;

  const tap = (word, label, looks, mark) => {
    const button = h("button", { type: "button", class: looks, "aria-label": `${label} the request of ${brand} to @${request.creator}`,
      onclick: async () => {
        button.setAttribute("aria-busy", "true");
        await answer(request, word);
        button.removeAttribute("aria-busy");
      } }, icon(mark), label);
    return button;
  };
  const taps = isWaiting(request)
    ? [tap("approve", "Approve", "primary", "ok"), tap("decline", "Decline", "", "no")]
    : isApproved(request) ? [tap("revoke", "Revoke", "danger", "undo")] : [];

  return h("li", { class: `request request-${start}` },
    showsCreator && h("p", { class: "to" }, icon("person"), `@${request.creator}`),
    h("p", { class: "ask" }, h("strong", {}, brand), isWaiting(request) ? " wants to run partnership ads with you." : " · partnership ads"),
    isWaiting(request) && h("p", { class: "means" },
      `If you approve, ${brand} may show ads under your name, made from your posts with them. You can take it back at any time.`),
    h("p", { class: "state" }, icon(state.icon), h("span", {}, state.word)),
    fill(h("p", { class: "since" }), "Asked ", h("time", {}, when(request.created_at)),
      request.answered_at && !isWaiting(request) ? [`, ${state.done ?? "answered"} `, h("time", {}, when(request.answered_at))] : null),
    taps.length > 0 && h("div", { class: "taps" }, taps));
}
