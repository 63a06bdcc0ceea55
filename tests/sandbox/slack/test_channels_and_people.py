"""Which channels the bot sees, joining them, and who is here."""

from __future__ import annotations

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.refusals import error_of


async def test_the_bot_sees_public_channels_and_its_own_private_ones(slack: Slack, client: AsyncWebClient) -> None:
    info = await client.conversations_info(channel=slack.channel("summer-sun"), include_num_members=True)

    assert info["channel"]["is_private"]
    assert info["channel"]["is_member"]
    assert info["channel"]["num_members"] == 3
    general = await client.conversations_info(channel=slack.channel("general"))
    assert not general["channel"]["is_member"]
    hidden = client.conversations_info(channel=slack.channel("finance"))
    assert await error_of(hidden) == "channel_not_found"


async def test_lists_hold_what_the_types_and_scopes_allow(slack: Slack, client: AsyncWebClient) -> None:
    async def names(**arguments: str | int | bool) -> list[str]:
        answer = await client.api_call("conversations.list", params=arguments)
        return [channel["name"] for channel in answer["channels"]]

    assert await names() == ["spring-launch", "general"]
    assert await names(types="public_channel,private_channel") == ["spring-launch", "summer-sun", "general"]
    assert await names(types="private_channel", limit=1) == ["summer-sun"]
    assert await error_of(client.conversations_list(types="secret")) == "invalid_types"
    assert await error_of(client.conversations_list(types="im")) == "missing_scope"
    assert await error_of(client.conversations_list(limit=0)) == "invalid_limit"
    await slack.post("channel", id=slack.channel("general"), is_archived=True)
    assert await names(exclude_archived=True) == ["spring-launch"]


async def test_users_conversations_are_the_channels_of_one_member(slack: Slack, client: AsyncWebClient) -> None:
    own = await client.users_conversations(types="public_channel,private_channel")
    bens = await client.users_conversations(user=slack.user("ben"), types="public_channel,private_channel")

    assert [channel["name"] for channel in own["channels"]] == ["spring-launch", "summer-sun"]
    assert [c["name"] for c in bens["channels"]] == ["spring-launch", "summer-sun", "general"]


async def test_members_come_in_pages(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")

    first = await client.conversations_members(channel=channel, limit=3)
    rest = await client.conversations_members(
        channel=channel, limit=3, cursor=first["response_metadata"]["next_cursor"]
    )

    everybody = [*first["members"], *rest["members"]]
    assert everybody == [slack.user(name) for name in ("ana", "ben", "chloe", "greenlight")]
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_the_bot_joins_public_channels_only(slack: Slack, client: AsyncWebClient) -> None:
    joined = await client.conversations_join(channel=slack.channel("general"))
    again = await client.conversations_join(channel=slack.channel("general"))

    assert joined["channel"]["is_member"]
    assert again["warning"] == "already_in_channel"
    private = client.conversations_join(channel=slack.channel("summer-sun"))
    assert await error_of(private) == "method_not_supported_for_channel_type"
    hidden = client.conversations_join(channel=slack.channel("finance"))
    assert await error_of(hidden) == "channel_not_found"


async def test_direct_messages_are_opened_with_one_person(slack: Slack, client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=slack.user("ana"))
    again = await client.conversations_open(channel=first["channel"]["id"])

    assert first["channel"]["id"] == again["channel"]["id"]
    assert await error_of(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await error_of(client.api_call("conversations.open", json={})) == "users_list_not_supplied"
    two = client.conversations_open(users=[slack.user("ana"), slack.user("ben")])
    assert await error_of(two) == "missing_scope"


async def test_people_have_a_zone_and_no_address(slack: Slack, client: AsyncWebClient) -> None:
    ben = (await client.users_info(user=slack.user("ben"), include_locale=True))["user"]

    assert (ben["name"], ben["tz"], ben["tz_offset"]) == ("ben", "America/New_York", -18000)
    assert ben["locale"] == "en-GB"
    assert "email" not in ben["profile"]
    assert await error_of(client.users_info(user="U0NOBODY")) == "user_not_found"
    everybody = (await client.users_list())["members"]
    assert [user["name"] for user in everybody if user["is_bot"]] == ["greenlight"]


async def test_a_file_is_announced_sent_and_shared(wide_slack: Slack, wide_client: AsyncWebClient) -> None:
    channel = wide_slack.channel("spring-launch")

    shared = await wide_client.files_upload_v2(
        content="a,b\n1,2\n", filename="permissions.csv", title="Permissions", channel=channel
    )

    message = (await wide_slack.messages(channel))[0]
    assert message["files"][0]["id"] == shared["file"]["id"]
    assert message["files"][0]["title"] == "Permissions"


async def test_a_file_nobody_sent_cannot_be_shared(wide_slack: Slack, wide_client: AsyncWebClient) -> None:
    announced = await wide_client.files_getUploadURLExternal(filename="a.csv", length=5)

    async def share(channel: str) -> str:
        files = [{"id": announced["file_id"], "title": "A"}]
        call = wide_client.files_completeUploadExternal(files=files, channel_id=wide_slack.channel(channel))
        return await error_of(call)

    async with httpx.AsyncClient() as http:
        short = await http.post(announced["upload_url"], content=b"abc")
        assert short.status_code == 400
        assert await share("spring-launch") == "file_not_found"
        whole = await http.post(announced["upload_url"], content=b"abcde")
        assert whole.status_code == 200
    assert await share("general") == "not_in_channel"
    assert await error_of(wide_client.files_getUploadURLExternal(filename="a", length=0)) == "invalid_arguments"
