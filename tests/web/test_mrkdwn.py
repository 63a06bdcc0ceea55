"""mrkdwn is read as Slack writes it; the reader is a pure module that the page's browser runs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session")]

NODES = [
    ("a *b* c", [("text", "a "), ("bold", [("text", "b")]), ("text", " c")]),
    ("*b _i_*", [("bold", [("text", "b "), ("italic", [("text", "i")])])]),
    ("2*3*4 snake_case_name", [("text", "2*3*4 snake_case_name")]),
    ("~gone~ `*code*`", [("strike", [("text", "gone")]), ("text", " "), ("code", "*code*")]),
    ("<https://x.example|*here*>", [("link", "https://x.example")]),
    ("<@U1> in <#C1|spring>", [("user", "U1"), ("text", " in "), ("channel", "C1")]),
    ("<!here> <oops>", [("mention", "@here"), ("text", " "), ("text", "<oops>")]),
    ("Tom &amp; &lt;b&gt;", [("text", "Tom & <b>")]),
    (":x: at 10:30:00", [("emoji", "x"), ("text", " at 10:30:00")]),
    ("```\n*raw*\n```", [("pre", "*raw*")]),
    ("&gt; said\nthen", [("quote", [("text", "said")]), ("text", "then")]),
    ("one\ntwo", [("text", "one"), ("break", None), ("text", "two")]),
]

DATES = {
    ("{date_short_pretty} {time}", "UTC"): "today 10:00",
    ("{date_num}", "Asia/Tokyo"): "01/03/2026",
    ("{time}", "Asia/Tokyo"): "19:00",
    ("{date_pretty}", "Pacific/Auckland"): "yesterday",
    ("{date_long}", "America/New_York"): "Sunday, 1 March 2026",
    ("{nonsense}", "UTC"): "{nonsense}",
}
"""What is written of 1 March 2026, 10:00 UTC, two hours later, for a reader in that zone."""


def _shape(node: dict[str, Any]) -> tuple[str, Any]:
    if "children" in node:
        return node["type"], [_shape(child) for child in node["children"]]
    return node["type"], node.get("url") or node.get("id") or node.get("name") or node.get("text")


async def test_mrkdwn_is_read_as_slack_writes_it(page: Page) -> None:
    read = "async (texts) => { const {parse} = await import('/static/text/mrkdwn.js'); return texts.map(parse); }"
    found = await page.evaluate(read, [text for text, _ in NODES])
    for (text, expected), nodes in zip(NODES, found, strict=True):
        assert [_shape(node) for node in nodes] == expected, text


async def test_a_date_is_written_in_the_readers_zone(page: Page) -> None:
    write = (
        "async (dates) => { const {formatDate} = await import('/static/text/dates.js'); return dates.map(([form, zone]) =>"
        " formatDate(Date.UTC(2026, 2, 1, 10) / 1000, form, {zone, now: Date.UTC(2026, 2, 1, 12)})); }"
    )
    assert await page.evaluate(write, [list(each) for each in DATES]) == list(DATES.values())
