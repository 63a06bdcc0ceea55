"""From everything a login shows to one row for each Instagram account. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import SecretStr

from bot.graph.accounts.answers import Business, BusinessAccount, LinkedInstagram, ManagedPage
from bot.graph.accounts.calls import Edge
from bot.graph.errors import GraphError

LINKED = "instagram_business_account"
CONNECTED = "connected_instagram_account"


@dataclass(frozen=True, kw_only=True)
class UsableAccount:
    """One Instagram account that the login shows, with all that is known of it.

    `found_in` holds Meta's names of the fields and lists it was in. `tasks` are those of the person on its Page,
    or of the business on the account; None where no list says. The Page's token acts for the Page and has the
    end of the person's grant, no date.
    """

    ig_id: str
    username: str | None = None
    name: str | None = None
    picture_url: str | None = None
    page_id: str | None = None
    page_name: str | None = None
    page_token: SecretStr | None = None
    tasks: frozenset[str] | None = None
    business_id: str | None = None
    business_name: str | None = None
    found_in: tuple[str, ...] = ()

    @property
    def is_surely_professional(self) -> bool:
        """Whether a list has it that holds professional accounts only; a connected one may be personal."""
        return LINKED in self.found_in or Edge.PROFESSIONAL in self.found_in

    def may(self, task: str) -> bool | None:
        """Whether the role allows a task such as `ADVERTISE`; None where Meta did not say."""
        return None if self.tasks is None else task in self.tasks


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A list that could not be read: `where` is Meta's name for it."""

    where: str
    business: Business | None
    error: GraphError


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything a login shows. `pages` are all Pages, with and without an Instagram account."""

    accounts: tuple[UsableAccount, ...]
    pages: tuple[ManagedPage, ...]
    gaps: tuple[Gap, ...]


def from_pages(pages: Iterable[ManagedPage]) -> Iterable[UsableAccount]:
    """Give the accounts that hang on Pages, either way."""
    for page in pages:
        for where, account in ((LINKED, page.linked), (CONNECTED, page.connected)):
            if account is not None:
                yield _on_page(account, page, where=where)


def from_business(business: Business, edge: Edge, rows: Iterable[BusinessAccount]) -> Iterable[UsableAccount]:
    """Give the accounts of one of a business's lists."""
    for row in rows:
        yield UsableAccount(
            ig_id=row.ig_id,
            username=row.username,
            name=row.name,
            picture_url=row.picture_url,
            tasks=row.tasks,
            business_id=business.id,
            business_name=business.name,
            found_in=(str(edge),),
        )


def merge(sightings: Iterable[UsableAccount]) -> tuple[UsableAccount, ...]:
    """Make one of all sightings of an account: what an earlier one leaves open, a later one fills in.

    Of two Pages with the same account that one counts on which more is allowed.
    """
    merged: dict[str, UsableAccount] = {}
    for seen in sightings:
        known = merged.get(seen.ig_id)
        merged[seen.ig_id] = seen if known is None else _both(known, seen)
    return tuple(merged.values())


def _on_page(account: LinkedInstagram, page: ManagedPage, *, where: str) -> UsableAccount:
    return UsableAccount(
        ig_id=account.ig_id,
        username=account.username,
        name=account.name,
        picture_url=account.picture_url,
        page_id=page.id,
        page_name=page.name,
        page_token=page.token,
        tasks=page.tasks,
        found_in=(where,),
    )


def _both(known: UsableAccount, seen: UsableAccount) -> UsableAccount:
    by_page = max((known, seen), key=lambda each: (each.page_id is not None, len(each.tasks or ())))
    has_tasks = by_page.tasks is not None or by_page.page_id is not None
    return replace(
        known,
        username=known.username or seen.username,
        name=known.name or seen.name,
        picture_url=known.picture_url or seen.picture_url,
        page_id=by_page.page_id,
        page_name=by_page.page_name,
        page_token=by_page.page_token,
        tasks=by_page.tasks if has_tasks else known.tasks or seen.tasks,
        business_id=known.business_id or seen.business_id,
        business_name=known.business_name or seen.business_name,
        found_in=tuple(dict.fromkeys(known.found_in + seen.found_in)),
    )
