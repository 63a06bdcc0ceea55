"""Who somebody is, as far as the policy needs to know; asked of Slack and remembered for a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.policy import Person
from bot.slack.calls import SlackCalls

REMEMBERED_FOR = timedelta(seconds=60)
"""Somebody who leaves a private channel stops seeing its campaign within this time."""
NO_IS_GOOD_FOR = timedelta(seconds=1)
MOST_REMEMBERED = 2_000

Kept = TypeVar("Kept")


class People:
    """Looks people up."""

    def __init__(self, *, slack: SlackCalls, now: Callable[[], datetime]) -> None:
        self._slack = slack
        self._now = now
        self._guests: dict[str, tuple[datetime, bool]] = {}
        self._channels: dict[str, tuple[datetime, frozenset[str]]] = {}

    async def person(self, person_id: str, *, channel_id: str | None = None) -> Person:
        """Describe a person to the policy, for a campaign in the private channel `channel_id`. Raises SlackError."""
        return Person(
            id=person_id,
            is_guest=await self._is_guest(person_id),
            is_in_channel=channel_id is not None and await self.shares(channel_id, person_id=person_id),
        )

    async def shares(self, channel_id: str, *, person_id: str) -> bool:
        """Tell whether a private channel has both the person and Greenlight in it. Raises SlackError.

        A yes may be as old as the memory; a no is asked again, because somebody may have been invited just now.
        """
        if channel_id in await self.private_channels_of(person_id):
            return True
        return channel_id in await self.private_channels_of(person_id, as_known_for=NO_IS_GOOD_FOR)

    async def private_channels_of(self, person_id: str, *, as_known_for: timedelta = REMEMBERED_FOR) -> frozenset[str]:
        """Return the private channels that the person and Greenlight share. Raises SlackError."""
        kept = self._channels.get(person_id)
        if kept is None or self._now() - kept[0] > as_known_for:
            self._channels = _trimmed(self._channels)
            kept = (self._now(), await self._slack.private_channels_of(person_id))
            self._channels[person_id] = kept
        return kept[1]

    async def _is_guest(self, person_id: str) -> bool:
        kept = self._guests.get(person_id)
        if kept is None or kept[0] < self._now():
            self._guests = _trimmed(self._guests)
            kept = (self._now() + REMEMBERED_FOR, (await self._slack.someone(person_id)).is_guest)
            self._guests[person_id] = kept
        return kept[1]


def _trimmed(memory: dict[str, Kept]) -> dict[str, Kept]:
    """Forget everything once it is too much: it costs one look-up each."""
    return memory if len(memory) < MOST_REMEMBERED else {}
