"""Greenlight's own calls to Slack, outside of answering one: what is posted, edited and looked up.

Every call raises only `bot.slack.errors.SlackError`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import CLOSED_CODES, GONE_CODES, ChannelClosed, SlackBusy, SlackRefused, ThreadGone
from bot.words import say

METADATA_EVENT = "greenlight_message"
"""The metadata event type of our messages; its payload's `key` is how a message is found again."""
PAGES_SEARCHED = 5
BUSY_CODES = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "team_added_to_org", "ratelimited", "rate_limited"}
)
"""Slack's words for "not now"."""
NO_GROUPS_CODES = frozenset({"plan_upgrade_required", "no_such_subteam", "missing_scope"})
"""Slack's words for a user group without people: on a plan without groups, gone, or of an app without the scope."""
TIMEOUT_SECONDS = 10
"""How long a call may take: whatever waits for the same channel waits as long."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """A message: `text` is what notifications and screen readers use, so it is never left out."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A conversation as Slack describes it."""

    id: str
    name: str
    is_private: bool
    is_member: bool
    is_archived: bool
    is_shared: bool = False
    """Another company's people are in it, or may be: Slack Connect."""


@dataclass(frozen=True, kw_only=True)
class Someone:
    """A person of the workspace."""

    id: str
    name: str
    """As others see it: the display name where there is one."""
    is_guest: bool
    is_gone: bool
    is_bot: bool
    is_admin: bool
    """An owner or administrator of the Slack workspace."""
    team_ids: frozenset[str]
    """The workspaces they belong to; of an organisation's people it may be several."""


@dataclass(frozen=True, kw_only=True)
class UserGroup:
    """A group of people who can be mentioned together."""

    id: str
    handle: str
    name: str


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that somebody handed over."""

    name: str
    size: int
    """Bytes, as Slack says."""
    url: str
    """Where it is read, with the bot's token."""


@dataclass(frozen=True, kw_only=True)
class Whoami:
    """Which app, in which workspace, a token speaks for."""

    team_id: str
    team_name: str
    bot_user_id: str
    scopes: frozenset[str] | None
    """The scopes the token has, where Slack says so in its answer's headers."""


