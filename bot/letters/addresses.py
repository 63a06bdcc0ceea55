"""The e-mail addresses of creators: sealed at rest, masked where they are shown, and forgotten on demand.

An address is the workspace's, not a campaign's: it says nothing about who was asked for what.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from pydantic import SecretStr

from bot.bulk.cells import read_address
from bot.mail.masking import all_masked, masked
from storage.ids import PersonId
from storage.letters import Address
from storage.secrets import SealBroken, Secrets
from storage.unit_of_work import UnitOfWork

__all__ = ["AddressBook", "all_masked", "masked", "read_address"]


class AddressBook:
    """Keeps and opens them."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def keep(self, uow: UnitOfWork, addresses: Mapping[str, str], *, by: PersonId, now: datetime) -> None:
        """Keep addresses by handle, each in place of the one before."""
        for creator, address in addresses.items():
            if await self.open(uow, creator) == address:
                continue
            sealed = self._secrets.seal(SecretStr(address))
            await uow.addresses.put(
                Address(creator_username=creator, creator_ig_id=None, sealed_address=sealed, kept_by=by, kept_at=now)
            )

    async def open(self, uow: UnitOfWork, creator: str) -> str | None:
        """Return one address; None where none is known, or no key opens it any more."""
        row = (await uow.addresses.of([creator])).get(creator)
        try:
            return self._secrets.open(row.sealed_address).get_secret_value() if row else None
        except SealBroken:
            return None

    async def known(self, uow: UnitOfWork, creators: Collection[str]) -> frozenset[str]:
        """Return of which creators an address is known."""
        return frozenset(await uow.addresses.of(creators))
