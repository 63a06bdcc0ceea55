"""The Graph service as it is served: by its command, and mounted beside the page."""

from __future__ import annotations

import asyncio
import sys

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.clock import Clock
from sandbox.graph.app import build
from tests.sandbox.graph.server import EDGE, Graph, calling, serving


async def test_the_command_prints_where_it_serves_and_takes_the_names() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "graph", "--port", "0", "--names", "reference"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        word, url = (await asyncio.wait_for(process.stdout.readline(), 30)).decode().split()
        async with httpx.AsyncClient(base_url=url) as http:
            rules = (await http.get("/_control/rules")).json()
    finally:
        process.terminate()
        await process.wait()
    assert (word, rules["names"]) == ("ready", "reference")


async def test_addresses_in_answers_lead_back_to_where_it_is_mounted() -> None:
    app = Starlette(routes=[Mount("/graph", app=build(clock=Clock(), names="reference"))])

    with serving(app) as url:
        async with calling(f"{url}/graph") as graph:
            for handle in ("maya.makes", "juno.skates"):
                await graph.ask(handle)
            page = (await graph.get(f"{graph.ig_id}/{EDGE}", limit="1")).json()
            fields = "business_discovery.username(maya.makes){profile_picture_url}"
            found = (await graph.get(graph.ig_id, fields=fields)).json()["business_discovery"]
            picture = await graph.http.get(found["profile_picture_url"])
            missing = await graph.http.get("/_pictures/1.svg")
    assert page["paging"]["next"].startswith(f"{graph.url}/v26.0/")
    assert picture.status_code == 200
    assert missing.status_code == 404


async def test_an_unreadable_call_is_written_down_too(graph: Graph) -> None:
    await graph.http.post("/v26.0/1", content=b"[]", headers={"Content-Type": "application/json"})

    (call,) = await graph.read("calls")
    assert (call["path"], call["params"], call["status"]) == ("/v26.0/1", {}, 400)
