"""The workspace's people, channels and messages, and the world that every run starts with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.ids import digest

TEAM_ID = f"T0{digest('northlight', length=9)}"
TEAM_NAME = "Northlight"
TEAM_DOMAIN = "northlight"
APP_ID = f"A0{digest('app', length=9)}"
BOT_ID = f"B0{digest('bot', length=9)}"
BOT_TOKEN = "xoxb-sandbox-northlight-bot"
APP_TOKEN = "xapp-1-sandbox-northlight-app"
SIGNING_SECRET = digest("signing secret", length=32).lower()


OTHER_TEAM_ID = f"T0{digest('other company', length=9)}"


@dataclass(kw_only=True)
class User:
    """A person, or the bot user. One of another company has that company's `team_id`."""

    id: str
    name: str
    real_name: str
    tz: str
    tz_label: str
    tz_offset: int
    team_id: str = TEAM_ID
    is_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether this is somebody of another company."""
        return self.team_id != TEAM_ID


@dataclass(kw_only=True)
class UserGroup:
    """A group of people who can be mentioned together."""

    id: str
    handle: str
    name: str
    created: int
    users: list[str] = field(default_factory=list)
    is_disabled: bool = False


@dataclass(kw_only=True)
class Message:
    """A message as Slack keeps it; an ephemeral one is seen by `ephemeral_for` only."""

    ts: str
    user: str
    text: str
    by_app: bool = False
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    is_broadcast: bool = False
    edited_ts: str | None = None
    ephemeral_for: str | None = None
    state: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Channel:
    """A channel, or a direct conversation between one person and the bot."""

    id: str
    name: str
    created: int = 1767225600
    is_private: bool = False
    is_archived: bool = False
    is_im: bool = False
    shared_with: str | None = None
    """The team id of the other company that is connected to it."""
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Return the word that Slack's scopes use: channels, groups or im."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    def find(self, ts: str | None, *, seen_by: str | None = None) -> Message | None:
        """Find a message by its ts; an ephemeral one only for who sees it."""
        for message in self.messages:
            if message.ts == ts and message.ephemeral_for in (None, seen_by):
                return message
        return None


@dataclass(kw_only=True)
class World:
    """Everybody and everything in the workspace."""

    users: dict[str, User]
    channels: dict[str, Channel]
    bot: User
    groups: dict[str, UserGroup] = field(default_factory=dict)


def seed(*, app_name: str) -> World:
    """Make the world that every run starts with."""
    bot = _user("greenlight", real_name=app_name, zone=("Etc/UTC", "Coordinated Universal Time", 0))
    bot.is_bot = True
    people = {
        "ana": _user("ana", real_name="Ana Producer", zone=("Europe/Lisbon", "Western European Time", 0)),
        "ben": _user("ben", real_name="Ben Manager", zone=("America/New_York", "Eastern Time", -18000)),
        "chloe": _user("chloe", real_name="Chloe Analyst", zone=("Asia/Tokyo", "Japan Standard Time", 32400)),
    }
    ben = people["ben"]
    ben.is_admin = ben.is_owner = ben.is_primary_owner = True  # every workspace has exactly one primary owner
    everybody = [user.id for user in people.values()]
    ana_ben = [people["ana"].id, people["ben"].id]
    channels = [
        _channel("spring-launch", members=[*everybody, bot.id]),
        _channel("summer-sun", members=[*ana_ben, bot.id], is_private=True),
        _channel("general", members=everybody),
        _channel("finance", members=[people["ben"].id], is_private=True),
    ]
    return World(
        users={user.id: user for user in (*people.values(), bot)},
        channels={channel.id: channel for channel in channels},
        bot=bot,
    )


def _user(name: str, *, real_name: str, zone: tuple[str, str, int]) -> User:
    tz, label, offset = zone
    user_id = f"U0{digest(name, length=9)}"
    return User(id=user_id, name=name, real_name=real_name, tz=tz, tz_label=label, tz_offset=offset)


def _channel(name: str, *, members: list[str], is_private: bool = False) -> Channel:
    return Channel(id=f"C0{digest(name, length=9)}", name=name, members=members, is_private=is_private)
