"""What a creator may do with a link without signing in: read the page, decline, ask a question.

Reading changes nothing but the count of openings; whatever looks at links before people do (scanners, previews) is not
counted, and uses nothing up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.connections.refused import NotConfigured
from bot.connections.signing_in import SigningIn
from bot.influencers.facts import MonitoredFacts, monitored_facts, state_of
from bot.influencers.links import digest_of
from bot.influencers.means import InfluencerMeans
from bot.influencers.notices import Kind
from bot.influencers.refused import InviteOver, InviteUnknown, TooOften
from bot.influencers.scopes import CreatorScope, asked_of_creator
from bot.influencers.status import InviteState
from bot.notices.announcing import announce
from storage.influencers import Invite
from storage.logins import SignIn
from storage.unit_of_work import UnitOfWork

MOST_QUESTIONS = 5
"""For one invite: a channel is not to be flooded."""
LONGEST_TEXT = 1000


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What the page says before anything is agreed."""

    workspace: str
    username: str | None
    """The only account that may be connected."""
    monitored: MonitoredFacts
    days: int
    ends_at: datetime
    """Until when the connection would last, were it made now."""
    link_ends_at: datetime
    scopes: Sequence[CreatorScope]


class Visiting:
    """The use cases."""

    def __init__(self, means: InfluencerMeans, *, signing_in: SigningIn) -> None:
        self._means = means
        self._signing_in = signing_in

    async def welcome(self, token: str, *, counts: bool) -> Welcome:
        """Read what a link asks for; `counts` says whether a person opens it.

        Raises InviteUnknown, InviteOver, DatabaseDown.
        """
        now = self._means.logins.now()
        invite, workspace = await self._found(token)
        storage = self._means.logins.storage
        begins = storage.write if counts else storage.read
        async with begins(invite.workspace_id) as uow:
            opened = await self._open(uow, invite)
            if counts:
                opened.opens += 1
                opened.first_opened_at = opened.first_opened_at or now
                opened.last_opened_at = now
            monitored = await monitored_facts(uow, opened)
        return Welcome(
            workspace=workspace,
            username=opened.username,
            monitored=monitored,
            days=opened.days,
            ends_at=now + timedelta(days=opened.days),
            link_ends_at=opened.link_ends_at,
            scopes=asked_of_creator(hears_something=monitored.hears_something),
        )

    async def begin(self, token: str, *, browser: str) -> str:
        """Begin a sign-in in a browser; return the address of Meta's dialog. The invite is used once it is connected.

        Whoever connected an account by it signs in to their own page so, while that stands. Raises InviteUnknown, InviteOver, NotConfigured, DatabaseDown.
        """
        logins = self._means.logins
        if self._signing_in.missing:
            raise NotConfigured(self._signing_in.missing)
        invite, _workspace = await self._found(token)
        async with logins.storage.read(invite.workspace_id) as uow:
            try:
                await self._open(uow, invite)
            except InviteOver as over:
                if not over.can_return:
                    raise
        row = SignIn(
            id=logins.new_id(),
            invite_id=invite.id,
            scopes=list(asked_of_creator(hears_something=invite.hears_ads or invite.hears_organic)),
        )
        row.workspace_id = invite.workspace_id
        return await self._signing_in.begin_as_creator(row, browser=browser)

    async def decline(self, token: str, *, text: str) -> None:
        """Note that the creator does not want to, and tell the channel, once. Raises InviteUnknown, InviteOver."""
        now, (invite, _workspace) = self._means.logins.now(), await self._found(token)
        async with self._means.logins.storage.write(invite.workspace_id) as uow:
            opened = await self._open(uow, invite)
            opened.declined_at = now
            opened.version += 1
            self._means.note(uow, opened, tag="creator:invite:declined", by="creator")
            about = {"invite": opened.id, "campaign": opened.campaign_id, "text": _cut(text)}
            of = f"{opened.id}:{opened.version}"
            await announce(uow, Kind.DECLINED, of=of, about=about, to=None, now=now)

    async def ask(self, token: str, *, text: str, key: str) -> None:
        """Take a question to the channel; the same `key` again is the same question.

        Raises TooOften, InviteUnknown, InviteOver.
        """
        now, (invite, _workspace) = self._means.logins.now(), await self._found(token)
        async with self._means.logins.storage.write(invite.workspace_id) as uow:
            opened = await self._open(uow, invite)
            if opened.questions >= MOST_QUESTIONS:
                raise TooOften
            about = {"invite": opened.id, "campaign": opened.campaign_id, "text": _cut(text)}
            is_new = await announce(uow, Kind.ASKED, of=f"{opened.id}:{key}", about=about, to=None, now=now)
            opened.questions += 1 if is_new else 0

    async def _found(self, token: str) -> tuple[Invite, str]:
        """Return the invite of a link, and the name of its workspace, in one look across workspaces."""
        digest = digest_of(token)
        if digest is None:
            raise InviteUnknown
        async with self._means.logins.storage.across_workspaces() as everywhere:
            invite = await everywhere.invite_of(digest)
            workspace = await everywhere.get(invite.workspace_id) if invite is not None else None
        if invite is None:
            raise InviteUnknown
        return invite, workspace.name if workspace is not None else "Slack"

    async def _open(self, uow: UnitOfWork, invite: Invite) -> Invite:
        """Return the invite if it is open still, locked until the commit. Raises InviteUnknown, InviteOver."""
        opened = await uow.invites.get(invite.id, lock=True)
        if opened is None or opened.digest != invite.digest:
            raise InviteUnknown  # another link took its place a moment ago
        state = state_of(opened, now=self._means.logins.now())
        if state is not InviteState.OPEN:
            raise InviteOver(state, can_return=await uow.assets.of_invite(invite.id) is not None)
        return opened


def _cut(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_TEXT]
