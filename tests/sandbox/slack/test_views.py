"""Modals and Home tabs: triggers, stacks, hashes, external ids, and what stays typed."""

from __future__ import annotations

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.blocks import JSON, asks, modal, plain, section
from tests.sandbox.slack.listening import Ear
from tests.sandbox.slack.refusals import error_of

HOME: JSON = {"type": "home", "blocks": [section("home")]}


@pytest.fixture
def listening(connected: AsyncApp) -> AsyncApp:
    """Give an application that acks the command, so that people get triggers."""
    connected.command("/partnership")(Ear().hear)
    return connected


async def _trigger(slack: Slack, user: str = "ana") -> str:
    typed = await slack.post("command", user=user, channel="spring-launch", command="/partnership")
    return str(typed["trigger_id"])


async def test_a_trigger_works_once_within_three_seconds(
    slack: Slack, client: AsyncWebClient, listening: AsyncApp
) -> None:
    used, late = await _trigger(slack), await _trigger(slack)

    assert (await client.views_open(trigger_id=used, view=modal()))["ok"]
    assert await error_of(client.views_open(trigger_id=used, view=modal())) == "exchanged_trigger_id"
    await slack.post("clock", advance_seconds=3.1)
    assert await error_of(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"
    without = client.api_call("views.open", json={"view": modal()})
    assert await error_of(without) == "invalid_arguments"


async def test_an_opened_view_has_what_slack_adds(slack: Slack, client: AsyncWebClient, listening: AsyncApp) -> None:
    view = (await client.views_open(trigger_id=await _trigger(slack), view=modal()))["view"]

    assert view["id"].startswith("V")
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert view["blocks"][0]["block_id"]
    assert view["hash"]
    assert (view["clear_on_close"], view["notify_on_close"], view["private_metadata"]) == (False, False, "")
    assert [v["id"] for v in await slack.views(slack.user("ana"))] == [view["id"]]


async def test_a_view_that_breaks_a_limit_is_not_shown(
    slack: Slack, client: AsyncWebClient, listening: AsyncApp
) -> None:
    # As a dict: slack_sdk's own models would refuse it before Slack does.
    wide = modal(title=plain("x" * 25))

    assert await error_of(client.views_open(trigger_id=await _trigger(slack), view=wide)) == "invalid_arguments"
    assert await slack.views(slack.user("ana")) == []


async def test_a_stack_holds_three_views(slack: Slack, client: AsyncWebClient, listening: AsyncApp) -> None:
    nothing_open = client.views_push(trigger_id=await _trigger(slack, "ben"), view=modal())
    assert await error_of(nothing_open) == "not_found"
    root = (await client.views_open(trigger_id=await _trigger(slack), view=modal()))["view"]
    second = (await client.views_push(trigger_id=await _trigger(slack), view=modal()))["view"]
    await client.views_push(trigger_id=await _trigger(slack), view=modal())

    fourth = client.views_push(trigger_id=await _trigger(slack), view=modal())

    assert await error_of(fourth) == "push_limit_reached"
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    assert len(await slack.views(slack.user("ana"))) == 3


async def test_an_update_with_a_stale_hash_is_a_conflict(
    slack: Slack, client: AsyncWebClient, listening: AsyncApp
) -> None:
    view = (await client.views_open(trigger_id=await _trigger(slack), view=modal()))["view"]

    first = await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("two")))
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("three")))

    assert first["view"]["hash"] != view["hash"]
    assert await error_of(stale) == "hash_conflict"
    shown = (await slack.views(slack.user("ana")))[0]
    assert shown["blocks"][0]["text"]["text"] == "two"


async def test_a_view_is_found_by_its_unique_external_id(
    slack: Slack, client: AsyncWebClient, listening: AsyncApp
) -> None:
    await client.views_open(trigger_id=await _trigger(slack), view=modal(external_id="ours"))

    updated = await client.views_update(external_id="ours", view=modal(section("found"), external_id="ours"))
    second = client.views_open(trigger_id=await _trigger(slack, "ben"), view=modal(external_id="ours"))

    assert updated["view"]["blocks"][0]["text"]["text"] == "found"
    assert await error_of(second) == "duplicate_external_id"
    assert await error_of(client.views_update(external_id="theirs", view=modal())) == "not_found"
    assert await error_of(client.views_update(view_id="V0NONE", view=modal())) == "not_found"
    neither = client.api_call("views.update", json={"view": modal()})
    assert await error_of(neither) == "invalid_arguments"


async def test_an_update_keeps_what_was_typed_under_the_same_ids_only(
    slack: Slack, client: AsyncWebClient, listening: AsyncApp
) -> None:
    text = {"type": "plain_text_input", "initial_value": "first"}
    before = modal(asks("same", text), asks("old", text), asks("untouched", {"type": "plain_text_input"}))
    view = (await client.views_open(trigger_id=await _trigger(slack), view=before))["view"]
    values = {"same": {"it": "typed"}, "old": {"it": "typed"}}
    for block_id, typed in values.items():
        await slack.post(
            "interact",
            type="block_actions",
            user="ana",
            view_id=view["id"],
            block_id=block_id,
            action_id="it",
            value=typed["it"],
        )

    after = modal(asks("same", text), asks("new", text), asks("untouched", text))
    updated = (await client.views_update(view_id=view["id"], view=after))["view"]

    kept = {block: state["it"]["value"] for block, state in updated["state"]["values"].items()}
    assert kept == {"same": "typed", "new": "first", "untouched": "first"}


async def test_a_home_tab_is_published_for_one_person(slack: Slack, client: AsyncWebClient) -> None:
    ana = slack.user("ana")

    first = (await client.views_publish(user_id=ana, view=HOME))["view"]
    second = (await client.views_publish(user_id=ana, view=HOME, hash=first["hash"]))["view"]

    assert first["id"] == second["id"]
    stale = client.views_publish(user_id=ana, view=HOME, hash=first["hash"])
    assert await error_of(stale) == "hash_conflict"
    assert await error_of(client.views_publish(user_id=ana, view=modal())) == "invalid_arguments"
    assert await error_of(client.views_publish(user_id="U0NOBODY", view=HOME)) == "invalid_arguments"
    assert (await slack.get(f"views/{ana}"))["home"]["hash"] == second["hash"]
    assert (await slack.get(f"views/{slack.user('ben')}"))["home"] is None
