"""Steps of workflows: run by a person, completed once, each with a token of its own."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.listening import Ear
from tests.sandbox.slack.refusals import error_of

STEP = "request_permission"
"""As the product's own manifest names it."""
INPUTS = {"handle": "@maya.makes", "campaign": "Spring"}


async def run(slack: Slack, **inputs: Any) -> str:
    answer = await slack.post("step", user="ana", callback_id=STEP, inputs={**INPUTS, **inputs})
    return str(answer["execution"]["id"])


async def how_it_stands(slack: Slack, step: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = (await slack.get("steps"))["steps"]
    return next(each for each in found if each["id"] == step)


async def test_a_step_reaches_the_app_with_who_runs_it_and_a_token_of_its_own(
    slack: Slack, connected: AsyncApp
) -> None:
    ear = Ear()
    connected.function(STEP, auto_acknowledge=False)(ear.hear)

    step = await run(slack, wait_for_answer=True)

    event = (await ear.body())["event"]
    assert event["function_execution_id"] == step
    assert event["function"]["callback_id"] == STEP
    assert event["inputs"].pop("asker").keys() == {"id", "secret"}
    assert event["inputs"] == {**INPUTS, "wait_for_answer": True}
    assert event["bot_access_token"] not in (slack.world["bot_token"], None)
    assert (await how_it_stands(slack, step))["state"] == "running"


async def test_what_workflow_builder_would_not_let_through_is_impossible(slack: Slack) -> None:
    for inputs, words in (
        ({}, "'handle' has no value"),
        ({"handle": "maya.makes", "wait_for_answer": "yes"}, "'wait_for_answer' has no value of type boolean"),
        ({"handle": "maya.makes", "colour": "red"}, "no input 'colour'"),
        ({"handle": "maya.makes", "asker": {"id": "U1"}}, "Nobody can set 'asker'"),
    ):
        answer = await slack.try_post("step", user="ana", callback_id=STEP, inputs=inputs)
        assert answer.status_code == 409
        assert words in answer.json()["error"]
    assert (await slack.try_post("step", user="ana", callback_id="other", inputs={})).status_code == 409


async def test_a_step_is_completed_once_with_the_outputs_of_the_manifest(slack: Slack, client: AsyncWebClient) -> None:
    step = await run(slack)

    for outputs in ({}, {"state": ""}, {"state": 7}, {"state": "approved", "colour": "red"}):
        call = client.functions_completeSuccess(function_execution_id=step, outputs=outputs)
        assert await error_of(call) == "parameter_validation_failed"
    await client.functions_completeSuccess(function_execution_id=step, outputs={"state": "approved"})

    assert (await how_it_stands(slack, step))["outputs"] == {"state": "approved"}
    again = client.functions_completeSuccess(function_execution_id=step, outputs={"state": "approved"})
    assert await error_of(again) == "execution_not_in_running_state"
    unknown = client.functions_completeSuccess(function_execution_id="Fx0", outputs={"state": "approved"})
    assert await error_of(unknown) == "function_execution_not_found"


async def test_a_step_that_failed_cannot_be_completed_any_more(slack: Slack, client: AsyncWebClient) -> None:
    step, canceled = await run(slack), await run(slack)

    await client.functions_completeError(function_execution_id=step, error="Nobody is called so.")
    await slack.post("step", cancel=canceled)

    told = await how_it_stands(slack, step)
    assert (told["state"], told["error"]) == ("failed", "Nobody is called so.")
    for over in (step, canceled):
        call = client.functions_completeSuccess(function_execution_id=over, outputs={"state": "approved"})
        assert await error_of(call) == "execution_not_in_running_state"


async def test_the_token_of_a_step_ends_with_it_and_completes_no_other(
    slack: Slack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    ear = Ear()
    connected.function(STEP, auto_acknowledge=False)(ear.hear)
    step = await run(slack)
    token = (await ear.body())["event"]["bot_access_token"]
    other = await run(slack)
    own = AsyncWebClient(token=token, base_url=slack.api_url, retry_handlers=[])

    assert (await own.auth_test())["user_id"] == slack.world["bot_user_id"]
    call = own.functions_completeError(function_execution_id=other, error="Not mine.")
    assert await error_of(call) == "access_denied"
    await own.functions_completeSuccess(function_execution_id=step, outputs={"state": "waiting"})

    assert await error_of(own.auth_test()) == "token_revoked"
    await client.functions_completeError(function_execution_id=other, error="By the app's own token.")
