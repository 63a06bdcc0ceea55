"""Who signed in: the token of a sign-in is traded for one that lasts, and Meta is asked what it is good for."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.connections.accounts import Account, accounts_of
from bot.connections.lacks import Granted
from bot.connections.means import LoginMeans
from bot.connections.refused import NotSignedIn, SignInOver
from bot.graph import GraphNonsense, InputRefused, LoginDead, ScopeMissing, SetupWrong, TokenFacts
from bot.words import say
from storage.logins import SignIn


class Login(BaseModel):
    """Who signed in, and what was granted; kept with the sign-in until somebody picks."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    name: str
    scopes: tuple[str, ...]
    targets: dict[str, tuple[str, ...]]
    expires_at: datetime | None
    data_access_expires_at: datetime | None

    @property
    def granted(self) -> Granted:
        """What was granted, as the rules take it."""
        return Granted(scopes=self.scopes, targets=self.targets)


async def recognised(means: LoginMeans, row: SignIn) -> tuple[SecretStr, Login]:
    """Find out who signed in, once: the token is traded for one that lasts and asked what it is good for."""
    if row.sealed_token is None:
        raise _not_yet(row)
    token = means.secrets.open(row.sealed_token)
    if row.login is not None:
        return token, Login.model_validate(row.login)
    graph = means.graph.login
    try:
        prolonged = await graph.prolong(token)
        facts = await graph.inspect(prolonged.token)
        _check(facts, app_id=means.app_id)
        person = await graph.who(prolonged.token)
    except (InputRefused, LoginDead, SetupWrong, ScopeMissing) as error:
        raise NotSignedIn.because(row.id, error) from None
    if facts.user_id not in (None, person.id):
        raise GraphNonsense(why=say("connect.two_people"))
    token = prolonged.token
    lasts = means.now() + prolonged.lasts if prolonged.lasts and not facts.never_expires else None
    login = Login(
        user_id=person.id,
        name=person.name or "",
        scopes=facts.scopes,
        targets={scope: tuple(sorted(ids)) for scope, ids in facts.targets.items()},
        expires_at=facts.expires_at or lasts,
        data_access_expires_at=facts.data_access_expires_at,
    )
    async with means.storage.write(row.workspace_id) as uow:
        kept = still_open(await uow.sign_ins.get(row.id, lock=True), as_read=row)
        kept.sealed_token = means.secrets.seal(token)
        kept.login = login.model_dump(mode="json")
    return token, login


async def listed(means: LoginMeans, row: SignIn, *, token: SecretStr) -> list[Account]:
    """Ask Meta which accounts whoever signed in may use: none where no permission to list them was given.

    Raises NotSignedIn where another round of the dialog may help, GraphError (try again).
    """
    try:
        return accounts_of(await means.graph.accounts.usable(token))
    except ScopeMissing:
        return []
    except LoginDead as error:
        raise NotSignedIn.because(row.id, error) from None


def still_open(row: SignIn | None, *, as_read: SignIn | None = None) -> SignIn:
    """Return a sign-in that was not done meanwhile; raises SignInOver for any other.

    What was learned of the sign-in `as_read` holds for its round of the dialog only: somebody else may answer a newer one.
    Raises NotSignedIn when one was opened meanwhile.
    """
    if row is None or row.connected is not None:
        raise SignInOver
    if as_read is not None and row.rounds != as_read.rounds:
        raise _not_yet(row)
    return row


def _not_yet(row: SignIn) -> NotSignedIn:
    return NotSignedIn(row.id, say("connect.not_yet"), why=say("connect.not_yet_why"), todo=say("connect.again_here"))


def _check(facts: TokenFacts, *, app_id: str) -> None:
    """Refuse a token of another app, or one that is dead on arrival. Whether it has expired is Meta's to say."""
    if facts.app_id is not None and facts.app_id != app_id:
        raise SetupWrong(say("connect.other_app"), why=say("connect.other_app_why"), todo=say("connect.other_app_todo"))
    if not facts.is_valid:
        raise LoginDead(say("connect.failed"), why=say("connect.failed_why"), todo=say("connect.again_here"))
