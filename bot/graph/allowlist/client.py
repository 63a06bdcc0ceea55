"""The calls of a Page's allowlist."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from bot.graph.access import PageAccess
from bot.graph.allowlist import calls
from bot.graph.allowlist.answers import AllowedCreator, AllowResult, read_creators, read_results, read_status
from bot.graph.ids import numbers
from bot.graph.wire import Wire


class Allowlist:
    """Who may name a Facebook Page as paid partner. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def is_on(self, access: PageAccess) -> bool:
        """Say whether only Pages on the list may tag this one; otherwise every creator may."""
        return await self._wire.ask(calls.read_status(access.page_id), token=access.token, read=read_status)

    async def switch(self, access: PageAccess, *, on: bool) -> bool:
        """Switch the list on or off, and say what Meta says it is now."""
        return await self._wire.ask(calls.switch(access.page_id, on=on), token=access.token, read=read_status)

    async def creators(self, access: PageAccess) -> tuple[AllowedCreator, ...]:
        """List the Pages that may tag this one while the list is on."""
        return await self._wire.ask(calls.list_creators(access.page_id), token=access.token, read=read_creators)

    async def add(self, access: PageAccess, creator_page_ids: Collection[str]) -> tuple[AllowResult, ...]:
        """Put Pages on the list and say for each what came of it: one may fail while others are done."""
        if not (pages := numbers(creator_page_ids)):
            return ()
        call = calls.add(access.page_id, creator_page_ids=pages)
        return await self._wire.ask(call, token=access.token, read=partial(read_results, pages=pages))

    async def remove(self, access: PageAccess, creator_page_ids: Collection[str]) -> tuple[AllowResult, ...]:
        """Take Pages off the list, told as by `add`. Posts that name the brand already are left as they are."""
        if not (pages := numbers(creator_page_ids)):
            return ()
        call = calls.remove(access.page_id, creator_page_ids=pages)
        return await self._wire.ask(call, token=access.token, read=partial(read_results, pages=pages))
