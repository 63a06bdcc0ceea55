"""The calls of account-level permissions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from pydantic import SecretStr

from bot.graph.access import Access, CreatorById, CreatorByUsername
from bot.graph.permissions import calls
from bot.graph.permissions.answers import (
    BusinessPermission,
    OneBrand,
    Permission,
    read_pending_count,
    read_permission_id,
)
from bot.graph.scalars import plain_username
from bot.graph.wire import Wire


class Permissions:
    """Account-level permissions of a brand's Instagram account. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def request(self, access: Access, creator: CreatorById | CreatorByUsername) -> str:
        """Ask a creator for permission and return the permission's id.

        Meta has no idempotency key: before a repeat, read back with `listed(creator_username=...)`.
        """
        call = calls.request_permission(access.ig_id, creator=creator)
        return await self._wire.ask(call, token=access.token, read=read_permission_id)

    async def revoke(self, access: Access, creator: CreatorById) -> str:
        """End a permission and return its id. Whether this ends one still pending is not documented."""
        call = calls.revoke_permission(access.ig_id, creator=creator)
        return await self._wire.ask(call, token=access.token, read=read_permission_id)

    async def listed(
        self, access: Access, *, creator_username: str | None = None, page_size: int = 100
    ) -> AsyncIterator[Permission]:
        """List the brand's permissions, page by page, holding one page at a time.

        With `creator_username` only that creator's: Meta filters, and since it is not documented whether by
        the whole name or its beginning, each row is compared here too (a row without a name is left out).
        """
        wanted = None if creator_username is None else plain_username(creator_username)
        call = calls.list_permissions(access.ig_id, creator_username=wanted, limit=page_size)
        walked = self._wire.walk(call, token=access.token, row=OneBrand(access.ig_id).read, may_lack_next=True)
        async for permission in walked:
            if wanted is None or permission.creator_username == wanted:
                yield permission

    async def across(
        self,
        business_id: str,
        *,
        token: SecretStr,
        brand_ig_ids: Sequence[str] = (),
        creator_username: str | None = None,
        statuses: Sequence[int] = (),
        page_size: int = 100,
    ) -> AsyncIterator[BusinessPermission]:
        """List the permissions of many brand accounts of a business at once; of all it has, unless named.

        Not known to answer everybody: ask `bot.graph.permissions.probe` first, and read each brand's own list
        where it does not. Rows of brands and creators that were not asked for are left out.
        """
        wanted = None if creator_username is None else plain_username(creator_username)
        call = calls.list_of_business(
            business_id, brand_ig_ids=brand_ig_ids, creator_username=wanted, statuses=statuses, limit=page_size
        )
        walked = self._wire.walk(call, token=token, row=BusinessPermission.model_validate, may_lack_next=True)
        async for permission in walked:
            is_asked_for = not brand_ig_ids or permission.brand_ig_id in brand_ig_ids
            if is_asked_for and wanted in (None, permission.creator_username):
                yield permission

    async def count_pending(self, business_id: str, *, token: SecretStr) -> int:
        """Count the requests of a business that wait for an answer, in one call. As uncertain as `across`."""
        return await self._wire.ask(calls.count_pending(business_id), token=token, read=read_pending_count)
