"""Tokens, scopes, arguments and rate limits of the Web API."""

from __future__ import annotations

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.blocks import modal
from tests.sandbox.slack.refusals import error_of, refusal


async def test_api_test_answers_what_it_got_and_fails_when_asked_to(client: AsyncWebClient) -> None:
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert await error_of(client.api_test(error="my_error")) == "my_error"


async def test_auth_test_tells_the_bot_who_it_is_and_its_scopes(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert answer["user_id"] == slack.world["bot_user_id"]
    assert answer["team_id"] == slack.world["team_id"]
    assert answer["bot_id"].startswith("B")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_a_method_that_is_not_served_is_unknown(client: AsyncWebClient) -> None:
    assert await error_of(client.api_call("chat.shout")) == "unknown_method"


async def test_a_call_needs_a_token_that_exists_and_is_of_the_right_kind(slack: Slack) -> None:
    anonymous = AsyncWebClient(base_url=slack.api_url)
    stranger = AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url)
    app_level = AsyncWebClient(token=slack.world["app_token"], base_url=slack.api_url)
    bot = AsyncWebClient(token=slack.world["bot_token"], base_url=slack.api_url)

    assert await error_of(anonymous.auth_test()) == "not_authed"
    assert await error_of(stranger.auth_test()) == "invalid_auth"
    assert await error_of(app_level.auth_test()) == "not_allowed_token_type"
    opening = bot.apps_connections_open(app_token=slack.world["bot_token"])
    assert await error_of(opening) == "not_allowed_token_type"


async def test_a_token_in_a_json_body_is_not_read(slack: Slack) -> None:
    async with httpx.AsyncClient(base_url=slack.api_url) as http:
        form = await http.post("auth.test", data={"token": slack.world["bot_token"]})
        body = await http.post("auth.test", json={"token": slack.world["bot_token"]})

    assert form.json()["ok"]
    assert body.json()["error"] == "not_authed"


async def test_a_scope_that_the_manifest_lacks_is_named(client: AsyncWebClient) -> None:
    answer = await refusal(client.team_info())

    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "team:read"
    assert "chat:write" in answer["provided"].split(",")


async def test_team_info_tells_the_team_to_who_may_ask(wide_client: AsyncWebClient) -> None:
    assert (await wide_client.team_info())["team"]["name"] == "Northlight"
    assert await error_of(wide_client.team_info(team="T123")) == "team_not_found"


async def test_a_missing_argument_is_named(client: AsyncWebClient) -> None:
    answer = await refusal(client.api_call("chat.postMessage", json={"text": "hello"}))

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": 5}, "invalid_arguments"),
        ({"channel": "C1", "text": ["hello"]}, "invalid_arguments"),
        ({"channel": "C1", "reply_broadcast": "perhaps"}, "invalid_arguments"),
        ({"channel": "C1", "blocks": "[not json"}, "invalid_blocks_format"),
        ({"channel": "C1", "blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"channel": "C1", "metadata": "nothing"}, "invalid_metadata_format"),
        ({"channel": "C1", "te xt": "hello"}, "invalid_arg_name"),
    ],
)
async def test_arguments_of_the_wrong_type_are_refused(
    client: AsyncWebClient, arguments: dict[str, object], error: str
) -> None:
    assert await error_of(client.api_call("chat.postMessage", json=arguments)) == error


async def test_arguments_come_as_a_form_or_as_json(slack: Slack, client: AsyncWebClient) -> None:
    blocks = '[{"type": "divider"}]'
    form = {"channel": slack.channel("spring-launch"), "text": "a form", "blocks": blocks, "mrkdwn": "true"}

    answer = await client.api_call("chat.postMessage", data=form)

    assert answer["message"]["blocks"][0]["type"] == "divider"


async def test_a_method_without_json_support_sees_no_json_arguments(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")

    assert (await client.conversations_info(channel=channel))["channel"]["id"] == channel
    as_json = client.api_call("conversations.info", json={"channel": channel})
    assert await error_of(as_json) == "invalid_arguments"


async def test_a_body_that_is_no_json_object_or_form_is_refused(slack: Slack) -> None:
    headers = {"Authorization": f"Bearer {slack.world['bot_token']}"}
    json_type = {**headers, "content-type": "application/json"}
    async with httpx.AsyncClient(base_url=slack.api_url) as http:
        broken = await http.post("auth.test", content="{", headers=json_type)
        a_list = await http.post("auth.test", content="[]", headers=json_type)
        xml = await http.post("auth.test", content="<a/>", headers={**headers, "content-type": "text/xml"})

    assert broken.json()["error"] == "invalid_json"
    assert a_list.json()["error"] == "json_not_object"
    assert xml.json()["error"] == "invalid_post_type"


async def test_a_method_over_its_tier_answers_429_until_the_minute_is_over(
    slack: Slack, client: AsyncWebClient
) -> None:
    for _ in range(20):
        await client.users_list()

    with pytest.raises(SlackApiError) as refused:
        await client.users_list()

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    wait = int(refused.value.response.headers["Retry-After"])
    assert 0 < wait <= 60
    await client.users_info(user=slack.user("ana"))  # each method has its own window
    await slack.post("clock", advance_seconds=wait)
    assert (await client.users_list())["ok"]


async def test_a_channel_takes_one_message_a_second_after_a_small_burst(slack: Slack, client: AsyncWebClient) -> None:
    for _ in range(3):
        await client.chat_postMessage(channel=slack.channel("spring-launch"), text="at once")

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=slack.channel("spring-launch"), text="too much")

    assert refused.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=slack.channel("summer-sun"), text="elsewhere")
    await slack.post("clock", advance_seconds=1)
    await client.chat_postMessage(channel=slack.channel("spring-launch"), text="a second later")
    assert len(await slack.messages("spring-launch")) == 4


async def test_limits_can_be_turned_off_for_benchmarks(slack: Slack, client: AsyncWebClient) -> None:
    await slack.post("limits", enabled=False)

    for _ in range(25):
        await client.users_list()

    assert len(await slack.calls("users.list")) == 25


async def test_tokens_are_never_in_the_log(slack: Slack, client: AsyncWebClient) -> None:
    await client.api_call("auth.test", data={"token": slack.world["bot_token"]})
    await error_of(client.views_open(trigger_id="1.2.3", view=modal()))

    log = await slack.get("log")

    assert slack.world["bot_token"] not in str(log)
    assert [(call["method"], call["ok"], call["error"]) for call in log["calls"]] == [
        ("auth.test", True, None),
        ("views.open", False, "invalid_trigger_id"),
    ]
