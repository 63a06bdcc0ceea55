// The App Home tab of the app.

import { attempt, notice } from "../announce.js";
import { slack } from "../api.js";
import { showBlocks } from "../blocks/draw.js";
import { Form } from "../blocks/form.js";
import { Surface, refusal } from "../blocks/surface.js";
import { h, icon } from "../dom.js";

/** Shows the Home tab in `main` while it is the open place. */
export function mountHome(desk, { main, readViews }) {
  const heading = h("h2", { tabindex: "-1" });
  const empty = h("p", { class: "empty" });
  const blocks = h("div", { class: "home-blocks" });
  const pane = h("div", { class: "home", hidden: true },
    h("header", { class: "pane-head" }, icon("app"), heading, h("span", { class: "badge" }, "Home")),
    h("div", { class: "home-scroll", tabindex: "0", role: "region", "aria-label": "App Home" }, empty, blocks));
  main.append(pane);
  let form = new Form();

  desk.on("views", ({ home }) => {
    empty.hidden = Boolean(home);
    empty.textContent = `${desk.appName()} has not published a Home tab for ${desk.nameOf(desk.userId)} yet. Is the app running?`;
    const target = () => ({ view_id: home.id, values: form.collect(home.blocks) });
    const surface = new Surface({ kind: "home", desk, target, form, state: home?.state?.values });
    showBlocks(blocks, home?.blocks ?? [], surface);
  });
  desk.on("user", () => (form = new Form()));

  desk.on("place", async () => {
    pane.hidden = desk.place.kind !== "home";
    if (pane.hidden) return;
    heading.textContent = desk.appName();
    const answer = await attempt(() => slack.interact({ type: "home_opened", user: desk.userId }));
    if (answer && !answer.ok) notice(refusal("Opening the Home tab", answer));
    await readViews();
  });
}
