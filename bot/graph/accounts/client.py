"""The calls about the accounts a login may act for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial

from pydantic import SecretStr

from bot.graph.access import Access
from bot.graph.accounts import calls
from bot.graph.accounts.answers import Business, BusinessAccount, ManagedPage, OwnAccount
from bot.graph.accounts.calls import Edge
from bot.graph.accounts.usable import Found, Gap, from_business, from_pages, merge
from bot.graph.errors import GraphError, GraphNonsense, InputRefused, ScopeMissing
from bot.graph.many import Question, ask_many
from bot.graph.paging import Page
from bot.graph.wire import Wire
from bot.words import say


class Accounts:
    """The accounts a login may act for. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def own(self, access: Access) -> OwnAccount:
        """Read the brand's own id and username. An answer about another account is GraphNonsense."""
        call = calls.own_account(access.ig_id)
        account = await self._wire.ask(call, token=access.token, read=OwnAccount.model_validate)
        if account.ig_id != access.ig_id:
            raise GraphNonsense(why=say("graph.why.another_account"))
        return account

    def pages(self, token: SecretStr) -> AsyncIterator[ManagedPage]:
        """List the Pages the person has a role on, each with its own token and its Instagram accounts."""
        return self._wire.walk(calls.list_pages(), token=token, row=ManagedPage.model_validate)

    def businesses(self, token: SecretStr) -> AsyncIterator[Business]:
        """List the businesses the person works in. Needs `business_management`."""
        return self._wire.walk(calls.list_businesses(), token=token, row=Business.model_validate)

    async def of_business(self, business: Business, edge: Edge, *, token: SecretStr) -> tuple[BusinessAccount, ...]:
        """Read one of a business's lists of Instagram accounts, whole."""
        call = calls.list_of_business(business.id, edge=edge)
        return tuple([row async for row in self._wire.walk(call, token=token, row=BusinessAccount.model_validate)])

    async def usable(self, token: SecretStr) -> Found:
        """Find every Instagram account and Page that the login shows, wherever Meta lists it.

        The Pages have to be readable. Of the rest, a list that Meta refuses (a scope was declined, or the list
        is not there) is a gap that is told, since the others stand without it; any other failure is raised,
        for an answer that is only sometimes whole is worse than none.
        """
        pages = [page async for page in self.pages(token)]
        gaps: list[Gap] = []
        try:
            businesses = [business async for business in self.businesses(token)]
        except (ScopeMissing, InputRefused) as error:
            businesses, gaps = [], [Gap(where="businesses", business=None, error=error)]

        sightings = list(from_pages(pages))
        lists = [(business, edge) for business in businesses for edge in Edge]
        for (business, edge), answer in zip(lists, await self._all(lists, token=token), strict=True):
            if isinstance(answer, GraphError):
                gaps.append(Gap(where=edge, business=business, error=answer))
            else:
                sightings.extend(from_business(business, edge, answer))
        return Found(accounts=merge(sightings), pages=tuple(pages), gaps=tuple(gaps))

    async def _all(
        self, lists: Sequence[tuple[Business, Edge]], *, token: SecretStr
    ) -> list[Iterable[BusinessAccount] | GraphError]:
        """Read many lists: in batches those that fit a page, as nearly all do, and alone those that go on."""
        read = partial(Page.read, row=BusinessAccount.model_validate)
        questions = [Question(calls.list_of_business(business.id, edge=edge), read) for business, edge in lists]
        found: list[Iterable[BusinessAccount] | GraphError] = []
        for (business, edge), first in zip(lists, await ask_many(self._wire, questions, token=token), strict=True):
            match first:
                case ScopeMissing() | InputRefused():
                    found.append(first)
                case GraphError():
                    raise first
                case Page(has_next=False):
                    found.append(first.rows)
                case Page():
                    found.append(await self.of_business(business, edge, token=token))
        return found
