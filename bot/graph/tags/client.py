"""The calls of tag approval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.graph.access import Access
from bot.graph.call import Call
from bot.graph.errors import GraphError
from bot.graph.ids import numbers
from bot.graph.scalars import success_of
from bot.graph.tags import calls
from bot.graph.tags.answers import TagChange, read_user
from bot.graph.tags.sieve import Sieve
from bot.graph.wire import Wire


class Tags:
    """Who may name the brand in the paid-partnership label. Every method raises GraphError and nothing else.

    A change can be cut short by an error. Ask for the same again then: what has been done is read first, and is
    not sent a second time.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def approved(self, access: Access, user_ids: Iterable[str]) -> frozenset[str]:
        """Return those of the creators, given by Instagram id, who are approved; a call for each hundred."""
        asked = numbers(user_ids)
        found: set[str] = set()
        for start in range(0, len(asked), calls.MOST_IDS):
            call = calls.check(access.ig_id, user_ids=asked[start : start + calls.MOST_IDS])
            # The guide's sample has no paging at all: an approval that is not on the page must not pass for none.
            walked = self._wire.walk(call, token=access.token, row=read_user, may_lack_next=True)
            found.update([user_id async for user_id in walked])
        return frozenset(found.intersection(asked))

    async def add(self, access: Access, user_ids: Iterable[str], *, apply_rest: bool = False) -> TagChange:
        """Approve creators.

        Meta approves all it is given or none, and does not say whom it refuses. Without `apply_rest` a refusal
        ends it: nobody of that hundred was approved. With it those who fail are searched for, and everybody
        else is approved on the way. One does not come without the other: Meta has no trial, so a group that is
        found to pass has passed.
        """
        asked = numbers(user_ids)
        already = await self.approved(access, asked)
        return await self._change(access, asked, already=already, write=calls.add, wished=True, apply_rest=apply_rest)

    async def remove(self, access: Access, user_ids: Iterable[str], *, apply_rest: bool = False) -> TagChange:
        """Take approvals away, as `add` gives them; whoever is not approved counts as `already`."""
        asked = numbers(user_ids)
        already = frozenset(asked) - await self.approved(access, asked)
        return await self._change(
            access, asked, already=already, write=calls.remove, wished=False, apply_rest=apply_rest
        )

    async def _change(
        self,
        access: Access,
        asked: Sequence[str],
        *,
        already: frozenset[str],
        write: Callable[..., Call],
        wished: bool,
        apply_rest: bool,
    ) -> TagChange:
        sieve = Sieve.of([each for each in asked if each not in already], most=calls.MOST_IDS)
        while group := sieve.group:
            taken = await self._try(access, write(access.ig_id, user_ids=group), group=group, wished=wished)
            sieve = sieve.after(taken=taken)
            if not taken and not apply_rest:
                break
        return TagChange(
            changed=frozenset(sieve.passed),
            already=already,
            failed=frozenset(sieve.failed),
            untouched=frozenset(sieve.unknown),
        )

    async def _try(self, access: Access, call: Call, *, group: Sequence[str], wished: bool) -> bool:
        """Make one change and say whether it was taken; a lost answer is read back, and counts if it was."""
        try:
            return await self._wire.ask(call, token=access.token, read=success_of)
        except GraphError as error:
            if not error.may_have_happened:
                raise
            lost = error
        if await self._stands(access, group, wished=wished):
            return True
        raise lost

    async def _stands(self, access: Access, group: Sequence[str], *, wished: bool) -> bool:
        """Say whether a change surely happened; one that cannot be read back has not surely happened."""
        try:
            approved = await self.approved(access, group)
        except GraphError:
            return False
        return approved == (frozenset(group) if wished else frozenset())
