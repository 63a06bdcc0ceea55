// Builds DOM nodes. Every string becomes a text node or an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes one element: `h("button", {type: "button", onclick}, "Send")`.
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `on…` are listeners, `data` is a dataset, booleans are properties
 * @param {...any} children nodes, strings or (nested) arrays of them; null, undefined and false are left out
 * @returns {any} the element
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value" || typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, String(value));
  }
  node.append(...present(children));
  return node;
}

/** Replaces everything in `node` by `children`. */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/**
 * Draws one of the page's own icons; without a label it is decoration and hidden from screen readers.
 * @param {string} name a symbol of icons.svg
 * @param {string} [label]
 */
export function icon(name, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Text that only screen readers get. */
export const hidden = (text) => h("span", { class: "visually-hidden" }, text);

let lastId = 0;
/** An id that is unique on this page, for labels and descriptions. */
export const freshId = (stem) => `${stem}-${++lastId}`;
