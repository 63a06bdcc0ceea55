"""How a campaign's channel stands: Slack's description against what was known, and what of it is news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.slack.calls import Channel
from storage.tables import Campaign, ChannelState


class News(StrEnum):
    """What somebody who manages the campaign should know."""

    ARCHIVED = "archived"
    LEFT = "left"
    DELETED = "deleted"
    GONE = "gone"
    """It is not shown any more, and the campaign is hidden."""
    MADE_PRIVATE = "made_private"
    MADE_PUBLIC = "made_public"
    SHARED = "shared"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a campaign keeps of its channel."""

    name: str
    is_private: bool
    is_shared: bool
    state: ChannelState

    def columns(self) -> dict[str, Any]:
        """Return it as the campaign keeps it."""
        return {
            "channel_name": self.name,
            "is_private": self.is_private,
            "is_shared": self.is_shared,
            "channel_state": self.state,
        }


def kept_of(campaign: Campaign) -> Standing:
    """Return how the channel stood when it was last looked at."""
    return Standing(
        name=campaign.channel_name,
        is_private=campaign.is_private,
        is_shared=campaign.is_shared,
        state=campaign.channel_state,
    )


def seen_as(channel: Channel | None, *, before: Standing, is_surely_deleted: bool = False) -> Standing:
    """Return how a channel stands by what Slack shows of it; None where Slack shows nothing.

    A public channel that is not shown any more was deleted, or Greenlight was taken out and it was made private. As long as
    nobody knows which, its campaign is hidden like a private one: it is better to hide what everybody might see than to
    show what only some may.
    """
    if channel is None:
        is_hidden = before.is_private or not (is_surely_deleted or before.state is ChannelState.GONE)
        return Standing(name=before.name, is_private=is_hidden, is_shared=before.is_shared, state=ChannelState.GONE)
    state = ChannelState.OPEN if channel.is_member else ChannelState.LEFT
    return Standing(
        name=channel.name[:80],
        is_private=channel.is_private,
        is_shared=channel.is_shared,
        state=ChannelState.ARCHIVED if channel.is_archived else state,
    )


def news_of(before: Standing, after: Standing) -> Sequence[News]:
    """Return what is to be told of a change; empty where nobody has to do anything about it."""
    news = []
    if after.state is ChannelState.GONE is not before.state:
        news.append(News.GONE if after.is_private else News.DELETED)
    elif after.state is not before.state and after.state is not ChannelState.OPEN:
        news.append(News(after.state.value))
    if after.state is not ChannelState.GONE and after.is_private is not before.is_private:
        news.append(News.MADE_PRIVATE if after.is_private else News.MADE_PUBLIC)
    if after.is_shared and not before.is_shared:
        news.append(News.SHARED)
    return news
