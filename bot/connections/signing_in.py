"""Signing in with Facebook: from the link in Slack through Meta's dialog and back, in one browser and once.

A person gets a link, opens it, and presses a button: only then it counts as used, for whatever looks at links before
people do (scanners, previews) presses nothing. From then on it belongs to that browser: whoever goes back there, or presses
twice, goes on. The button opens a round of Meta's dialog. What the dialog leads back with is good in the browser that
pressed, once, and for a quarter of an hour.
https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import policy
from bot.campaigns.place import someone_here
from bot.connections.link import LASTS, Links, profile_of, scopes_of
from bot.connections.means import LoginMeans
from bot.connections.refused import LinkFault, LinkRefused, NotConfigured, NotSignedIn, SignInOver
from bot.connections.scopes import ASKED, Scope
from bot.connections.sentences import shown_name
from bot.graph import AuthType, GraphError, NotReturned, Returned, SignIn, StateFault, StateRefused, States, read_return
from bot.words import say
from storage.ids import PersonId, ProfileId, WorkspaceId
from storage.logins import SignIn as SignInRow

START = "/connect/start"
BACK = "/connect/back"
"""Where Meta's dialog leads back to: the app at Meta must have it among its *Valid OAuth Redirect URIs*."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Whom a link asks to sign in, and for what."""

    workspace_name: str
    person_name: str
    profile_name: str | None
    """The profile to be connected again; None when it is about any."""
    scopes: Sequence[Scope] = ASKED


