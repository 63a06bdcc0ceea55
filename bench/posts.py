"""What can be boosted, of a thousand posts: from Meta's pages to facts that are sorted, beside the bare calls for the same pages.

Meta is the sandbox over real HTTP. The product reads no more than `MOST_POSTS` for a window; here its reading is measured
for all of them, as the floor is: fifty rows a call.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from pydantic import SecretStr

from bench.figures import Figures
from bench.processes import running
from bot.graph import Addresses, BusinessAccess, GraphClient, MetaApp, pooled_http
from bot.graph.content.calls import FIELDS, MOST_ROWS
from bot.graph.content.wanted import Search
from bot.graph.signing import prove
from bot.posts.brand import contents
from bot.posts.eligibility import Standing
from bot.posts.facts import PostFacts
from bot.posts.reading import of_content

POSTS = 1_000
BRAND, BUSINESS, MAYA = "17841405309211845", "1122334455667701", "17841412345678901"


async def measure_posts(figures: Figures, *, folder: Path, posts: int, rounds: int) -> None:
    """Publish so many posts that name the brand, and read them all, by turns with the floor."""
    async with running("-m", "sandbox", "graph", log=folder / "posts.log") as sandbox:
        url = sandbox.line.split()[1]
        async with httpx.AsyncClient(base_url=f"{url}/_control", timeout=60) as control:
            meta = (await control.get("/world")).json()
            for number in range(posts):
                wish = {
                    "owner_id": MAYA,
                    "caption": f"Post {number}",
                    "days_ago": number % 60,
                    "partners": {BRAND: "label"},
                }
                (await control.post("/post", json=wish)).raise_for_status()
        secret = SecretStr(meta["app_secret"])
        token = SecretStr(next(each["access_token"] for each in meta["profiles"] if each["ig_id"] == BRAND))
        async with pooled_http() as http:
            graph = GraphClient(http, app=MetaApp(secret=secret), addresses=Addresses(version="v26.0", graph=url))
            access = BusinessAccess(business_id=BUSINESS, token=token, ig_id=BRAND)
            for _ in range(rounds):
                product, read = await _product(graph, access)
                floor, rows = await _floor(http, url, token=token, secret=secret)
                if read != rows:
                    raise RuntimeError(f"{read} posts were read, and {rows} are there")
                figures.add(
                    f"{posts:,} posts read and sorted: ms", unit="ms", product=product * 1000, floor=floor * 1000
                )


async def _product(graph: GraphClient, access: BusinessAccess) -> tuple[float, int]:
    begun = time.perf_counter()
    found: list[PostFacts] = []
    async for content in contents(graph, access, Search(partner_ig_ids=[MAYA]), now=datetime.now(UTC)):
        facts = of_content(
            content, brand_ig_id=BRAND, username="maya.makes", code=None, code_facts=None, connected=None
        )
        found.append(facts)
    found.sort(key=lambda post: list(Standing).index(post.standing))
    return time.perf_counter() - begun, len(found)


async def _floor(http: httpx.AsyncClient, url: str, *, token: SecretStr, secret: SecretStr) -> tuple[float, int]:
    begun, rows, after = time.perf_counter(), 0, ""
    asked = {
        "fields": FIELDS,
        "ig_user_id": BRAND,
        "ad_partner_ig_user_ids": json.dumps([MAYA]),
        "limit": str(MOST_ROWS),
        "access_token": token.get_secret_value(),
        "appsecret_proof": prove(token.get_secret_value(), app_secret=secret.get_secret_value()),
    }
    while True:
        params = {**asked, **({"after": after} if after else {})}
        page = (await http.get(f"{url}/v26.0/{BUSINESS}/partnership-ads-advertisable-content", params=params)).json()
        rows += len(page["data"])
        after = page.get("paging", {}).get("cursors", {}).get("after", "")
        if not after:
            return time.perf_counter() - begun, rows
