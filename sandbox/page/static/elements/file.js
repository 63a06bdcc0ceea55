// A file that somebody hands over: read here, uploaded at once, and sent along as Slack's own file object.

import { Problem, slack } from "../api.js";
import { h } from "../dom.js";
import { naming } from "./field.js";

/** @param {any} element @param {import("./field.js").Field} field */
export function drawFile(element, field) {
  const said = h("p", { class: "picked", role: "status" });
  const tell = (files) => {
    const names = (files ?? []).map((file) => `${file.name}, ${file.size.toLocaleString("en")} bytes`);
    said.textContent = names.length ? `Chosen: ${names.join("; ")}` : "";
  };
  const choose = async () => {
    try {
      const files = await Promise.all([...input.files].map((file) => uploaded(file, field.desk.userId)));
      field.set(files.length ? files : null);
      tell(files);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      said.textContent = problem.message;
    }
  };
  const input = h("input", {
    ...naming(field), type: "file", multiple: (element.max_files ?? 10) > 1, onchange: choose,
    accept: element.filetypes?.map((ending) => `.${ending}`).join(","),
  });
  tell(field.value);
  return h("div", { class: "typed" }, input, said);
}

async function uploaded(file, user) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return (await slack.file({ user, name: file.name, content: btoa(text) })).file;
}
