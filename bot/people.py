"""Who somebody is, as far as the policy needs to know; asked of Slack and remembered for a minute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.policy import Person, Place, Roles
from bot.slack.calls import SlackCalls, Someone
from bot.slack.errors import SlackBusy, SlackRefused
from storage.ids import ChannelId, PersonId
from storage.sight import Sight

REMEMBERED_FOR = timedelta(seconds=60)
"""Somebody who leaves a private channel stops seeing its campaign within this time."""
GROUPS_REMEMBERED_FOR = timedelta(minutes=5)
"""Slack answers about user groups twenty times a minute: https://docs.slack.dev/apis/web-api/rate-limits (tier 2)"""
NO_IS_GOOD_FOR = timedelta(seconds=1)
MOST_REMEMBERED = 2_000
UNKNOWN_CODES = frozenset({"user_not_found", "user_not_visible"})

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class People:
    """Looks people up."""

    def __init__(self, *, slack: SlackCalls, now: Callable[[], datetime]) -> None:
        self._slack = slack
        self._someone: Memory[str, Someone | None] = Memory(now=now, good_for=REMEMBERED_FOR)
        self._channels: Memory[tuple[str, bool], frozenset[str]] = Memory(now=now, good_for=REMEMBERED_FOR)
        self._members: Memory[str, frozenset[str]] = Memory(now=now, good_for=GROUPS_REMEMBERED_FOR)
        self._team_id: str | None = None

    async def person(
        self, person_id: str, *, place: Place | None = None, roles: Iterable[Roles] = (), is_afresh: bool = False
    ) -> Person:
        """Describe a person to the policy, for a campaign, or for the roles given in the workspace. Raises SlackError.

        Without `place` and `roles` nobody is in any user group: that is for what no role decides. `is_afresh` asks Slack
        once more whether they are (still) a member; user groups are as old as their memory all the same.
        """
        someone = await self._known(person_id, good_for=timedelta(0) if is_afresh else None)
        is_foreign = someone is not None and await self._team() not in someone.team_ids
        is_outsider = someone is None or someone.is_guest or is_foreign
        decides = place is not None and (place.is_private or is_outsider)
        given = [*roles, *((place.workspace, place.roles) if place is not None else ())]
        return Person(
            id=person_id,
            is_guest=someone is not None and someone.is_guest,
            is_foreign=is_foreign,
            is_gone=someone is None or someone.is_gone,
            is_slack_admin=someone is not None and someone.is_admin,
            is_in_channel=decides
            and place is not None
            and await self.shares(place.channel_id, person_id=person_id, with_public=is_outsider),
            groups=frozenset() if is_outsider else await self._groups(person_id, given),
        )

    async def sight(self, person_id: PersonId) -> Sight:
        """Return which campaigns are there for a person. Raises SlackError."""
        person = await self.person(person_id)
        channels = await self._channels_of(person_id, with_public=person.is_outsider)
        if person.is_gone:
            channels = frozenset()
        return Sight(person_id=person_id, is_outsider=person.is_outsider, channels=channels)

    async def can_hold_a_role(self, person_id: str) -> bool:
        """Tell whether somebody is a member: no guest, of no other company, still here, and no app. Raises SlackError."""
        someone = await self._known(person_id)
        if someone is None or someone.is_bot:
            return False
        return not (someone.is_guest or someone.is_gone) and await self._team() in someone.team_ids

    async def name_of(self, person_id: str) -> str:
        """Return the name that others see of somebody; empty where Slack does not know them. Raises SlackError."""
        someone = await self._known(person_id)
        return someone.name if someone is not None else ""

    async def is_here(self, person_id: str) -> bool:
        """Tell whether somebody is still in the workspace. Raises SlackError."""
        someone = await self._known(person_id)
        return someone is not None and not someone.is_gone

    async def first_here(
        self, candidates: Iterable[str], *, else_admin: bool, inside: ChannelId | None = None
    ) -> PersonId | None:
        """Return the first who is still there, else (for what every member may know) an administrator. Raises SlackError.

        `inside` is the private channel that they must be in: what belongs to it is told to nobody else.
        """
        for person_id in candidates:
            if await self.is_here(person_id) and (not inside or await self.shares(inside, person_id=person_id)):
                return PersonId(person_id)
        admin = await self._slack.an_administrator(team_id=await self._team()) if else_admin else None
        return PersonId(admin) if admin else None

    def forget_channels_of(self, person_id: str) -> None:
        """Ask Slack anew next time: somebody has just come to a channel, or left one."""
        for with_public in (False, True):
            self._channels.forget((person_id, with_public))

    async def shares(self, channel_id: str, *, person_id: str, with_public: bool = False) -> bool:
        """Tell whether a private channel has both the person and Greenlight in it. Raises SlackError.

        A yes may be as old as the memory; a no is asked again, because somebody may have been invited just now.
        """
        if channel_id in await self._channels_of(person_id, with_public=with_public):
            return True
        fresh = await self._channels_of(person_id, with_public=with_public, good_for=NO_IS_GOOD_FOR)
        return channel_id in fresh

    async def _channels_of(
        self, person_id: str, *, with_public: bool, good_for: timedelta | None = None
    ) -> frozenset[str]:
        async def ask() -> frozenset[str]:
            return await self._slack.shared_channels_of(person_id, with_public=with_public)

        return await self._channels.get((person_id, with_public), ask, good_for=good_for)

    async def _known(self, person_id: str, *, good_for: timedelta | None = None) -> Someone | None:
        """Return somebody, or None where Slack does not know them, or does not show them to us."""

        async def ask() -> Someone | None:
            try:
                return await self._slack.someone(person_id)
            except SlackRefused as error:
                if error.code not in UNKNOWN_CODES:
                    raise
                return None

        return await self._someone.get(person_id, ask, good_for=good_for)

    async def _groups(self, person_id: str, given: Iterable[Roles]) -> frozenset[str]:
        """Return those user groups with a role that the person is in."""
        groups = dict.fromkeys(holder for roles in given for holder in roles.given if holder.startswith("S"))
        return frozenset([group for group in groups if person_id in await self._members_of(group)])

    async def _members_of(self, group_id: str) -> frozenset[str]:
        async def ask() -> frozenset[str]:
            return await self._slack.members_of_group(group_id)

        try:
            return await self._members.get(group_id, ask)
        except SlackBusy:
            if (known := self._members.last(group_id)) is not None:
                return known
            raise

    async def _team(self) -> str:
        if self._team_id is None:
            self._team_id = (await self._slack.whoami()).team_id
        return self._team_id


class Memory(Generic[Key, Kept]):
    """What was asked lately, so that it need not be asked again at once."""

    def __init__(self, *, now: Callable[[], datetime], good_for: timedelta) -> None:
        self._now = now
        self._good_for = good_for
        self._kept: dict[Key, tuple[datetime, Kept]] = {}

    async def get(self, key: Key, ask: Callable[[], Awaitable[Kept]], *, good_for: timedelta | None = None) -> Kept:
        """Return what is remembered of `key`, or ask; `good_for` says how old it may be this time."""
        kept = self._kept.get(key)
        if kept is None or self._now() - kept[0] > (self._good_for if good_for is None else good_for):
            if len(self._kept) >= MOST_REMEMBERED:  # forget everything: it costs one look-up each
                self._kept.clear()
            kept = self._kept[key] = (self._now(), await ask())
        return kept[1]

    def forget(self, key: Key) -> None:
        """Remember nothing of `key`."""
        self._kept.pop(key, None)

    def last(self, key: Key) -> Kept | None:
        """Return what was known last, however long ago."""
        kept = self._kept.get(key)
        return kept[1] if kept else None
