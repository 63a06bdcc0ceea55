"""Messages that the bot posts, changes, takes back and looks for."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.blocks import section
from tests.sandbox.slack.refusals import error_of

METADATA = {"event_type": "card", "event_payload": {"request": "r1"}}


async def test_the_bot_posts_where_it_is_and_nowhere_else(slack: Slack, client: AsyncWebClient) -> None:
    for name in ("spring-launch", "summer-sun"):
        assert (await client.chat_postMessage(channel=slack.channel(name), text="hello"))["ok"]

    async def post(channel: str) -> str:
        return await error_of(client.chat_postMessage(channel=channel, text="hello"))

    assert await post(slack.channel("general")) == "not_in_channel"
    assert await post(slack.channel("finance")) == "channel_not_found"
    assert await post("C0NOWHERE") == "channel_not_found"
    await slack.post("channel", id=slack.channel("spring-launch"), is_archived=True)
    assert await post(slack.channel("spring-launch")) == "is_archived"


async def test_chat_write_public_lets_the_bot_post_in_every_public_channel(
    wide_slack: Slack, wide_client: AsyncWebClient
) -> None:
    assert (await wide_client.chat_postMessage(channel=wide_slack.channel("general"), text="hello"))["ok"]
    private = wide_client.chat_postMessage(channel=wide_slack.channel("finance"), text="hello")
    assert await error_of(private) == "channel_not_found"


async def test_a_person_id_as_channel_is_their_direct_messages(slack: Slack, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=slack.user("ana"))
    posted = await client.chat_postMessage(channel=slack.user("ana"), text="for you")

    assert posted["channel"] == opened["channel"]["id"]
    assert posted["channel"].startswith("D")


async def test_a_message_needs_text_or_blocks_that_slack_takes(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")

    async def post(**content: object) -> str:
        return await error_of(client.api_call("chat.postMessage", json={"channel": channel, **content}))

    assert await post() == "no_text"
    assert await post(text="") == "no_text"
    assert await post(text="x", blocks=[{"type": "sector"}]) == "invalid_blocks"
    assert await post(text="x", blocks=[section("x" * 2700)] * 5) == "msg_blocks_too_long"
    assert await post(text="x", markdown_text="y") == "markdown_text_conflict"
    assert await post(text="x", attachments=[{}] * 101) == "too_many_attachments"
    assert await post(text="x", metadata={"event_type": "a"}) == "invalid_metadata_format"
    large = {"event_type": "a", "event_payload": {"text": "x" * 17000}}
    assert await post(text="x", metadata=large) == "metadata_too_large"
    assert await slack.messages("spring-launch") == []


async def test_text_above_forty_thousand_characters_is_cut(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel=slack.channel("spring-launch"), text="x" * 40_001)

    assert len(answer["message"]["text"]) == 40_000


async def test_metadata_is_read_back_only_when_asked_for(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")
    await client.chat_postMessage(channel=channel, text="card", metadata=METADATA)

    plain = await client.conversations_history(channel=channel)
    full = await client.conversations_history(channel=channel, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == METADATA


async def test_a_reply_is_in_its_thread_and_only_a_broadcast_in_the_channel(
    slack: Slack, client: AsyncWebClient
) -> None:
    channel = slack.channel("spring-launch")
    card = (await client.chat_postMessage(channel=channel, text="card"))["ts"]
    quiet = (await client.chat_postMessage(channel=channel, text="quiet", thread_ts=card))["ts"]
    await client.chat_postMessage(channel=channel, text="loud", thread_ts=quiet, reply_broadcast=True)

    history = (await client.conversations_history(channel=channel))["messages"]
    thread = (await client.conversations_replies(channel=channel, ts=card))["messages"]

    assert [message["text"] for message in history] == ["loud", "card"]
    assert history[0]["subtype"] == "thread_broadcast"
    assert history[1]["reply_count"] == 2
    assert [message["text"] for message in thread] == ["card", "quiet", "loud"]
    assert all(message["thread_ts"] == card for message in thread)
    nowhere = client.chat_postMessage(channel=channel, text="x", thread_ts="1.000001")
    assert await error_of(nowhere) == "cannot_reply_to_message"
    lost = client.conversations_replies(channel=channel, ts="1.000001")
    assert await error_of(lost) == "thread_not_found"


async def test_history_has_pages_and_a_range(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")
    sent = [await slack.post("say", user="ana", channel=channel, text=f"{n}") for n in range(5)]
    times = [one["message"]["ts"] for one in sent]

    first = await client.conversations_history(channel=channel, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=channel, limit=2, cursor=cursor)
    between = await client.conversations_history(channel=channel, oldest=times[1], latest=times[3])
    around = await client.conversations_history(channel=channel, oldest=times[1], latest=times[3], inclusive=True)

    assert first["has_more"]
    assert [m["text"] for m in [*first["messages"], *second["messages"]]] == ["4", "3", "2", "1"]
    assert [m["text"] for m in between["messages"]] == ["2"]
    assert [m["text"] for m in around["messages"]] == ["3", "2", "1"]
    assert await error_of(client.conversations_history(channel=channel, cursor="x")) == "invalid_cursor"
    assert await error_of(client.conversations_history(channel=channel, oldest="x")) == "invalid_ts_oldest"
    outside = client.conversations_history(channel=slack.channel("general"))
    assert await error_of(outside) == "not_in_channel"


async def test_an_update_replaces_what_is_given(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")
    card = await client.chat_postMessage(channel=channel, text="asked", blocks=[section()], metadata=METADATA)

    with_blocks = await client.chat_update(channel=channel, ts=card["ts"], text="approved", blocks=[section("yes")])
    text_alone = await client.chat_update(channel=channel, ts=card["ts"], text="plain")
    without_metadata = await client.chat_update(channel=channel, ts=card["ts"], text="bare", metadata={})

    assert with_blocks["message"]["blocks"][0]["text"]["text"] == "yes"
    assert "edited" not in with_blocks["message"]
    assert with_blocks["message"]["metadata"] == METADATA
    assert "blocks" not in text_alone["message"]
    assert "edited" in text_alone["message"]
    assert "metadata" not in without_metadata["message"]


async def test_only_the_bots_own_messages_can_be_changed_or_deleted(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")
    said = (await slack.post("say", user="ana", channel=channel, text="mine"))["message"]["ts"]
    own = (await client.chat_postMessage(channel=channel, text="card"))["ts"]

    async def update(ts: str, **content: object) -> str:
        return await error_of(client.api_call("chat.update", json={"channel": channel, "ts": ts, **content}))

    assert await update(said, text="x") == "cant_update_message"
    assert await update("1.000001", text="x") == "message_not_found"
    assert await update(own) == "no_text"
    assert await update(own, text="x" * 4001) == "msg_too_long"
    assert await update(own, text="x", reply_broadcast=True) == "cant_broadcast_message"
    assert await error_of(client.chat_delete(channel=channel, ts=said)) == "cant_delete_message"
    assert (await client.chat_delete(channel=channel, ts=own))["ok"]
    assert await error_of(client.chat_delete(channel=channel, ts=own)) == "message_not_found"
    assert [m["text"] for m in await slack.messages(channel)] == ["mine"]


async def test_an_ephemeral_message_is_seen_by_one_person_and_kept_nowhere(
    slack: Slack, client: AsyncWebClient
) -> None:
    channel, ana, ben = slack.channel("spring-launch"), slack.user("ana"), slack.user("ben")

    answer = await client.chat_postEphemeral(channel=channel, user=ana, text="psst")

    assert [m["text"] for m in await slack.messages(channel, user=ana)] == ["psst"]
    assert await slack.messages(channel, user=ben) == []
    assert (await client.conversations_history(channel=channel))["messages"] == []
    update = client.chat_update(channel=channel, ts=answer["message_ts"], text="x")
    assert await error_of(update) == "message_not_found"
    chloe = client.chat_postEphemeral(channel=slack.channel("summer-sun"), user=slack.user("chloe"), text="psst")
    assert await error_of(chloe) == "user_not_in_channel"
    outside = client.chat_postEphemeral(channel=slack.channel("general"), user=ana, text="psst")
    assert await error_of(outside) == "not_in_channel"


async def test_a_permalink_leads_to_this_workspace(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")
    ts = (await client.chat_postMessage(channel=channel, text="card"))["ts"]
    reply = (await client.chat_postMessage(channel=channel, text="reply", thread_ts=ts))["ts"]

    link = (await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"]
    reply_link = (await client.chat_getPermalink(channel=channel, message_ts=reply))["permalink"]

    assert link == f"{slack.url}/archives/{channel}/p{ts.replace('.', '')}"
    assert reply_link.endswith(f"?thread_ts={ts}&cid={channel}")
    lost = client.chat_getPermalink(channel=channel, message_ts="1.000001")
    assert await error_of(lost) == "message_not_found"
