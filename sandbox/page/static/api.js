// The two control APIs, as sandbox/README.md describes them.

/** What went wrong with a call, in a sentence for the person at the page. */
export class Problem extends Error {}

async function call(half, path, body) {
  const request = body === undefined
    ? { headers: { accept: "application/json" } }
    : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(`/${half}/_control/${path}`, request);
  } catch {
    throw new Problem("The sandbox does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const reason = [answer?.error, answer?.message, answer?.detail].find((each) => typeof each === "string");
  throw new Problem(reason ?? `The sandbox answered ${response.status} to ${half} ${path}.`);
}

const at = encodeURIComponent;

export const slack = {
  world: () => call("slack", "world"),
  command: (typed) => call("slack", "command", typed),
  interact: (act) => call("slack", "interact", act),
  submit: (values) => call("slack", "view_submit", values),
  views: (user) => call("slack", `views/${at(user)}`),
  messages: (channel, user) => call("slack", `messages/${at(channel)}?user=${at(user)}`),
  file: (file) => call("slack", "file", file),
  say: (words) => call("slack", "say", words),
  join: (who) => call("slack", "join", who),
  fault: (fault) => call("slack", "fault", fault),
  step: (run) => call("slack", "step", run),
  steps: () => call("slack", "steps"),
  reset: () => call("slack", "reset", {}),
};

export const graph = {
  world: () => call("graph", "world"),
  phone: (creator) => call("graph", `phone/${at(creator)}`),
  answer: (what) => call("graph", "answer", what),
  pageAction: (what) => call("graph", "page_action", what),
  posts: (owner) => call("graph", `posts?owner_id=${at(owner)}`),
  comments: (post) => call("graph", `comments/${at(post)}`),
  comment: (words) => call("graph", "comment", words),
  fault: (fault) => call("graph", "fault", fault),
  token: (token) => call("graph", "token", token),
  // Both halves of one sandbox share their clock: moving it here moves it for Slack too.
  clock: (seconds) => call("graph", "clock", { advance_seconds: seconds }),
  reset: () => call("graph", "reset", {}),
};
