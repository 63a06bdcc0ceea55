"""Somebody signs in at the sandbox's Facebook, as an app and a browser would do it together."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from tests.sandbox.graph.server import VERSION, Graph

BACK = "http://localhost:8080/connect/callback"
SCOPES = (
    "business_management",
    "instagram_basic",
    "instagram_branded_content_ads_brand",
    "pages_read_engagement",
    "pages_show_list",
)


async def world_of(graph: Graph) -> dict[str, Any]:
    """Read the world."""
    return dict(await graph.read("world"))


async def address(graph: Graph, **params: str) -> str:
    """Make the address an app sends the browser to."""
    asked = {"client_id": (await world_of(graph))["app_id"], "redirect_uri": BACK, "state": "s-1"}
    if "config_id" not in params:
        asked["scope"] = ",".join(SCOPES)
    return f"{graph.url}/{VERSION}/dialog/oauth?{urlencode(asked | params)}"


async def answered(graph: Graph, person: str = "nora", answer: str = "accept", **params: Any) -> dict[str, str]:
    """Let somebody answer the dialog, and read what the app is sent."""
    assets = params.pop("assets", None)
    wish = {"person": person, "redirect": await address(graph, **params), "answer": answer, "assets": assets}
    told = await graph.control("login", **wish)
    return query_of(told["location"])


async def trade(graph: Graph, **params: str) -> httpx.Response:
    """Ask for a token with the app's own id and secret."""
    world = await world_of(graph)
    app = {"client_id": world["app_id"], "client_secret": world["app_secret"]}
    return await graph.http.get(f"/{VERSION}/oauth/access_token", params=app | params)


async def sign_in(graph: Graph, person: str = "nora", answer: str = "accept", **params: Any) -> str:
    """Sign somebody in and return the short-lived token."""
    back = await answered(graph, person, answer, **params)
    told = await trade(graph, code=back["code"], redirect_uri=BACK)
    assert told.status_code == 200, told.text
    return str(told.json()["access_token"])


async def prolong(graph: Graph, token: str) -> str:
    """Trade a short-lived token for a long-lived one."""
    told = await trade(graph, grant_type="fb_exchange_token", fb_exchange_token=token)
    assert told.status_code == 200, told.text
    return str(told.json()["access_token"])


async def debug(graph: Graph, token: str) -> dict[str, Any]:
    """Ask what a token is good for."""
    world = await world_of(graph)
    params = {"access_token": f"{world['app_id']}|{world['app_secret']}", "input_token": token}
    return dict((await graph.http.get(f"/{VERSION}/debug_token", params=params)).json()["data"])


async def statuses(graph: Graph, token: str) -> dict[str, str]:
    """Read what the person said to each scope."""
    rows = (await graph.get("me/permissions", token=token)).json()["data"]
    return {row["permission"]: row["status"] for row in rows}


def query_of(location: str) -> dict[str, str]:
    """Read what is in an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
