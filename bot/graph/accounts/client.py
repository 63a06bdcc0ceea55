"""The calls about the brand's own accounts."""

from __future__ import annotations

from bot.graph.access import Access
from bot.graph.accounts import calls
from bot.graph.accounts.answers import OwnAccount
from bot.graph.errors import GraphNonsense
from bot.graph.wire import Wire


class Accounts:
    """The accounts a login may act for. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def own(self, access: Access) -> OwnAccount:
        """Read the brand's own id and username. An answer about another account is GraphNonsense."""
        account = await self._wire.ask(
            calls.own_account(access.ig_id), token=access.token, read=OwnAccount.model_validate
        )
        if account.ig_id != access.ig_id:
            raise GraphNonsense(why="Meta answered about another account than the one it was asked for.")
        return account
