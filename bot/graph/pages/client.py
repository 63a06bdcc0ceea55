"""The calls of permissions between Facebook Pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from functools import partial

from bot.graph.access import PageAccess
from bot.graph.errors import GraphError, InputRefused
from bot.graph.ids import numbers
from bot.graph.offsets import walk_rows
from bot.graph.pages import calls
from bot.graph.pages.answers import PagePermission, PartnerResult, numbers_for, read_list, read_results
from bot.graph.pages.calls import MOST_ACTIONS, MOST_ROWS, Direction, PageAction, RemovalWord
from bot.graph.wire import Wire
from bot.words import say

_WORD_REFUSED = (400, 100)
"""How a whole call may be refused for a word in it: in this host's numbers, or in Graph's."""


class Pages:
    """Account-level permissions of a Facebook Page. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._word = RemovalWord.REVOKE

    async def listed(
        self,
        access: PageAccess,
        *,
        words: Collection[str] = (),
        partner_page_ids: Collection[str] = (),
        direction: Direction | None = None,
        page_size: int = MOST_ROWS,
    ) -> AsyncIterator[PagePermission]:
        """List the Page's permissions, page by page; `words` are Meta's for the statuses wanted, as APPROVED.

        A short page is the end. What happens to rows that move meanwhile: see `bot.graph.offsets`.
        """
        statuses = numbers_for(words)
        if words and not statuses:
            raise InputRefused(why=say("graph.why.no_such_status"))
        partners, limit = numbers(partner_page_ids), min(page_size, MOST_ROWS)

        async def ask(offset: int) -> tuple[PagePermission, ...]:
            call = calls.list_permissions(
                access.page_id,
                statuses=statuses,
                partner_page_ids=partners,
                direction=direction,
                offset=offset,
                limit=limit,
            )
            return await self._wire.ask(call, token=access.token, read=read_list)

        async for permission in walk_rows(ask, full=limit):
            yield permission

    async def act(self, access: PageAccess, actions: Mapping[str, PageAction]) -> tuple[PartnerResult, ...]:
        """Do one thing with each partner Page, given by its id, and say for each what came of it, in their order.

        Meta has no idempotency key: after GraphUnanswered read the list before anything is repeated. The guide
        has two words for REMOVE. One that is refused changed nothing, so the other is tried then, and whichever
        works is used first from there on. Raises InputRefused for more than MOST_ACTIONS.
        """
        actions = {partner.strip(): action for partner, action in actions.items()}
        if len(actions) > MOST_ACTIONS:
            raise InputRefused(
                say("graph.too_many.happened"),
                why=say("graph.too_many.why", most=MOST_ACTIONS),
                todo=say("graph.too_many.todo"),
            )
        if not numbers(actions):
            return ()
        try:
            results = await self._send(access, actions, word=self._word)
        except InputRefused as refusal:
            if PageAction.REMOVE not in actions.values() or refusal.code not in _WORD_REFUSED:
                raise
            results = await self._send(access, actions, word=self._word.other)
            self._word = self._word.other
            return results
        return await self._with_other_word(access, actions, results)

    async def _with_other_word(
        self, access: PageAccess, actions: Mapping[str, PageAction], results: tuple[PartnerResult, ...]
    ) -> tuple[PartnerResult, ...]:
        """Try the other word on removals that failed, unless Meta understood them and found nothing to end."""
        failed = {
            result.partner_page_id: PageAction.REMOVE
            for result in results
            if actions[result.partner_page_id] is PageAction.REMOVE
            and not (result.is_done or result.had_nothing_to_end)
        }
        if not failed:
            return results
        try:
            again = await self._send(access, failed, word=self._word.other)
        except GraphError as error:
            if error.may_have_happened:
                raise
            return results
        understood = {result.partner_page_id: result for result in again if result.is_done or result.had_nothing_to_end}
        if understood:
            self._word = self._word.other
        return tuple(understood.get(result.partner_page_id, result) for result in results)

    async def _send(
        self, access: PageAccess, actions: Mapping[str, PageAction], *, word: RemovalWord
    ) -> tuple[PartnerResult, ...]:
        call = calls.act(access.page_id, actions=actions, word=word)
        return await self._wire.ask(call, token=access.token, read=partial(read_results, partners=tuple(actions)))
