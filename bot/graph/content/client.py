"""The calls of advertisable content."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial

from pydantic import SecretStr

from bot.graph.access import Access, BusinessAccess, PageAccess
from bot.graph.content import calls, edges, old_calls
from bot.graph.content.answers import Content, read_media, read_posts
from bot.graph.content.calls import Spelling
from bot.graph.content.old_calls import MediaOfCode, MediaQuestion, PostOfCode, PostQuestion
from bot.graph.content.wanted import AdCodes, Lookup, Search, Wanted, portions
from bot.graph.errors import GraphError, InputRefused
from bot.graph.offsets import walk_rows
from bot.graph.paging import Page
from bot.graph.wire import Wire


class Contents:
    """Which posts a brand could make ads of. Every method raises GraphError and nothing else.

    `find` and `behind_code` choose the edge; the others ask one edge each.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._spelling = Spelling.GUIDE

    async def find(self, access: BusinessAccess, wanted: Wanted, *, now: datetime) -> AsyncIterator[Content]:
        """Find posts at the new edge; where that refuses, at the old ones, if they are still there at `now`.

        Which refusals count says `edges.may_fall_back`, and none does once a post was given: half of one list
        and half of another are no list. A question that the old edges cannot answer in full ends with the
        refusal.
        """
        is_begun = False
        try:
            async for content in self._find_new(access, wanted):
                is_begun = True
                yield content
            return
        except GraphError as refusal:
            questions = edges.translate(wanted, access)
            if is_begun or not questions or not edges.may_fall_back(refusal, now=now):
                raise
        for media in questions.media:
            async for content in self.media(Access(access.ig_id, access.token), media):
                if questions.keeps(content):
                    yield content
        for posts in questions.posts:
            async for content in self.posts(PageAccess(access.page_id, access.token), posts):
                if questions.keeps(content):
                    yield content

    async def behind_code(self, access: BusinessAccess, code: SecretStr, *, now: datetime) -> Content | None:
        """Return the post that an ad code opens for this brand; None for a code that opens none, or no more."""
        async for content in self.find(access, AdCodes([code]), now=now):
            return content
        return None

    async def search(
        self, access: BusinessAccess, search: Search, *, page_size: int = calls.MOST_ROWS
    ) -> AsyncIterator[Content]:
        """Search the new edge, page by page, holding one page at a time.

        Three filters may have to be written otherwise than the guide has them (`Spelling`): where Meta refuses
        one spelling at once, the other is tried, and whichever was taken comes first from then on.
        """
        is_begun = False
        try:
            async for content in self._search(access, search, spelling=self._spelling, limit=page_size):
                is_begun = True
                yield content
            return
        except InputRefused as refusal:
            if is_begun or not calls.has_two_spellings(search):
                raise
            first_refusal, other = refusal, self._spelling.other
        try:
            async for content in self._search(access, search, spelling=other, limit=page_size):
                is_begun, self._spelling = True, other
                yield content
        except InputRefused:
            if is_begun:
                raise
            raise first_refusal from None

    async def look_up(self, access: BusinessAccess, lookup: Lookup) -> tuple[Content, ...]:
        """Look posts up at the new edge, in a call for each fifty. Those that Meta does not find are left out."""
        found: list[Content] = []
        read = partial(Page.read, row=Content.model_validate)
        for portion in portions(lookup):
            page = await self._wire.ask(calls.look_up(access, portion), token=access.token, read=read)
            found.extend(page.rows)
        return tuple(found)

    async def media(self, access: Access, question: MediaQuestion) -> AsyncIterator[Content]:
        """Read Instagram posts at the old edge, page by page."""
        code = question.code if isinstance(question, MediaOfCode) else None
        walked = self._wire.walk(
            old_calls.list_media(access.ig_id, question),
            token=access.token,
            row=partial(read_media, brand_ig_id=access.ig_id, code=code),
            may_lack_next=True,
        )
        async for content in walked:
            yield content

    async def posts(self, access: PageAccess, question: PostQuestion) -> AsyncIterator[Content]:
        """Read Facebook posts at the old edge, five hundred rows at a time.

        Whether the end of a range is part of it is not documented: the next one begins behind what came.
        """
        code = question.code if isinstance(question, PostOfCode) else None
        read = partial(read_posts, page_id=access.page_id, code=code)

        async def ask(start: int) -> tuple[Content, ...]:
            call = old_calls.list_posts(access.page_id, question, start=start)
            return await self._wire.ask(call, token=access.token, read=read)

        async for content in walk_rows(ask, full=old_calls.POSTS_PAGE):
            yield content

    async def _find_new(self, access: BusinessAccess, wanted: Wanted) -> AsyncIterator[Content]:
        if isinstance(wanted, Search):
            async for content in self.search(access, wanted):
                yield content
        else:
            for content in await self.look_up(access, wanted):
                yield content

    def _search(
        self, access: BusinessAccess, search: Search, *, spelling: Spelling, limit: int
    ) -> AsyncIterator[Content]:
        call = calls.find(access, search, limit=min(limit, calls.MOST_ROWS), spelling=spelling)
        return self._wire.walk(call, token=access.token, row=Content.model_validate, has_cursors_only=True)
