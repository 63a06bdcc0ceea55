"""The app is put on the Page of each account that is monitored, so that Meta tells of its comments, and taken off again.

At Meta there is one installation for each app and Page, whichever workspaces and campaigns want it. So it is taken off only
when nobody here monitors the account any more, and before the login that may do that is given back. Who is heard of all the
same is passed over when it arrives (`bot.comments.hearing`).
https://developers.facebook.com/docs/instagram-platform/webhooks
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.comments.pages import page_of
from bot.connections.means import LoginMeans
from bot.engine import Schedule
from bot.graph import GraphError, GraphThrottled, LoginDead, PageAccess, Remedy
from bot.influencers.access import look_after
from bot.influencers.scopes import CreatorScope
from bot.queues import READINGS
from storage.hooks import Hook, HookStage, Lack
from storage.ids import ConnectionId, WorkspaceId
from storage.influencers import Asset
from storage.logins import Connection, Life
from storage.secrets import SealBroken
from storage.unit_of_work import Job, UnitOfWork

log = logging.getLogger(__name__)

HOOK = "hook"
DUE = "hooks-due"
FIELDS = ("feed",)
"""Of the Page. To one field of it is to all of Instagram's that the app is subscribed to."""
LOOKED_AT_EVERY = timedelta(days=1)
"""Somebody may have taken the app off in the Page's settings, or granted what was left out."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
LOST_AFTER = timedelta(minutes=10)
AT_ONCE = 100


class Hooking:
    """The use case, its durable work and its schedule."""

    def __init__(self, means: LoginMeans, *, is_heard: bool) -> None:
        """`is_heard` says whether Meta has an address here to deliver to."""
        self._means = means
        self._is_heard = is_heard

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        self._means.engine.workflow(HOOK, self._hook)
        self._means.engine.schedule(Schedule(name=DUE, cron="5,15,25,35,45,55 * * * * *", run=self._look_what_is_due))

    async def part(self, connection: Connection) -> None:
        """Take the app off the Pages that a login put it on, which is about to be given back. Raises GraphError: not yet."""
        async with self._means.storage.read(connection.workspace_id) as uow:
            hooks = await uow.hooks.on_connection(connection.id)
        for each in hooks:
            await self._settle(connection.workspace_id, each.asset_id)

    async def _look_what_is_due(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("due", self._begin_what_is_due)

    async def _begin_what_is_due(self) -> None:
        now = self._means.now()
        async with self._means.storage.across_workspaces() as everywhere:
            due = await everywhere.assets_to_hook(now=now, limit=AT_ONCE)
        for each in due:
            async with self._means.storage.write(each.workspace_id) as uow:
                await uow.assets.get(each.id, lock=True)
                before = await uow.hooks.get(each.id)
                due_at = before.next_at if before is not None and before.next_at is not None else now
                if due_at > now:
                    continue  # another worker was faster
                await uow.hooks.look_at(each.id, at=now + LOST_AFTER)
                await uow.enqueue(hook_job(each, due_at=due_at))

    async def _hook(self, workspace_id: str, asset_id: str) -> None:
        await self._means.engine.step("hook", self._settle_or_put_off, WorkspaceId(workspace_id), asset_id)

    async def _settle_or_put_off(self, ws: WorkspaceId, asset_id: str) -> None:
        try:
            await self._settle(ws, asset_id)
        except GraphError as error:
            log.warning("it could not be settled whether the app is on a Page: %s", error)
            await self._put_off(ws, asset_id, error)

    async def _settle(self, ws: WorkspaceId, asset_id: str) -> None:
        """Bring the app to where it is to be. A second time finds it there. Raises GraphError where Meta cannot be asked."""
        async with self._means.storage.read(ws) as uow:
            asset, hook = await uow.assets.get(asset_id), await uow.hooks.get(asset_id)
            if asset is None:
                return
            connection = await _login(uow, asset, hook)
        if not self._is_wanted(asset, connection):
            await self._take_off(asset, hook, connection)
            return
        assert connection is not None, "nothing is wanted without a login"
        if (lack := self._lack_before_asking(connection)) is not None:
            await self._note(asset, connection, lack=lack)
            return
        try:
            page = await self._page(asset, connection)
            if page is not None:
                await self._put_on(page)
        except LoginDead:
            async with self._means.storage.write(connection.workspace_id) as uow:
                await look_after(uow, connection.id, now=self._means.now())
            raise
        except GraphError as error:
            if error.remedy not in (Remedy.GRANT, Remedy.CHANGE):
                raise
            lack = Lack.SCOPE if error.remedy is Remedy.GRANT else Lack.REFUSED
            await self._note(asset, connection, lack=lack, words=error.sentence)
            return
        await self._note(asset, connection, page_id=page.page_id if page else None, lack=None if page else Lack.PAGE)

    def _is_wanted(self, asset: Asset, connection: Connection | None) -> bool:
        stands = asset.ended_at is None and asset.ends_at > self._means.now()
        is_alive = connection is not None and connection.life is Life.ALIVE
        return stands and is_alive and (asset.hears_ads or asset.hears_organic)

    def _lack_before_asking(self, connection: Connection) -> Lack | None:
        if not self._is_heard:
            return Lack.SETUP
        is_told = connection.scopes is not None
        return Lack.SCOPE if is_told and CreatorScope.METADATA not in (connection.scopes or ()) else None

    async def _page(self, asset: Asset, connection: Connection) -> PageAccess | None:
        return await page_of(self._means.graph, asset.ig_id, token=self._opened(connection))

    async def _put_on(self, page: PageAccess) -> None:
        webhooks = self._means.graph.webhooks
        if not set(FIELDS) <= set(await webhooks.installed_fields(page)):
            await webhooks.install(page, fields=FIELDS)

    async def _take_off(self, asset: Asset, hook: Hook | None, connection: Connection | None) -> None:
        """Take it off, unless somebody else here monitors the account; what cannot be taken off any more stays."""
        if hook is None:
            return
        async with self._means.storage.across_workspaces() as everywhere:
            others = await everywhere.assets_monitoring([asset.ig_id], now=self._means.now())
        others = [each for each in others if each.id != asset.id]
        if hook.page_id is not None and connection is not None and not others:
            try:
                page = await self._page(asset, connection)
                if page is not None:
                    await self._means.graph.webhooks.uninstall(page)
            except GraphError as error:
                if error.remedy in (Remedy.RETRY, Remedy.WAIT):
                    raise
                log.info("the app was not taken off a Page: %s", error)
        await self._note(asset, None)
        for each in others:
            # Whether an installation outlives the grant of whoever made it, Meta does not say.
            async with self._means.storage.write(each.workspace_id) as uow:
                await uow.hooks.look_at(each.id, at=self._means.now() + FIRST_PAUSE)

    def _opened(self, connection: Connection) -> SecretStr:
        try:
            return self._means.secrets.open(connection.sealed_token)
        except SealBroken:
            raise LoginDead from None

    async def _note(
        self,
        asset: Asset,
        connection: Connection | None,
        *,
        page_id: str | None = None,
        lack: Lack | None = None,
        words: str | None = None,
    ) -> None:
        """Write down how it stands; without a connection: it is off.

        Where it was put and cannot be put any more it may be still, so the Page is remembered until it is taken off. What was
        changed while Meta was asked is looked at again at once: whoever ended it may not have found the app there.
        """
        now = self._means.now()
        async with self._means.storage.write(asset.workspace_id) as uow:
            standing = await uow.assets.get(asset.id, lock=True)
            hook = await uow.hooks.get(asset.id, lock=True)
            if standing is None or hook is None:
                return
            hook.stage = HookStage.LACKING if lack else HookStage.ON if connection is not None else HookStage.OFF
            hook.connection_id = connection.id if connection is not None else None
            hook.page_id = page_id or (hook.page_id if lack else None)
            hook.lack, hook.words, hook.tries = lack, words, 0
            is_over = standing.ended_at is not None or not (standing.hears_ads or standing.hears_organic)
            hook.next_at = None if is_over else now + LOOKED_AT_EVERY
            if standing.version != asset.version:
                hook.next_at = now

    async def _put_off(self, ws: WorkspaceId, asset_id: str, error: GraphError) -> None:
        async with self._means.storage.write(ws) as uow:
            hook = await uow.hooks.get(asset_id, lock=True)
            if hook is None:
                return
            pause = min(FIRST_PAUSE * float(2 ** min(hook.tries, 12)), LONGEST_PAUSE)
            wait = timedelta(seconds=error.wait_seconds) if isinstance(error, GraphThrottled) else pause
            hook.tries += 1
            hook.next_at = self._means.now() + max(pause, wait)


def hook_job(asset: Asset, *, due_at: datetime) -> Job:
    """Return the work of looking at an asset that is due; for one moment there is one."""
    run = f"{HOOK}:{asset.id}:{due_at.isoformat()}"
    return Job(workflow=HOOK, queue=READINGS.name, id=run, args=(asset.workspace_id, asset.id))


async def _login(uow: UnitOfWork, asset: Asset, hook: Hook | None) -> Connection | None:
    """Return the login of an asset: the one it stands on, else the one that put the app there, else its profile's."""
    for known in (asset.connection_id, hook.connection_id if hook is not None else None):
        if known is not None and (found := await uow.connections.get(ConnectionId(known))) is not None:
            return found
    profile = await uow.profiles.get(asset.profile_id) if asset.profile_id is not None else None
    return await uow.connections.get(profile.connection_id) if profile is not None and profile.connection_id else None
