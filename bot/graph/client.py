"""The Graph client: one method for each thing Greenlight asks of Meta."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import httpx
from pydantic import SecretStr

from bot.graph import answers, calls
from bot.graph.access import Access, CreatorById, CreatorByUsername
from bot.graph.calls import Call
from bot.graph.classification import READ_BACK, classify, decode, find_complaint
from bot.graph.creator import DiscoveredCreator
from bot.graph.errors import GraphNonsense, GraphUnanswered
from bot.graph.paging import Walk
from bot.graph.permission import Permission
from bot.graph.transport import send

Read = TypeVar("Read")


class GraphClient:
    """Meta's Graph service, as far as Greenlight uses it.

    Every method raises GraphError and nothing else. Nothing is repeated here: whoever calls knows whether a
    repeat is safe (`GraphError.may_have_happened`).
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        url: str,
        version: str,
        app_secret: SecretStr,
        deadline: float = 30.0,
    ) -> None:
        """Use `http` (see `pooled_http`) against `url` and `version`, such as v26.0.

        The version is always in the path: Meta's pages disagree on what a call without one gets. `deadline`
        is the longest a whole call may take, in seconds, however slowly its answer trickles in.
        """
        self._http = http
        self._base = f"{url.rstrip('/')}/{version.strip('/')}"
        self._app_secret = app_secret
        self._deadline = deadline

    async def request_permission(self, access: Access, creator: CreatorById | CreatorByUsername) -> str:
        """Ask a creator for permission and return the permission's id.

        Meta has no idempotency key: before a repeat, read back with `permissions(creator_username=...)`.
        """
        call = calls.request_permission(access.ig_id, creator=creator)
        return await self._ask(access, call, read=answers.read_permission_id)

    async def revoke_permission(self, access: Access, creator: CreatorById) -> str:
        """End a permission and return its id. Whether this ends one still pending is not documented."""
        call = calls.revoke_permission(access.ig_id, creator=creator)
        return await self._ask(access, call, read=answers.read_permission_id)

    async def permissions(
        self, access: Access, *, creator_username: str | None = None, page_size: int = 100
    ) -> AsyncIterator[Permission]:
        """List the brand's permissions, page by page, holding one page at a time.

        With `creator_username` only that creator's: Meta filters, and since it is not documented whether by
        the whole name or its beginning, each row is compared here too (a row without a name is left out).
        """
        wanted = None if creator_username is None else calls.plain_username(creator_username)
        walk, after = Walk(), None
        while True:
            call = calls.list_permissions(access.ig_id, creator_username=wanted, limit=page_size, after=after)
            page = await self._ask(access, call, read=answers.read_permissions)
            for permission in page.rows:
                if wanted is None or permission.creator_username == wanted:
                    yield permission
            after = _read(walk.cursor_after, page, call=call)
            if after is None:
                return

    async def discover(self, access: Access, *, username: str) -> DiscoveredCreator:
        """Look up a professional account by handle. Raises CreatorNotFound when none answers to it."""
        call = calls.discover(access.ig_id, username=username)
        return await self._ask(access, call, read=answers.read_discovery)

    async def own_account(self, access: Access) -> DiscoveredCreator:
        """Read the brand's own id and username. An answer about another account is GraphNonsense."""
        account = await self._ask(access, calls.own_account(access.ig_id), read=answers.read_account)
        if account.ig_id != access.ig_id:
            raise GraphNonsense(why="Meta answered about another account than the one it was asked for.")
        return account

    async def _ask(self, access: Access, call: Call, *, read: Callable[[Any], Read]) -> Read:
        token, app_secret = access.token.get_secret_value(), self._app_secret.get_secret_value()
        proof = calls.prove(token, app_secret=app_secret)
        signed = Call(call.method, call.path, {**call.params, "appsecret_proof": proof})

        answer = await send(self._http, signed, base=self._base, token=token, deadline=self._deadline)

        document = decode(answer.body)
        if answer.status // 100 != 2 or document is None or find_complaint(document) is not None:
            raise classify(
                answer.status,
                answer.headers,
                answer.body,
                wrote=call.writes,
                secrets=(token, app_secret, proof),
            )
        return _read(read, document, call=call)


def _read(read: Callable[[Any], Read], document: Any, *, call: Call) -> Read:
    """Read an answer, or say that it cannot be read: for a write that leaves open whether it happened."""
    try:
        return read(document)
    except (ValueError, RecursionError):
        pass
    # Raised out here, so that pydantic's error, which quotes the whole answer, is not carried along.
    if call.writes:
        raise GraphUnanswered(may_have_happened=True, todo=READ_BACK)
    raise GraphNonsense