def slack_session() -> aiohttp.ClientSession:
    """Open the connections that all calls share. The limit must stand here: with a session the library sets none."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))


def web_client(*, token: str, url: str, session: aiohttp.ClientSession, patient: bool) -> AsyncWebClient:
    """Make a client. A `patient` one waits out rate limits: for work nobody is waiting for, never before an ack.

    A patient one repeats nothing else by itself: where an answer was lost the post may stand there already, and only the
    work that posts can look. A prompt one keeps the library's repeat after a broken connection, as pooled ones break idle.
    """
    return AsyncWebClient(
        token=token,
        base_url=url if url.endswith("/") else f"{url}/",
        session=session,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)] if patient else None,
    )


class SlackCalls:
    """The calls, by one workspace's bot."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def whoami(self) -> Whoami:
        """Ask which workspace and bot the token belongs to."""
        found = await done(self._client.auth_test(), method="auth.test")
        granted = found.headers.get("x-oauth-scopes")
        return Whoami(
            team_id=found["team_id"],
            team_name=found.get("team", ""),
            bot_user_id=found.get("user_id", ""),
            scopes=frozenset(granted.replace(" ", "").split(",")) if granted else None,
        )

    async def post(
        self, words: Words, *, channel_id: str, key: str, thread_ts: str | None, broadcast: bool = False
    ) -> str:
        """Post a message that carries `key`, and return its ts. Slack has no idempotency: look with `find` before a repeat."""
        thread: dict[str, Any] = {"thread_ts": thread_ts, "reply_broadcast": broadcast} if thread_ts else {}
        posted = await done(
            self._client.chat_postMessage(
                channel=channel_id,
                text=words.text,
                blocks=words.blocks or None,
                metadata={"event_type": METADATA_EVENT, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
                **thread,
            ),
            method="chat.postMessage",
            channel_id=channel_id,
        )
        return str(posted["ts"])

    async def publish(self, view: dict[str, Any], *, person_id: str) -> None:
        """Show a view on somebody's Home tab. https://docs.slack.dev/reference/methods/views.publish"""
        await done(self._client.views_publish(user_id=person_id, view=view), method="views.publish")

    async def edit(self, words: Words, *, channel_id: str, ts: str, key: str) -> None:
        """Change one of our messages in place."""
        await done(
            self._client.chat_update(
                channel=channel_id,
                ts=ts,
                text=words.text,
                blocks=words.blocks or None,
                metadata={"event_type": METADATA_EVENT, "event_payload": {"key": key}},
            ),
            method="chat.update",
            channel_id=channel_id,
        )

    async def find(self, *, key: str, channel_id: str, thread_ts: str | None, since: float) -> str | None:
        """Find the message that carries `key`, posted at or after `since` (Unix seconds); return its ts.

        The one use of history: before a post that may be a repeat.
        """
        cursor: str | None = None
        for _page in range(PAGES_SEARCHED):
            asked: dict[str, Any] = {
                "channel": channel_id,
                "include_all_metadata": True,
                "limit": 100,
                "oldest": f"{since:.6f}",
                "cursor": cursor,
            }
            call = (
                self._client.conversations_replies(ts=thread_ts, **asked)
                if thread_ts
                else self._client.conversations_history(**asked)
            )
            page = await done(call, method="conversations.history", channel_id=channel_id)
            for message in page.get("messages", []):
                if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None:
                return None
        return None

    async def whisper(self, words: Words, *, channel_id: str, person_id: str, thread_ts: str | None = None) -> None:
        """Say something in a channel that one person only can see."""
        await done(
            self._client.chat_postEphemeral(
                channel=channel_id, user=person_id, text=words.text, blocks=words.blocks or None, thread_ts=thread_ts
            ),
            method="chat.postEphemeral",
            channel_id=channel_id,
        )

    async def direct_channel(self, person_id: str) -> str:
        """Open the conversation with one person, or find it, and return its id."""
        opened = await done(self._client.conversations_open(users=[person_id]), method="conversations.open")
        return str(opened["channel"]["id"])

    async def write_to(self, person_id: str, words: Words, *, key: str) -> str:
        """Send a direct message to one person, and return its ts."""
        return await self.post(words, channel_id=await self.direct_channel(person_id), key=key, thread_ts=None)

    async def channel(self, channel_id: str) -> Channel:
        """Describe a channel; a private one that the bot is not in raises ChannelClosed."""
        found = await done(
            self._client.conversations_info(channel=channel_id), method="conversations.info", channel_id=channel_id
        )
        return _channel(found["channel"])

    async def join(self, channel_id: str) -> None:
        """Join a public channel."""
        await done(
            self._client.conversations_join(channel=channel_id), method="conversations.join", channel_id=channel_id
        )

    async def shared_channels_of(self, person_id: str, *, with_public: bool = False) -> frozenset[str]:
        """Return the private channels that both the person and the bot are in; `with_public` adds the person's public ones."""
        types = "private_channel,public_channel" if with_public else "private_channel"
        return frozenset([each.id async for each in self._conversations(types, user=person_id)])

    async def own_channels(self) -> dict[str, Channel]:
        """Return every channel that the bot is in, by id; archived ones too."""
        return {each.id: each async for each in self._conversations("public_channel,private_channel")}

    async def _conversations(self, types: str, **whose: str) -> AsyncIterator[Channel]:
        cursor: str | None = None
        while True:
            page = await done(
                self._client.users_conversations(
                    types=types, exclude_archived=False, limit=999, cursor=cursor, **whose
                ),
                method="users.conversations",
            )
            for told in page.get("channels", []):
                yield _channel(told, is_member=True)
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None:
                return

    async def someone(self, person_id: str) -> Someone:
        """Describe a person."""
        told = (await done(self._client.users_info(user=person_id), method="users.info"))["user"]
        teams = (told.get("enterprise_user") or {}).get("teams") or [told.get("team_id")]
        return Someone(
            id=told["id"],
            name=told.get("profile", {}).get("display_name") or told.get("real_name") or told.get("name") or told["id"],
            is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted") or told.get("is_stranger")),
            is_gone=bool(told.get("deleted")),
            is_bot=bool(told.get("is_bot")),
            is_admin=bool(told.get("is_admin") or told.get("is_owner") or told.get("is_primary_owner")),
            team_ids=frozenset(str(team) for team in teams if team),
        )

    async def user_groups(self) -> list[UserGroup]:
        """Return the workspace's user groups, by handle; none where its plan has none."""
        try:
            told = (await done(self._client.usergroups_list(), method="usergroups.list"))["usergroups"]
        except SlackRefused as error:
            if error.code in NO_GROUPS_CODES:
                return []
            raise
        found = [UserGroup(id=each["id"], handle=each["handle"], name=each.get("name", "")) for each in told]
        return sorted(found, key=lambda group: group.handle)

    async def members_of_group(self, group_id: str) -> frozenset[str]:
        """Return who is in a user group; nobody where it is gone, disabled, or may not be looked at."""
        try:
            call = self._client.usergroups_users_list(usergroup=group_id)
            return frozenset(str(each) for each in (await done(call, method="usergroups.users.list"))["users"])
        except SlackRefused as error:
            if error.code in NO_GROUPS_CODES:
                return frozenset()
            raise

    async def an_administrator(self, *, team_id: str) -> str | None:
        """Return an administrator or owner of this workspace, the first in Slack's list; those of other companies are in it too."""
        cursor: str | None = None
        while True:
            page = await done(self._client.users_list(limit=200, cursor=cursor), method="users.list")
            for each in page.get("members", []):
                is_admin = (each.get("is_admin") or each.get("is_owner")) and each.get("team_id", team_id) == team_id
                if is_admin and not (each.get("deleted") or each.get("is_bot")):
                    return str(each["id"])
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None:
                return None

    async def file(self, file_id: str) -> File:
        """Describe a file that somebody handed over."""
        told: Mapping[str, Any] = (await done(self._client.files_info(file=file_id), method="files.info"))["file"]
        url = told.get("url_private_download") or told.get("url_private") or ""
        return File(name=str(told.get("name") or ""), size=int(told.get("size") or 0), url=str(url))

    async def share_file(
        self, content: bytes, *, name: str, comment: str, channel_id: str, thread_ts: str | None = None
    ) -> None:
        """Put a file into a conversation or a thread, by Slack's three steps. https://docs.slack.dev/messaging/working-with-files"""
        await done(
            self._client.files_upload_v2(
                content=content, filename=name, initial_comment=comment, channel=channel_id, thread_ts=thread_ts
            ),
            method="files.completeUploadExternal",
            channel_id=channel_id,
        )

    async def show(self, view: dict[str, Any], *, view_id: str) -> None:
        """Change a window that only Greenlight changes. Raises SlackRefused, too, where it was closed."""
        await done(self._client.views_update(view_id=view_id, view=view), method="views.update")

    async def permalink(self, *, channel_id: str, ts: str) -> str:
        """Return the link that jumps to a message."""
        found = await done(
            self._client.chat_getPermalink(channel=channel_id, message_ts=ts),
            method="chat.getPermalink",
            channel_id=channel_id,
        )
        return str(found["permalink"])


async def open_socket_address(client: AsyncWebClient, *, app_token: str) -> str:
    """Ask for an address for Socket Mode: the way to try an app-level token. Raises SlackError."""
    found = await done(client.apps_connections_open(app_token=app_token), method="apps.connections.open")
    return str(found["url"])


def _channel(told: Mapping[str, Any], *, is_member: bool | None = None) -> Channel:
    return Channel(
        id=told["id"],
        name=told.get("name") or say("slack.direct_message"),
        is_private=bool(told.get("is_private") or told.get("is_im") or told.get("is_mpim")),
        is_member=bool(told.get("is_member")) if is_member is None else is_member,
        is_archived=bool(told.get("is_archived")),
        is_shared=bool(told.get("is_ext_shared")),
    )


def code_of(error: SlackApiError) -> str:
    """Return Slack's word for what went wrong; empty when there is none, as on the error page of a proxy."""
    told = error.response if isinstance(error.response, dict) else getattr(error.response, "data", None)
    return str(told.get("error", "")) if isinstance(told, dict) else ""


async def done(call: Awaitable[Any], *, method: str, channel_id: str | None = None) -> Any:
    """Await a call and turn every way it can fail into a SlackError."""
    try:
        return await call
    except SlackApiError as error:
        raise _refused(error, method=method, channel_id=channel_id) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackBusy(wait_seconds=5.0, why=say("slack.busy.lost", error=type(error).__name__)) from None


def _refused(error: SlackApiError, *, method: str, channel_id: str | None) -> SlackBusy | ChannelClosed | SlackRefused:
    code = code_of(error)
    status = int(getattr(error.response, "status_code", 0) or 0)
    if code in ("ratelimited", "rate_limited") or status == 429:
        wait = float(getattr(error.response, "headers", {}).get("Retry-After", 30))
        return SlackBusy(wait_seconds=wait, why=say("slack.busy.rate_limited"))
    if status >= 500 or not code or code in BUSY_CODES:
        return SlackBusy(wait_seconds=5.0, why=say("slack.busy.trouble", code=code or str(status)))
    if channel_id is not None and code in CLOSED_CODES:
        return ChannelClosed(code, channel_id=channel_id)
    if code in GONE_CODES:
        return ThreadGone(code, method=method)
    return SlackRefused(code, method=method)
