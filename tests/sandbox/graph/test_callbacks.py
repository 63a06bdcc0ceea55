"""The login's callbacks: whoever removes the app, or wants their data deleted, is told to the app by a signed request."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.graph.listening import Ear, listening, until
from tests.sandbox.graph.server import VERSION, Graph, refusal
from tests.sandbox.graph.signing_in import sign_in


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen."""
    with listening() as ear:
        yield ear


async def _connect(graph: Graph, ear: Ear) -> tuple[str, str]:
    """Sign Nora in with both callbacks set; returns her id and token."""
    await graph.control("app", deauthorize_url=f"{ear.url}/removed", deletion_url=f"{ear.url}/deleted")
    token = await sign_in(graph)
    return (await graph.get("me", token=token)).json()["id"], token


def _open(graph: Graph, signed: str) -> dict[str, Any]:
    """Open a signed request as Meta's page says: the signature covers the encoded payload."""
    signature, payload = signed.split(".")
    expected = hmac.new(graph.app_secret.encode(), payload.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(signature + "==") == expected
    return dict(json.loads(base64.urlsafe_b64decode(payload + "==")))


async def test_removing_the_app_at_facebook_is_told_to_the_app(graph: Graph, ear: Ear) -> None:
    nora, token = await _connect(graph, ear)
    await graph.control("person", person="nora", event="app_removed")

    (callback,) = await graph.read("callbacks")
    assert (callback["kind"], callback["user_id"], callback["status"]) == ("deauthorize", nora, 200)
    ((path, signed),) = ear.forms
    claims = _open(graph, signed)
    assert path == "/removed"
    assert (claims["user_id"], claims["algorithm"]) == (nora, "HMAC-SHA256")
    assert claims["issued_at"] > 1_700_000_000
    assert refusal(await graph.get("me", token=token)) == (400, 190, 458)


async def test_giving_the_whole_grant_back_by_the_api_is_told_too(graph: Graph, ear: Ear) -> None:
    _, token = await _connect(graph, ear)
    await graph.http.delete(f"/{VERSION}/me/permissions", params=graph.signed({}, token=token))
    await until(lambda: bool(ear.forms))

    assert [path for path, _ in ear.forms] == ["/removed"]


async def test_asking_for_deletion_removes_the_app_and_keeps_where_to_look(graph: Graph, ear: Ear) -> None:
    nora, _ = await _connect(graph, ear)
    await graph.control("person", person="nora", event="deletion_asked")

    callbacks = {each["kind"]: each for each in await graph.read("callbacks")}
    assert callbacks.keys() == {"deauthorize", "deletion"}
    assert callbacks["deletion"]["url"] == "https://greenlight.example/d/7"
    assert callbacks["deletion"]["confirmation_code"] == "7"
    asked = next(signed for path, signed in ear.forms if path == "/deleted")
    assert _open(graph, asked)["user_id"] == nora


@pytest.mark.parametrize(
    ("status", "deletion", "words"),
    [(500, {}, "answered 500"), (200, {"url": "x"}, "confirmation_code"), (200, ["x"], "confirmation_code")],
)
async def test_a_deletion_that_is_not_answered_as_it_must_be_is_seen(
    graph: Graph, ear: Ear, status: int, deletion: Any, words: str
) -> None:
    await _connect(graph, ear)
    ear.status, ear.deletion = status, deletion
    await graph.control("person", person="nora", event="deletion_asked")

    callback = next(each for each in await graph.read("callbacks") if each["kind"] == "deletion")
    assert words in callback["error"]


async def test_without_addresses_nothing_is_called_and_a_dead_one_is_seen(graph: Graph) -> None:
    await sign_in(graph)
    await graph.control("person", person="nora", event="deletion_asked")
    assert await graph.read("callbacks") == []

    await graph.control("app", deauthorize_url="http://127.0.0.1:9/removed")
    await sign_in(graph)
    await graph.control("person", person="nora", event="app_removed")
    (callback,) = await graph.read("callbacks")
    assert (callback["status"], callback["error"]) == (0, "nobody answered: ConnectError")


async def test_the_settings_page_removes_the_app_without_script(graph: Graph, ear: Ear) -> None:
    await _connect(graph, ear)
    page = (await graph.http.get("/settings/apps")).text
    assert "Nora Lind lets Greenlight in" in page
    assert 'aria-label="Remove Greenlight for Nora Lind"' in page
    assert "Skin desk" not in page

    body = {"person": "nora", "act": "delete"}
    after = await graph.http.post("/settings/apps", data=body, follow_redirects=True)

    assert "Nobody has let an app in." in after.text
    assert "https://greenlight.example/d/7" in after.text
    assert sorted(path for path, _ in ear.forms) == ["/deleted", "/removed"]  # Meta promises no order
