"""Who may call: tokens, proofs, other profiles' ids and versions."""

from __future__ import annotations

import httpx
import pytest

from tests.sandbox.graph.server import EDGE, VERSION, Graph, refusal


async def _list(graph: Graph, **params: str) -> httpx.Response:
    return await graph.http.get(f"/{VERSION}/{graph.ig_id}/{EDGE}", params=params)


async def test_a_call_without_a_token_is_refused(graph: Graph) -> None:
    assert refusal(await _list(graph)) == (400, 104, None)


async def test_a_call_without_a_proof_is_refused(graph: Graph) -> None:
    assert refusal(await _list(graph, access_token=graph.token)) == (400, 100, None)


@pytest.mark.parametrize("proof", ["0" * 64, "é", "deadbeef"])
async def test_a_call_with_a_wrong_proof_is_refused(graph: Graph, proof: str) -> None:
    answer = await _list(graph, access_token=graph.token, appsecret_proof=proof)

    assert refusal(answer) == (400, 100, None)
    assert "appsecret_proof" in answer.json()["error"]["message"]


async def test_the_proof_of_another_token_is_wrong(graph: Graph) -> None:
    other = graph.profiles[1]["access_token"]
    answer = await _list(graph, access_token=graph.token, appsecret_proof=graph.prove(other))

    assert refusal(answer) == (400, 100, None)


async def test_a_token_that_was_never_issued_is_refused(graph: Graph) -> None:
    assert refusal(await _list(graph, **graph.signed({}, token="EAAnever"))) == (400, 190, None)


async def test_the_archive_profile_has_an_expired_token(graph: Graph) -> None:
    archive = graph.profiles[2]
    answer = await graph.get(f"{archive['ig_id']}/{EDGE}", token=archive["access_token"])

    assert refusal(answer) == (400, 190, 463)


@pytest.mark.parametrize("path", ["{other}", "{other}/" + EDGE, "17841400000000000"])
async def test_a_token_does_not_open_another_profile(graph: Graph, path: str) -> None:
    answer = await graph.get(path.format(other=graph.profiles[1]["ig_id"]))

    assert refusal(answer) == (400, 100, 33)


async def test_a_creators_account_and_a_permission_are_no_nodes_for_a_brand(graph: Graph) -> None:
    permission_id = await graph.ask("maya.makes")

    for node in (permission_id, graph.creators["maya.makes"]["ig_id"]):
        assert refusal(await graph.get(node)) == (400, 100, 33)


async def test_a_token_can_die_and_be_renewed(graph: Graph) -> None:
    await graph.control("token", profile_ig_id=graph.ig_id, state="expired")
    assert refusal(await graph.get(graph.ig_id)) == (400, 190, 463)

    renewed = await graph.control("token", profile_ig_id=graph.ig_id, state="fresh")
    token = renewed["profile"]["access_token"]
    assert (await graph.get(graph.ig_id, token=token)).status_code == 200
    assert refusal(await graph.get(graph.ig_id)) == (400, 190, 463)


async def test_debug_token_tells_a_living_token_from_a_dead_one(graph: Graph) -> None:
    world = await graph.read("world")
    app_token = f"{world['app_id']}|{world['app_secret']}"
    archive = graph.profiles[2]["access_token"]

    async def inspect(token: str) -> dict[str, object]:
        params = {"access_token": app_token, "input_token": token}
        answer = await graph.http.get(f"/{VERSION}/debug_token", params=params)
        return dict(answer.json()["data"])

    alive, dead, unknown = await inspect(graph.token), await inspect(archive), await inspect("EAAnever")
    assert alive["is_valid"] is True
    assert "instagram_branded_content_ads_brand" in str(alive["scopes"])
    granular = {row["scope"]: row["target_ids"] for row in alive["granular_scopes"]}  # type: ignore[attr-defined]  # JSON
    assert granular["instagram_branded_content_ads_brand"] == [graph.ig_id]
    assert granular["pages_show_list"] == [
        next(page["id"] for page in world["pages"] if page["instagram"] == graph.ig_id)
    ]
    assert (alive["type"], alive["app_id"], alive["expires_at"]) == ("SYSTEM_USER", world["app_id"], 0)
    assert (dead["is_valid"], dead["error"]["subcode"]) == (False, 463)  # type: ignore[index]  # JSON
    assert unknown["is_valid"] is False


async def test_debug_token_wants_the_apps_own_token(graph: Graph) -> None:
    assert refusal(await graph.get("debug_token", input_token=graph.token)) == (400, 190, None)


async def test_me_permissions_lists_the_granted_scopes(graph: Graph) -> None:
    body = (await graph.get("me/permissions")).json()

    assert {"permission": "instagram_branded_content_ads_brand", "status": "granted"} in body["data"]


@pytest.mark.parametrize("version", ["v25.0", "v26.0", "v21.0", "v12.0"])
async def test_a_version_that_lives_or_once_lived_is_served(graph: Graph, version: str) -> None:
    answer = await graph.http.get(f"/{version}/{graph.ig_id}", params=graph.signed({}))

    assert answer.json() == {"id": graph.ig_id}


async def test_a_dead_version_is_served_by_the_oldest_living_one(reference: Graph) -> None:
    for handle in ("maya.makes", "juno.skates"):
        await reference.ask(handle)
    params = reference.signed({"limit": "1"})
    answer = await reference.http.get(f"/v12.0/{reference.ig_id}/{EDGE}", params=params)

    assert answer.json()["paging"]["next"].startswith(f"{reference.url}/v21.0/")


@pytest.mark.parametrize("head", ["/v27.0", "/v26.1", "/v99.0", ""])
async def test_a_version_that_never_was_and_none_at_all_are_refused(graph: Graph, head: str) -> None:
    answer = await graph.http.get(f"{head}/{graph.ig_id}", params=graph.signed({}))

    assert refusal(answer) == (400, 2500, None)


async def test_an_address_that_leads_nowhere_is_refused(graph: Graph) -> None:
    assert refusal(await graph.get("nowhere/at/all")) == (400, 2500, None)
