// Keeps a list of nodes true to a list of items, touching only what changed, so that what somebody
// is typing in, reading or has focused stays where it is.

const drawn = new WeakMap();

/**
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {{key: (item: T) => string, draw: (item: T) => Element, sign?: (item: T) => string}} how
 *   `sign` says what an item looks like; a node is drawn anew only when it differs (default: its JSON)
 * @returns {T[]} the items that are new here
 */
export function reconcile(parent, items, { key, draw, sign = JSON.stringify }) {
  const old = new Map([...parent.children].map((node) => [drawn.get(node)?.key, node]));
  const added = [];
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const look = sign(item);
    let node = old.get(name);
    old.delete(name);
    if (!node) added.push(item);
    if (node && drawn.get(node).look !== look) {
      const fresh = draw(item);
      if (place === node) place = fresh;
      replaceKeepingFocus(node, fresh);
      node = fresh;
    }
    node ??= draw(item);
    drawn.set(node, { key: name, look });
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const node of old.values()) node.remove();
  return added;
}

/** Swaps a node; focus and caret move to the control with the same `data-focus` in the new one. */
function replaceKeepingFocus(node, fresh) {
  const active = document.activeElement;
  const mark = node.contains(active) ? active?.dataset.focus : undefined;
  const caret = mark && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  node.replaceWith(fresh);
  if (!mark) return;
  const twin = [...fresh.querySelectorAll("[data-focus]")].find((each) => each.dataset.focus === mark);
  twin?.focus({ preventScroll: true });
  if (twin && caret && caret[0] !== null && twin.setSelectionRange) twin.setSelectionRange(...caret);
}
