"""Every endpoint there is refuses whoever lacks one of its scopes, its task, or any role: none is more lenient than Meta."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.graph.assets import Business, Page
from sandbox.graph.comments.model import Comment, PageComment
from sandbox.graph.endpoints import ENDPOINTS
from sandbox.graph.model import Creator, Profile
from sandbox.graph.people import Person
from sandbox.graph.posts.model import AdMedia, Media, PagePost
from sandbox.graph.visit import Endpoint
from tests.sandbox.graph.server import VERSION, Graph, refusal
from tests.sandbox.graph.signing_in import sign_in

OPEN = {
    ("GET", "Person", ""),
    ("GET", "Person", "accounts"),  # empty without its scope
    ("GET", "Person", "permissions"),
    ("DELETE", "Person", "permissions"),
    ("DELETE", "Person", "permissions/*"),
    # These say themselves which of several scopes will do, each with its own test.
    ("GET", "Ad", ""),
    ("GET", "Creative", ""),
    ("GET", "Business", "partnership-ads-advertisable-content"),
}
SCOPED = [each for each in ENDPOINTS if each.scopes]
TASKED = [each for each in ENDPOINTS if each.task]
OF_PEOPLE = [each for each in ENDPOINTS if each.on is not None and each.on.__name__ != "Dashboard"]


def _name(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.on.__name__ if endpoint.on else ''} {endpoint.edge}".strip()


async def _node(graph: Graph, kind: type[Any]) -> str:
    """Return the id of a node of that kind: Northlight Skin's, or Maya's where it is a creator's."""
    world = await graph.read("world")
    posts = (await graph.read("posts"))["posts"]
    maya, page = _ids(graph, world)
    if kind in (Media, AdMedia, Comment):
        post = next(each["id"] for each in posts if each["owner_id"] == maya and each["kind"] == "reel")
        ad = await graph.control("ad", post_id=post, profile_ig_id=graph.ig_id)
        if kind is Comment:
            return str((await graph.control("comment", on=post))["comment_id"])
        return str(post if kind is Media else ad["effective_instagram_media_id"])
    if kind in (PagePost, PageComment):
        post = next(each["id"] for each in posts if each["owner_id"] == page)
        return str(post if kind is PagePost else (await graph.control("comment", on=post))["comment_id"])
    northlight = next(each["id"] for each in world["businesses"] if each["name"] == "Northlight")
    someone = next(each["id"] for each in world["people"] if each["key"] == "nora")
    return str({Profile: graph.ig_id, Creator: maya, Page: page, Business: northlight, Person: someone}[kind])


def _ids(graph: Graph, world: dict[str, Any]) -> tuple[str, str]:
    maya = str(graph.creators["maya.makes"]["ig_id"])
    return maya, next(each["id"] for each in world["pages"] if each["instagram"] == maya)


async def _call(graph: Graph, endpoint: Endpoint, *, token: str) -> httpx.Response:
    assert endpoint.on is not None
    path = f"{await _node(graph, endpoint.on)}/{endpoint.edge}".rstrip("/")
    return await graph.http.request(endpoint.method, f"/{VERSION}/{path}", params=graph.signed({}, token=token))


def test_only_what_is_known_to_be_open_needs_no_scope() -> None:
    unscoped = {(each.method, each.on.__name__, each.edge) for each in OF_PEOPLE if each.on and not each.scopes}

    assert unscoped == OPEN


@pytest.mark.parametrize("endpoint", SCOPED, ids=_name)
async def test_each_of_its_scopes_is_needed(graph: Graph, endpoint: Endpoint) -> None:
    scopes = ",".join((await graph.read("world"))["scopes"])
    for missing in endpoint.scopes:
        token = await sign_in(graph, "nora", f"decline:{missing}", scope=scopes, auth_type="rerequest")
        answer = await _call(graph, endpoint, token=token)

        assert refusal(answer) == (400, 10, None)
        assert f"'{missing}'" in answer.json()["error"]["message"]
        await graph.control("person", person="nora", event="app_removed")


@pytest.mark.parametrize("endpoint", TASKED, ids=_name)
async def test_a_role_without_its_task_is_not_enough(graph: Graph, endpoint: Endpoint) -> None:
    world = await graph.read("world")
    maya, page = _ids(graph, world)
    others = sorted({"ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "MODERATE"} - {endpoint.task})
    await graph.control("person", person="pat", tasks={graph.ig_id: others, maya: others, page: others})
    token = await sign_in(graph, "pat", scope=",".join(world["scopes"]))

    answer = await _call(graph, endpoint, token=token)

    assert refusal(answer) == (400, 200, None)
    assert str(endpoint.task) in answer.json()["error"]["message"]


@pytest.mark.parametrize("endpoint", [each for each in SCOPED if each.edge != "businesses"], ids=_name)
async def test_without_any_role_a_node_is_not_there(graph: Graph, endpoint: Endpoint) -> None:
    token = await sign_in(graph, "pat", scope=",".join((await graph.read("world"))["scopes"]))

    assert refusal(await _call(graph, endpoint, token=token)) == (400, 100, 33)
