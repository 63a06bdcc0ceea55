"""Channels are renamed, archived, made private, shared and deleted; people come, leave, and are of other companies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack, until
from tests.sandbox.slack.refusals import error_of

EVENTS = (
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "user_change",
)


class News:
    """Every event about channels and people; Slack promises no order in which they come."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    async def hear(self, event: dict[str, Any]) -> None:
        """Keep one."""
        self.events.append(event)

    async def first(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many, and give them in the order they happened, without their moments."""

        async def look() -> bool:
            return len(self.events) >= count

        await until(look)
        happened = sorted(self.events, key=lambda event: float(event["event_ts"]))
        return [{name: value for name, value in event.items() if name != "event_ts"} for event in happened]


@pytest.fixture
async def news(wide_slack: Slack, wide_client: AsyncWebClient) -> AsyncIterator[News]:
    """Listen to the workspace by Socket Mode."""
    heard, app = News(), AsyncApp(client=wide_client)
    for event in EVENTS:
        app.event(event)(heard.hear)
    web_client = AsyncWebClient(base_url=wide_slack.api_url)
    handler = AsyncSocketModeHandler(app, wide_slack.world["app_token"], web_client=web_client)
    await handler.connect_async()
    await until(lambda: wide_slack.has_connections(1))
    yield heard
    await handler.close_async()
    await until(lambda: wide_slack.has_connections(0))


async def _person(slack: Slack, **about: Any) -> str:
    return str((await slack.post("person", **about))["id"])


async def test_a_public_and_a_private_channel_tell_the_same_under_different_names(
    wide_slack: Slack, news: News
) -> None:
    public, private = wide_slack.channel("general"), wide_slack.channel("summer-sun")
    for channel in (public, private):
        await wide_slack.post("channel", id=channel, name=f"new-{channel.lower()}")
        await wide_slack.post("channel", id=channel, is_archived=True)
        await wide_slack.post("channel", id=channel, is_archived=False)
        await wide_slack.post("channel", id=channel, deleted=True)

    heard = await news.first(8)

    types = [event["type"] for event in heard]
    verbs = ("rename", "archive", "unarchive", "deleted")
    assert types == [f"{kind}_{verb}" for kind in ("channel", "group") for verb in verbs]
    assert heard[0]["channel"]["id"] == public
    assert heard[0]["channel"]["name"] == f"new-{public.lower()}"
    assert {event["channel"] for event in heard[5:]} == {private}


async def test_of_a_private_channel_without_the_bot_the_app_hears_nothing(wide_slack: Slack, news: News) -> None:
    await wide_slack.post("channel", id=wide_slack.channel("finance"), name="secret-plans")
    await wide_slack.post("channel", id=wide_slack.channel("general"), name="lobby")

    assert [event["channel"]["name"] for event in await news.first(1)] == ["lobby"]


async def test_a_deleted_channel_is_not_found(wide_slack: Slack, wide_client: AsyncWebClient) -> None:
    spring = wide_slack.channel("spring-launch")
    await wide_slack.post("channel", id=spring, deleted=True)

    assert await error_of(wide_client.conversations_info(channel=spring)) == "channel_not_found"
    assert await error_of(wide_client.chat_postMessage(channel=spring, text="Hello")) == "channel_not_found"


async def test_a_channel_made_private_is_no_event_and_is_told_to_who_asks(
    wide_slack: Slack, wide_client: AsyncWebClient, news: News
) -> None:
    spring = wide_slack.channel("spring-launch")
    await wide_slack.post("channel", id=spring, is_private=True)
    await wide_slack.post("channel", id=spring, name="hush")

    assert [event["type"] for event in await news.first(1)] == ["group_rename"]
    told = (await wide_client.conversations_info(channel=spring))["channel"]
    assert (told["id"], told["is_private"], told["is_member"]) == (spring, True, True)
    own = (await wide_client.users_conversations(types="private_channel"))["channels"]
    assert spring in [channel["id"] for channel in own]


async def test_the_bot_hears_that_it_was_taken_out_and_then_no_more(wide_slack: Slack, news: News) -> None:
    bot = wide_slack.world["bot_user_id"]
    for name in ("spring-launch", "summer-sun"):
        await wide_slack.post("join", user=bot, channel=wide_slack.channel(name), member=False)

    heard = await news.first(2)

    assert [(event["type"], event["channel"]) for event in heard] == [
        ("channel_left", wide_slack.channel("spring-launch")),
        ("group_left", wide_slack.channel("summer-sun")),
    ]


async def test_a_channel_is_shared_with_another_company_and_not_any_more(
    wide_slack: Slack, wide_client: AsyncWebClient, news: News
) -> None:
    spring, other = wide_slack.channel("spring-launch"), wide_slack.world["other_team_id"]
    olga = await _person(wide_slack, name="olga", team_id=other)
    early = await wide_slack.try_post("join", user=olga, channel=spring)
    assert early.status_code == 409
    stranger = (await wide_client.users_info(user=olga))["user"]
    assert stranger["is_stranger"]

    await wide_slack.post("channel", id=spring, shared_with=other)
    await wide_slack.post("join", user=olga, channel=spring)

    told = (await wide_client.conversations_info(channel=spring))["channel"]
    assert (told["is_ext_shared"], told["shared_team_ids"][1:]) == (True, [other])
    met = (await wide_client.users_info(user=olga))["user"]
    assert (met["team_id"], met["is_stranger"]) == (other, False), "in a common channel nobody is a stranger"
    typed = await wide_slack.try_post("command", user=olga, channel=spring, command="/partnership", text="help")
    assert typed.status_code == 409

    await wide_slack.post("channel", id=spring, shared_with=None)
    heard = await news.first(2)
    assert [(event["type"], event["channel"]) for event in heard] == [
        ("channel_shared", spring),
        ("channel_unshared", spring),
    ]
    assert olga not in (await wide_client.conversations_members(channel=spring))["members"]


async def test_the_id_of_a_channel_may_change_when_it_is_shared(
    wide_slack: Slack, wide_client: AsyncWebClient, news: News
) -> None:
    old, other = wide_slack.channel("summer-sun"), wide_slack.world["other_team_id"]
    new = (await wide_slack.post("channel", id=old, shared_with=other, gets_new_id=True))["id"]

    heard = await news.first(2)
    assert heard[0] == {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
    assert heard[1]["channel"] == new
    assert await error_of(wide_client.conversations_info(channel=old)) == "channel_not_found"
    assert (await wide_client.conversations_info(channel=new))["channel"]["name"] == "summer-sun"


async def test_who_has_left_the_workspace_is_in_no_channel_and_does_nothing_more(
    wide_slack: Slack, wide_client: AsyncWebClient, news: News
) -> None:
    chloe, spring = wide_slack.user("chloe"), wide_slack.channel("spring-launch")
    await wide_slack.post("person", user=chloe, deleted=True)

    told = (await wide_client.users_info(user=chloe))["user"]
    assert told["deleted"]
    assert "is_admin" not in told
    assert chloe not in (await wide_client.conversations_members(channel=spring))["members"]
    assert await error_of(wide_client.conversations_open(users=[chloe])) == "user_disabled"
    typed = await wide_slack.try_post("command", user=chloe, channel=spring, command="/partnership", text="help")
    assert typed.status_code == 409
    assert [event["user"]["deleted"] for event in await news.first(1)] == [True]


async def test_the_workspace_has_one_primary_owner_and_people_can_be_made_admins_and_guests(
    wide_slack: Slack, wide_client: AsyncWebClient
) -> None:
    people = (await wide_client.users_list())["members"]
    assert [each["name"] for each in people if each["is_primary_owner"]] == ["ben"]

    ana = wide_slack.user("ana")
    await wide_slack.post("person", user=ana, is_admin=True)
    assert (await wide_client.users_info(user=ana))["user"]["is_admin"]
    greta = await _person(wide_slack, name="greta", is_ultra_restricted=True)
    assert (await wide_client.users_info(user=greta))["user"]["is_ultra_restricted"]


async def test_user_groups_are_listed_and_their_people_too(wide_slack: Slack, wide_client: AsyncWebClient) -> None:
    made = await wide_slack.post("usergroup", handle="partnerships", members=["ana", "chloe"])

    group = (await wide_client.usergroups_list(include_count=True))["usergroups"][0]
    assert (group["id"], group["handle"], group["user_count"]) == (made["id"], "partnerships", "2")
    assert "users" not in group
    people = (await wide_client.usergroups_users_list(usergroup=made["id"]))["users"]
    assert people == [wide_slack.user("ana"), wide_slack.user("chloe")]


async def test_a_disabled_user_group_is_there_for_those_who_ask_for_it(
    wide_slack: Slack, wide_client: AsyncWebClient
) -> None:
    group = (await wide_slack.post("usergroup", handle="old-team", members=["ana"]))["id"]
    await wide_slack.post("usergroup", id=group, is_disabled=True)

    assert (await wide_client.usergroups_list())["usergroups"] == []
    assert len((await wide_client.usergroups_list(include_disabled=True))["usergroups"]) == 1
    assert await error_of(wide_client.usergroups_users_list(usergroup=group)) == "no_such_subteam"
    assert await error_of(wide_client.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"
