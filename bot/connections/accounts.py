"""The accounts a sign-in shows: from what Meta lists to what can be offered, kept with the sign-in until somebody picks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.connections.lacks import Granted, Lack, lacks_of
from bot.connections.lacks import Kind as LackKind
from bot.connections.ways import NEEDED
from bot.graph import Found, ManagedPage, UsableAccount
from storage.tables import Kind

CONNECTED = "connected_instagram_account"
"""Where Meta lists an account that may be a personal one: it was only named in its Page's settings."""
LONGEST_NAME = 64


class Account(BaseModel):
    """One account that Meta listed. `ids` are those by which a permission's targets may mean it."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    id: str
    name: str
    """The handle, or the Page's name."""
    page_name: str | None = None
    ids: tuple[str, ...]
    tasks: tuple[str, ...] | None = None
    business_id: str | None = None
    """The business among whose accounts Meta listed it."""
    is_professional: bool = True
    is_there: bool = True
    """False stands for an Instagram account that a Page does not have."""

    @property
    def key(self) -> str:
        """What a form knows it by: ids of Pages and of Instagram accounts are numbered apart."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An account as it is offered: what it lacks, and whether this workspace has it connected already."""

    account: Account
    lacks: tuple[Lack, ...]
    is_connected: bool

    @property
    def can_be_picked(self) -> bool:
        """Whether requests can be sent from it with this login."""
        return not self.lacks


def accounts_of(found: Found) -> list[Account]:
    """Return the Instagram accounts, those that Pages lack, and the Pages, each by name."""
    instagram = [_instagram(each) for each in found.accounts]
    lacked = [_lacked(page) for page in found.pages if page.linked is None and page.connected is None]
    pages = [_page(page) for page in found.pages]
    return [*_by_name(instagram), *_by_name(lacked), *_by_name(pages)]


def offer(account: Account, *, granted: Granted, connected: Collection[str]) -> Offer:
    """Say what an account lacks, by what was granted; `connected` are the keys this workspace has already."""
    if not account.is_there:
        return Offer(account=account, lacks=(Lack(kind=LackKind.LINK),), is_connected=False)
    lacks = lacks_of(
        granted,
        needed=NEEDED[account.kind],
        ids=account.ids,
        tasks=account.tasks,
        is_professional=account.is_professional,
    )
    return Offer(account=account, lacks=lacks, is_connected=account.key in connected)


def _instagram(seen: UsableAccount) -> Account:
    return Account(
        kind=Kind.INSTAGRAM,
        id=seen.ig_id,
        name=(seen.username or seen.name or f"id {seen.ig_id}")[:LONGEST_NAME],
        page_name=seen.page_name,
        ids=tuple(each for each in (seen.ig_id, seen.page_id, seen.business_id) if each),
        tasks=_sorted(seen.tasks),
        business_id=seen.business_id,
        is_professional=seen.found_in != (CONNECTED,),
    )


def _lacked(page: ManagedPage) -> Account:
    return Account(kind=Kind.INSTAGRAM, id=f"of-{page.id}", name=_name(page), ids=(page.id,), is_there=False)


def _page(page: ManagedPage) -> Account:
    return Account(kind=Kind.PAGE, id=page.id, name=_name(page), ids=(page.id,), tasks=_sorted(page.tasks))


def _name(page: ManagedPage) -> str:
    return (page.name or f"Page {page.id}")[:LONGEST_NAME]


def _sorted(tasks: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if tasks is None else tuple(sorted(tasks))


def _by_name(accounts: Iterable[Account]) -> list[Account]:
    return sorted(accounts, key=lambda each: (each.name.casefold(), each.id))
