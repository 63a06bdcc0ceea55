"""The calls of signing in."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import SecretStr

from bot.graph.access import MetaApp
from bot.graph.call import Addresses
from bot.graph.errors import GraphUnknown
from bot.graph.login import calls
from bot.graph.login.answers import Grant, LoginToken, Person, TokenFacts, read_facts, read_token
from bot.graph.login.calls import AuthType
from bot.graph.scalars import success_of
from bot.graph.wire import Wire
from bot.words import say


class Login:
    """Facebook Login for our app. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire, *, app: MetaApp, addresses: Addresses) -> None:
        self._wire = wire
        self._app = app
        self._addresses = addresses

    def dialog(
        self,
        *,
        redirect_uri: str,
        state: str,
        scopes: Sequence[str] = (),
        auth_type: AuthType | None = None,
        is_by_name: bool = False,
    ) -> str:
        """Make the address of Meta's login dialog; nothing is sent. Raises SetupWrong without an app id.

        `scopes` are what is asked for, unless the app has a configuration, which then decides; `is_by_name` leaves
        that out.
        """
        return calls.dialog(
            self._addresses,
            app=self._app,
            redirect_uri=redirect_uri,
            state=state,
            scopes=scopes,
            auth_type=auth_type,
            is_by_name=is_by_name,
        )

    async def exchange_code(self, code: SecretStr, *, redirect_uri: str) -> LoginToken:
        """Trade the code of a return for a short-lived token. Raises SignInStale for a code Meta does not take.

        A code works once: after GraphUnanswered it may be spent, and the person has to sign in again.
        """
        call = calls.exchange_code(self._app, code=code, redirect_uri=redirect_uri)
        return await self._wire.ask(call, token=None, read=read_token)

    async def prolong(self, token: SecretStr) -> LoginToken:
        """Trade a token that lives for one of about 60 days; the new one replaces the old.

        Whether this prolongs a long-lived one further is not documented: count from what `inspect` says.
        """
        return await self._wire.ask(calls.prolong(self._app, token=token), token=None, read=read_token)

    async def inspect(self, token: SecretStr) -> TokenFacts:
        """Ask what a token is good for, be it alive or dead."""
        return await self._wire.ask(calls.inspect(token), token=self._app.token, read=read_facts)

    async def grants(self, token: SecretStr) -> tuple[Grant, ...]:
        """List what the person granted and declined."""
        walked = self._wire.walk(calls.list_grants(), token=token, row=Grant.model_validate)
        return tuple([grant async for grant in walked])

    async def revoke(self, token: SecretStr, *, scope: str | None = None) -> None:
        """Give back one permission, or everything: then every token of this person for our app is dead at once."""
        if not await self._wire.ask(calls.revoke(scope=scope), token=token, read=success_of):
            raise GraphUnknown(say("graph.sign_in.kept.happened"), why=say("graph.sign_in.kept.why"))

    async def who(self, token: SecretStr) -> Person:
        """Ask whose token it is."""
        return await self._wire.ask(calls.who(), token=token, read=Person.model_validate)