class SigningIn:
    """The use case."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means
        self._links = Links(means.keys)
        self._states = States(means.keys, purpose="sign-in")

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings without which nobody can sign in; empty when it is set up."""
        needed = {"GREENLIGHT_META_APP_ID": self._means.app_id, "GREENLIGHT_PUBLIC_URL": self._means.public_url}
        return tuple(name for name, value in needed.items() if not value)

    def link(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        *,
        profile_id: ProfileId | None = None,
        reads_ads: bool = False,
    ) -> str:
        """Make a link for one person; with `reads_ads` it asks for that permission as well. Raises NotConfigured."""
        self._check_configured()
        means = self._means
        sealed = self._links.make(
            workspace_id, person_id, nonce=means.new_id(), now=means.now(), profile_id=profile_id, reads_ads=reads_ads
        )
        return f"{means.public_url}{START}/{sealed}"

    async def invitation(self, link: str, *, browser: str) -> Invitation:
        """Read a link that somebody has opened; it can still be used afterwards.

        So can one that this browser has used already, until accounts are connected. Raises SignInRefused, SlackError.
        """
        self._check_configured()
        asked = self._links.read(link, now=self._means.now())
        ws = WorkspaceId(asked.workspace_id)
        async with self._means.storage.read(ws) as uow:
            begun = await uow.sign_ins.get(asked.nonce)
            if begun is not None:
                _check_unfinished(begun, browser=browser)
            profile = await uow.profiles.get(about) if (about := profile_of(asked)) else None
        async with self._means.storage.across_workspaces() as everywhere:
            workspace = await everywhere.get(ws)
        someone = await self._means.slack.someone(asked.person_id)
        return Invitation(
            workspace_name=workspace.name if workspace else "Slack",
            person_name=someone.name,
            profile_name=shown_name(profile.kind, profile.username) if profile else None,
            scopes=scopes_of(asked) or ASKED,
        )

    async def begin(self, link: str, *, browser: str) -> str:
        """Use a link up in a browser, known by the text in its cookie; return the address of Meta's dialog.

        In the browser that used it already this is another round, until accounts are connected.
        Raises SignInRefused, NotAllowed when the person may not connect profiles (any more), SlackError, DatabaseDown.
        """
        self._check_configured()
        means, asked = self._means, self._links.read(link, now=self._means.now())
        await self.check_person(WorkspaceId(asked.workspace_id), PersonId(asked.person_id))
        ends_at = means.now() + LASTS
        row = SignInRow(
            id=asked.nonce,
            person_id=PersonId(asked.person_id),
            profile_id=profile_of(asked),
            scopes=list(scopes) if (scopes := scopes_of(asked)) else None,
            browser=_digest(browser),
            ends_at=ends_at,
            rounds=1,
            returned=0,
        )
        async with means.storage.write(WorkspaceId(asked.workspace_id)) as uow:
            is_new = await uow.sign_ins.begin(row)
            begun = row if is_new else await uow.sign_ins.get(row.id)
        if is_new:  # what somebody chose to grant is asked for, also where they declined it before
            return self._dialog(row, browser=browser, auth_type=AuthType.REREQUEST if row.scopes else None)
        if begun is None:
            raise SignInOver
        _check_unfinished(begun, browser=browser)
        return await self.again(begun.id, browser=browser)

    async def again(self, sign_in_id: str, *, browser: str) -> str:
        """Open another round of the dialog for a sign-in that is not done; return its address. Raises SignInRefused.

        What was declined before is asked for once more. Raises NotAllowed as `begin` does.
        """
        row = await self.any_row(sign_in_id, browser=browser)
        if row.invite_id is None:
            await self.check_person(row.workspace_id, row.person_id)
        async with self._means.storage.write(row.workspace_id) as uow:
            again = await uow.sign_ins.get(row.id, lock=True)
            if again is None or again.connected is not None:
                raise SignInOver
            again.rounds += 1
            again.ends_at = self._means.now() + LASTS
            again.sealed_token = again.login = again.accounts = None
        return self._dialog(again, browser=browser, auth_type=AuthType.REREQUEST)

    async def come_back(self, query: Mapping[str, str], *, browser: str) -> str:
        """Take what Meta's dialog led back with; return the sign-in it belongs to, of the team or of a creator.

        The token it brings is kept, sealed, before anything else is done with it: from then on nothing is lost if this
        process ends. The same return again, in the same browser, changes nothing. Raises StateRefused for what was not
        begun here and now, NotSignedIn where another round may help, SignInOver, DatabaseDown.
        """
        returned = read_return(query)
        state = self._states.open(returned.state, browser=browser, now=self._means.now())
        row = await self.any_row(state.nonce, browser=browser)
        async with self._means.storage.write(row.workspace_id) as uow:
            is_new = await uow.sign_ins.come_back(row.id, turn=int(state.about))
        if not is_new:
            if row.sealed_token is None:
                raise _returned_before(row)
            return row.id  # the page was loaded again
        match returned:
            case NotReturned():
                raise self._not_returned(row, returned)
            case Returned():
                await self._trade(row, returned, turn=int(state.about))
        return row.id

    async def row(self, sign_in_id: str, *, browser: str) -> SignInRow:
        """Return somebody's of the team. A creator's is none: their accounts can never become the team's own by it.

        Raises SignInOver, and StateRefused to any other browser.
        """
        row = await self.any_row(sign_in_id, browser=browser)
        if row.invite_id is not None:
            raise SignInOver
        return row

    async def any_row(self, sign_in_id: str, *, browser: str) -> SignInRow:
        """Return a sign-in to the browser it was begun in. Raises SignInOver, and StateRefused to any other browser."""
        if not sign_in_id.isalnum():  # no id of ours; PostgreSQL takes not every text
            raise SignInOver
        async with self._means.storage.across_workspaces() as everywhere:
            row = await everywhere.sign_in(sign_in_id)
        if row is None or row.ends_at <= self._means.now():
            raise SignInOver
        if not hmac.compare_digest(row.browser, _digest(browser)):
            raise StateRefused(StateFault.OTHER_BROWSER)
        return row

    async def begin_as_creator(self, row: SignInRow, *, browser: str) -> str:
        """Begin a creator's sign-in, whose invite was looked at by the caller; return the address of Meta's dialog.

        Meta asks once more for what they left out before, be it for another invite. Raises NotConfigured, DatabaseDown.
        """
        self._check_configured()
        row.browser, row.ends_at = _digest(browser), self._means.now() + LASTS
        row.rounds, row.returned = 1, 0
        async with self._means.storage.write(row.workspace_id) as uow:
            await uow.sign_ins.begin(row)
        return self._dialog(row, browser=browser, auth_type=AuthType.REREQUEST)

    async def check_person(self, workspace_id: WorkspaceId, person_id: PersonId | None) -> None:
        """Raise NotAllowed when somebody may not connect profiles, or not any more. Raises SlackError, DatabaseDown."""
        if person_id is None:
            raise SignInOver
        storage, people = self._means.storage, self._means.people
        person, roles = await someone_here(workspace_id, person_id, storage=storage, people=people, is_afresh=True)
        policy.check_workspace(policy.WorkspaceAct.CONNECT, person=person, workspace=roles)

    async def _trade(self, row: SignInRow, returned: Returned, *, turn: int) -> None:
        try:
            token = await self._means.graph.login.exchange_code(returned.code, redirect_uri=self._redirect_uri)
        except GraphError as error:
            raise NotSignedIn.because(row.id, error) from None
        async with self._means.storage.write(row.workspace_id) as uow:
            kept = await uow.sign_ins.get(row.id, lock=True)
            if kept is None or kept.connected is not None:
                raise SignInOver
            if kept.rounds != turn:  # opened again while Meta was asked: somebody else may answer that one
                raise _returned_before(row)
            kept.sealed_token = self._means.secrets.seal(token.token)

    def _not_returned(self, row: SignInRow, returned: NotReturned) -> NotSignedIn:
        if returned.is_declined:
            return NotSignedIn(
                row.id, say("connect.declined"), why=say("connect.declined_why"), todo=say("connect.declined_todo")
            )
        why = say("connect.failed_words", words=returned.words) if returned.words else say("connect.failed_why")
        return NotSignedIn(row.id, say("connect.failed"), why=why, todo=say("connect.again_here"))

    def _dialog(self, row: SignInRow, *, browser: str, auth_type: AuthType | None = None) -> str:
        state = SignIn(
            workspace_id=row.workspace_id,
            person_id=row.person_id or "",
            nonce=row.id,
            expires_at=row.ends_at,
            about=str(row.rounds),
        )
        return self._means.graph.login.dialog(
            redirect_uri=self._redirect_uri,
            state=self._states.seal(state, browser=browser),
            scopes=row.scopes or ASKED,
            auth_type=auth_type,
            is_by_name=row.scopes
            is not None,  # a configuration is made for the team's own accounts, as all are connected
        )

    @property
    def _redirect_uri(self) -> str:
        return f"{self._means.public_url}{BACK}"

    def _check_configured(self) -> None:
        if self.missing:
            raise NotConfigured(self.missing)


def _check_unfinished(begun: SignInRow, *, browser: str) -> None:
    """Raise LinkRefused when a link was used in another browser, SignInOver when it has done its work in this one."""
    if not hmac.compare_digest(begun.browser, _digest(browser)):
        raise LinkRefused(LinkFault.USED)
    if begun.connected is not None:
        raise SignInOver


def _returned_before(row: SignInRow) -> NotSignedIn:
    """Say that what the dialog led back with is good no more."""
    return NotSignedIn(row.id, say("connect.returned"), why=say("connect.returned_why"), todo=say("connect.again_here"))


def _digest(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()
