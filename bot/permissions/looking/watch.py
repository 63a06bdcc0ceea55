"""What became of a look, for its profile: it was read, has to wait, or cannot be read; and when to look again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.connections.burying import bury
from bot.graph import GraphError, GraphThrottled, LoginDead
from bot.permissions.durable import DurableWork
from bot.permissions.looking.schedule import Watch, next_look
from bot.permissions.status import OPEN
from bot.profiles.access import NoLogin
from storage.ids import ProfileId, WorkspaceId
from storage.tables import Health, Profile
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

LATE_LOOK = timedelta(minutes=30)
"""How much later than planned a look may come by waiting for Meta's limits, before the cards say so."""
_WORTH_TELLING = 3
"""So many looks in a row must fail before people are told, unless somebody must do something about it."""


class Watching(DurableWork):
    """The end of a look."""

    async def was_read(self, uow: UnitOfWork, profile: Profile) -> None:
        """Write down that the profile was read; where it could not be before, its cards say so no more.

        After trouble a login that replaced a dead or a removed one is NEW until it was tried: by this reading.
        """
        was_in_trouble = profile.last_read_at is not None and profile.health is not Health.OK
        profile.health = Health.OK
        profile.health_words = profile.unreadable_since = None
        profile.failed_looks = 0
        profile.last_read_at = self.now()
        _plan(profile, at=next_look(await _watch(uow, profile), now=self.now()))
        if was_in_trouble:
            log.info("profile %s can be read again", profile.username)
            for request in await uow.requests.states_of_profile(profile.id):
                await self.recorder.show(uow, request)

    async def has_to_wait(self, ws: WorkspaceId, pid: ProfileId, throttled: GraphThrottled) -> None:
        """Look when Meta's limits allow it. That is no failure, and no news unless the look comes late by it."""
        async with self.storage.write(ws) as uow:
            profile = await uow.profiles.get(pid, lock=True)
            if profile is None or not profile.can_send:
                return
            wait = timedelta(seconds=throttled.wait_seconds)
            _plan(profile, at=next_look(await _watch(uow, profile), now=self.now(), told_to_wait=wait))
            if profile.health is Health.LOGIN_DEAD:
                return  # the reason that counts, and that somebody was told
            is_told = profile.unreadable_since is not None and not 0 < profile.failed_looks < _WORTH_TELLING
            profile.failed_looks = 0
            profile.health_words = throttled.sentence
            planned = next_look(await _watch(uow, profile), now=profile.last_read_at or profile.created_at)
            if is_told or self.now() + wait - planned <= LATE_LOOK:
                return
            log.warning("profile %s is looked at late: %s", profile.username, profile.health_words)
            profile.health = Health.UNREADABLE
            profile.unreadable_since = profile.unreadable_since or self.now()
            await self._show_open(uow, profile)

    async def could_not_be_read(
        self, ws: WorkspaceId, pid: ProfileId, error: GraphError | NoLogin, *, token: str
    ) -> None:
        """Say once, on every open card, that Meta cannot be read, since when and why; look again later.

        `token` is the sealed one that was used. Where it is dead and another login leads to the profile, that one is used
        from now on, and nobody is alarmed.
        """
        async with self.storage.write(ws) as uow:
            if isinstance(error, LoginDead):
                await self._bury(uow, pid, error, token=token)
            profile = await uow.profiles.get(pid, lock=True)
            if profile is None or not profile.can_send:
                return
            if isinstance(error, LoginDead) and profile.sealed_token != token:
                _plan(profile, at=self.now())  # another login is in use by now
                return
            is_news = profile.failed_looks == 0
            profile.failed_looks += 1
            profile.unreadable_since = profile.unreadable_since or self.now()
            profile.health_words = error.sentence
            health = Health.LOGIN_DEAD if isinstance(error, LoginDead | NoLogin) else Health.UNREADABLE
            is_news = is_news or health is not profile.health
            profile.health = health
            _plan(profile, at=next_look(await _watch(uow, profile), now=self.now()))
            if is_news:
                log.warning("profile %s cannot be read: %s", profile.username, profile.health_words)
                # One failed look is no news to people unless somebody must do something about it.
                if health is Health.LOGIN_DEAD:
                    await self._show_open(uow, profile)
            if profile.failed_looks == _WORTH_TELLING and health is Health.UNREADABLE:
                await self._show_open(uow, profile)

    async def _bury(self, uow: UnitOfWork, pid: ProfileId, error: LoginDead, *, token: str) -> None:
        """Note that the login in use is dead, before the profile is locked: connections are locked first everywhere."""
        profile = await uow.profiles.get(pid)
        if profile is None or profile.connection_id is None or profile.sealed_token != token:
            return
        connection = await uow.connections.get(profile.connection_id, lock=True)
        if connection is not None and connection.sealed_token == token:
            await bury(uow, connection, error, now=self.now())
            await uow.flush()

    async def _show_open(self, uow: UnitOfWork, profile: Profile) -> None:
        for request in await uow.requests.states_of_profile(profile.id):
            if request.state in OPEN:
                await self.recorder.show(uow, request)


def _plan(profile: Profile, *, at: datetime) -> None:
    """End a look: none is under way any more, and the next is at that moment."""
    profile.next_look_at, profile.look_begun_at = at, None


async def _watch(uow: UnitOfWork, profile: Profile) -> Watch:
    newest_open, approved = await uow.requests.watched(profile.id)
    return Watch(newest_open=newest_open, approved=approved, failed_looks=profile.failed_looks)


def was_read_since(profile: Profile, *, began: datetime, now: datetime) -> bool:
    """Tell whether a reading that is newer than ours was applied: a worker thought dead may come back with an old list.

    A moment in the future says nothing: the clock was set back.
    """
    return profile.last_read_at is not None and began < profile.last_read_at <= now
