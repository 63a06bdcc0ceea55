// A step of a workflow: what a builder would fill in, and what the step hands on once it has ended.

import { announce, attempt } from "../announce.js";
import { slack } from "../api.js";
import { openDialog } from "../dialog.js";
import { fill, freshId, h, icon } from "../dom.js";
import { drawText } from "../text/draw.js";

const USER = "slack#/types/user_context";
const CHANNEL = "slack#/types/channel_id";

/** How a step can stand, as `GET steps` says it. */
const STATES = {
  running: ["hourglass", "Running: the workflow waits"],
  completed: ["ok", "Completed: the workflow goes on"],
  failed: ["warning", "Failed: the workflow ends here"],
  canceled: ["stop", "Ended from outside"],
};

/** Asks for a step's inputs, runs it as whoever is signed in, and follows it until the window is closed. */
export function openStep(desk, step) {
  const id = freshId("step");
  const inputs = step.inputs.filter((each) => each.type !== USER).map((each) => drawInput(desk, each));
  const notices = h("div", { class: "dialog-notices", role: "alert" });
  const body = h("div", { class: "dialog-body" }, h("p", {}, step.description), step.inputs.some((each) => each.type === USER)
    && h("p", { class: "hint" }, `Run as ${desk.nameOf(desk.userId)}: Slack itself says who runs a workflow.`), inputs.map((each) => each.node));
  const run = h("button", { type: "submit", class: "primary" }, icon("shortcut"), "Run");
  const foot = h("div", { class: "dialog-foot" }, h("button", { type: "button", onclick: () => leave() }, "Close"), run);

  let running = null;
  const show = async () => {
    if (!running) return;
    const answer = await attempt(() => slack.steps());
    const now = answer?.steps.find((each) => each.id === running.id);
    if (!now || now.state === running.state) return;
    running = now;
    fill(body, drawState(desk, step, now));
    announce(STATES[now.state][1]);
  };
  const submit = async (event) => {
    event.preventDefault();
    fill(notices);
    const given = Object.fromEntries(inputs.map((each) => [each.name, each.read()]).filter(([, value]) => value !== ""));
    const answer = await attempt(() => slack.step({ user: desk.userId, callback_id: step.callback_id, inputs: given }));
    if (!answer) return;
    running = answer.execution;
    fill(body, drawState(desk, step, running));
    run.remove();
    title.focus();
    await show();
  };
  const leave = () => {
    stop();
    dialog.leave();
  };
  const title = h("h2", { id, tabindex: "-1" }, step.title);
  const dialog = openDialog({ class: "modal", labelledby: id, onCancel: leave },
    h("form", { onsubmit: submit }, h("div", { class: "dialog-head" }, icon("shortcut"), title), notices, body, foot),
    h("div", { class: "dialog-status visually-hidden", role: "status" }));
  const stop = desk.on("steps", show);
  body.querySelector("input, select")?.focus();
}

function drawInput(desk, { name, type, title, description, is_required: isRequired }) {
  const id = freshId("input");
  const about = { id, "aria-describedby": `${id}-hint` };
  const hint = h("p", { class: "hint", id: `${id}-hint` }, description);
  if (type === "boolean") {
    const ticked = h("input", { ...about, type: "checkbox" });
    const node = h("div", { class: "block block-input" }, h("label", { class: "choice" }, ticked, h("span", {}, title)), hint);
    return { name, node, read: () => ticked.checked };
  }
  const control = type === CHANNEL
    ? h("select", about, h("option", { value: "" }, "–"),
      desk.channels().filter((each) => !each.is_im).map((each) => h("option", { value: each.id }, `#${each.name}`)))
    : h("input", { ...about, type: "text", autocomplete: "off", required: isRequired });
  const node = h("div", { class: "block block-input" },
    h("label", { for: id }, title, !isRequired && h("span", { class: "optional" }, " (optional)")), control, hint);
  return { name, node, read: () => control.value };
}

function drawState(desk, step, { state, outputs, error }) {
  const [mark, words] = STATES[state] ?? ["question", state];
  const given = step.outputs.filter((each) => outputs[each.name]);
  return [
    h("p", { class: "step-state" }, icon(mark), h("strong", {}, words)),
    error && h("p", {}, error),
    given.length > 0 && h("dl", { class: "outputs" }, given.map((each) => [
      h("dt", {}, each.title), h("dd", {}, drawValue(desk, outputs[each.name])),
    ])),
  ];
}

const drawValue = (desk, value) => drawText({ type: "mrkdwn", text: /^https?:/.test(value) ? `<${value}>` : String(value) }, desk);
