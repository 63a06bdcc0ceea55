"""What a person who reads with a screen reader or tired eyes would miss on the page."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

CONTROLS = {"button", "textbox", "combobox", "checkbox", "radio", "link", "menuitem", "option", "listbox", "dialog"}
CONTROLS |= {"navigation", "complementary", "region", "main", "banner", "group", "radiogroup", "image", "Date"}
# A browser draws these inside a control that has its own name.
OWN_PARTS = {"group", "image"}

_FAINT = """
() => {
  const numbers = (css) => (css.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !node.checkVisibility() || node.closest(".visually-hidden, .skip, option, noscript")) continue;
    const [one, two] = [luminance(numbers(getComputedStyle(node).color)), luminance(ground(node))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) faint.push(`${text.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
"""


async def find_nameless(page: Page) -> list[str]:
    """List the controls and landmarks that the browser's accessibility tree has without a name."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    return [_describe(node) for node in tree["nodes"] if _is_nameless(node)]


def _is_nameless(node: dict[str, Any]) -> bool:
    role = node.get("role", {}).get("value")
    is_asked = role in CONTROLS - OWN_PARTS and not node.get("ignored")
    return bool(is_asked and not node.get("name", {}).get("value", "").strip())


def _describe(node: dict[str, Any]) -> str:
    return f"{node['role']['value']} {node.get('backendDOMNodeId')}"


async def find_faint(page: Page) -> list[str]:
    """List the texts whose contrast to their ground is below 4.5 to 1."""
    found: list[str] = await page.evaluate(_FAINT)
    return found


async def focused(page: Page) -> str:
    """Name the element that has the focus, by its role and accessible name as far as markup tells."""
    name: str = await page.evaluate(
        "() => { const at = document.activeElement; return at.getAttribute('aria-label')"
        " || (at.labels?.[0]?.innerText ?? '') || at.innerText || at.tagName; }"
    )
    return name.strip()


async def looked_over(page: Page, *, width: int) -> None:
    """See that nothing is nameless, faint, too small to tap, or wider than the screen, and that there is one heading."""
    assert await find_nameless(page) == []
    assert await find_faint(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = "nodes => nodes.filter(node => node.checkVisibility()).map(node => node.getBoundingClientRect().height)"
    assert all(height >= 44 for height in await page.locator("button, a.first").evaluate_all(sizes))
    assert await page.get_by_role("heading", level=1).count() == 1


async def press_by_keyboard(page: Page, name: str) -> None:
    """Reach what has this name with Tab alone, and press it with Enter; it leads to another page."""
    for _step in range(30):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText") == name:
            async with page.expect_navigation():
                await page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {name} with the keyboard")
