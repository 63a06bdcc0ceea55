"""Somebody asked Meta to be forgotten: what they are called goes, and what they gave, in whichever workspace.

History stays as it is (see `storage.names`): it names accounts by their public handle, and posts by Meta's number.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.codes import STANDING_STAGES, AdCode, CodeStage
from storage.comment_deeds import CommentDeed
from storage.comment_notes import CommentNote, CommentPost, NoteKind
from storage.comments import Comment, CommentAd, CommentMark, CommentState, RunningAd
from storage.ids import ConnectionId, new_id
from storage.influencers import CONNECTED, Asset, Invite
from storage.logins import Connection, Notice
from storage.names import KnownName
from storage.repositories.locking import locked
from storage.tables import AuditEntry

_APART = {"synchronize_session": False}


class Erasing:
    """One wish to be forgotten, of one person at Meta. What stands on the connections `but` stays: those are newer."""

    def __init__(
        self, session: AsyncSession, meta_user_id: str, *, but: Collection[ConnectionId], now: datetime
    ) -> None:
        self._session = session
        self._now = now
        self._meta_user_id = meta_user_id
        newer = select(Asset.id).where(Asset.connection_id.in_(but))
        self._names = (
            KnownName.meta_user_id == meta_user_id,
            KnownName.subject_id.not_in(but),
            KnownName.subject_id.not_in(newer),
        )
        self._kept = select(Asset.ig_id).where(Asset.connection_id.in_(but))

    async def carry_out(self, *, words: str) -> int:
        """Erase everything; `words` say on each ad code why it is gone. Return in how many places there was a name.

        Meta asks once, so nobody may wait for us in a ring: invites are locked first, then logins, accounts, what stands
        under their posts, and messages last, as everybody else does.
        """
        asset_ids = list(await self._session.scalars(select(Asset.id).where(Asset.id.in_(self._whose()))))
        accounts = Asset.id.in_(asset_ids)
        invite_ids = await self._locked_invites(asset_ids)
        await self._lock_accounts(asset_ids)
        await self._erase_codes(select(Asset.ig_id).where(accounts), words=words)
        await self._erase_comments(asset_ids)
        await self._erase_invites(invite_ids)
        nameless = update(Asset).where(accounts).values(name="–", username=literal("id ").concat(Asset.ig_id))
        await self._session.execute(nameless, execution_options=_APART)
        theirs = update(KnownName).where(*self._names)
        erased = await self._session.execute(theirs.values(name=None, meta_user_id=None, erased_at=self._now))
        return int(cast("CursorResult[Any]", erased).rowcount)

    def _whose(self) -> Select[Any]:
        return select(KnownName.subject_id).where(*self._names)

    async def _locked_invites(self, asset_ids: Collection[str]) -> Sequence[str]:
        """Return every invite by which their accounts were connected, and those that name one of them, used or not."""
        accounts = Asset.id.in_(asset_ids)
        lines = select(AuditEntry.after).where(AuditEntry.subject_id.in_(asset_ids), AuditEntry.tag == CONNECTED)
        used = {after.get("invite") for after in await self._session.scalars(lines)}
        used |= set(await self._session.scalars(select(Asset.invite_id).where(accounts)))
        is_theirs = (
            Asset.workspace_id == Invite.workspace_id,
            func.lower(Asset.username) == func.lower(Invite.username),
        )
        is_named = exists().where(accounts, Asset.ig_id.not_in(self._kept), *is_theirs)
        found = select(Invite.id).where(or_(Invite.id.in_(used - {None}), is_named))
        return (await self._session.scalars(locked(found.order_by(Invite.id)))).all()

    async def _lock_accounts(self, asset_ids: Collection[str]) -> None:
        """Lock their logins, and the accounts that are theirs or that they wrote to."""
        granted = select(Connection.id).where(Connection.meta_user_id == self._meta_user_id)
        await self._session.execute(locked(granted.order_by(Connection.id)))
        written_to = select(Comment.asset_id).where(Comment.author_id == self._meta_user_id)
        touched = select(Asset.id).where(or_(Asset.id.in_(asset_ids), Asset.id.in_(written_to)))
        await self._session.execute(locked(touched.order_by(Asset.id)))

    async def _erase_codes(self, accounts: Select[Any], *, words: str) -> None:
        """Forget the codes of their posts, and which posts those are: one that is under way finds itself gone."""
        theirs = AdCode.creator_ig_id.in_(accounts), AdCode.creator_ig_id.not_in(self._kept)
        for code in await self._session.scalars(locked(select(AdCode).where(*theirs))):
            is_known = code.sealed_code is not None or code.stage in STANDING_STAGES
            code.creator_username = f"id {code.creator_ig_id}"
            code.sealed_code, code.tail, code.permalink, code.media_id = None, "", None, None
            code.post_key, code.words = f"forgotten:{code.id}", words
            if code.stage in STANDING_STAGES:
                code.stage, code.ended_at = CodeStage.GONE, self._now
            if is_known:
                self._note(code, tag="meta:code:forgotten", why=words)

    async def _erase_comments(self, asset_ids: Collection[str]) -> None:
        """Delete what was read with their login (comments, answers to them, beginnings of captions), and what they wrote.

        What our messages show of it goes as well, and nothing is heard until the login is looked at.
        """
        unheard = update(Asset).where(Asset.id.in_(asset_ids)).values(hears_ads=False, hears_organic=False)
        await self._session.execute(unheard, execution_options=_APART)
        for table in (Comment, CommentAd, CommentDeed, CommentPost, CommentMark, RunningAd):
            await self._session.execute(delete(table).where(table.asset_id.in_(asset_ids)), execution_options=_APART)
        told_in = await self._erase_written()
        shows = or_(CommentNote.asset_id.in_(asset_ids), CommentNote.key.in_(told_in))
        heads_last = (
            CommentNote.kind == NoteKind.HEAD,
            CommentNote.key,
        )  # whoever posts a line locks it before its head
        await self._session.execute(locked(select(CommentNote.key).where(shows).order_by(*heads_last)))
        newer = update(CommentNote).where(shows).values(version=CommentNote.version + 1, sweep_at=self._now)
        await self._session.execute(newer, execution_options=_APART)

    async def _erase_written(self) -> Collection[str]:
        """Forget what they wrote under others' posts, where Meta names them there by the same id; return what tells of it.

        That something was there stays: it may be there at Meta still, and would be read anew.
        """
        written = list(await self._session.scalars(select(Comment).where(Comment.author_id == self._meta_user_id)))
        told_in = {each.told_in for each in written if each.told_in is not None}
        for each in written:
            about = (CommentDeed.asset_id == each.asset_id, CommentDeed.comment_id == each.comment_id)
            told_in |= {
                f"comments:deed:{deed}" for deed in await self._session.scalars(select(CommentDeed.id).where(*about))
            }
            await self._session.execute(update(CommentDeed).where(*about).values(text=""), execution_options=_APART)
            each.texts, each.author_id, each.author_name = [], None, None
            each.state = CommentState.GONE
        return told_in

    async def _erase_invites(self, invite_ids: Collection[str]) -> None:
        """Forget whom the invites named, and what was written there.

        A link that nobody used was for them alone, and would be good for any account now: it opens nothing any more, and
        `Invite.is_forgotten` from now on, whoever had revoked it before.
        """
        theirs = Invite.id.in_(invite_ids)
        unused = select(Invite).where(theirs, Invite.used_at.is_(None), Invite.revoked_at.is_(None))
        for invite in await self._session.scalars(unused):
            invite.revoked_at = self._now
            invite.version += 1
            self._note(invite, tag="meta:invite:revoked")
        named = update(Invite).where(theirs).values(name="–", username=None, revoked_by=None)
        await self._session.execute(named, execution_options=_APART)
        if not invite_ids:
            return
        written = or_(*(Notice.key.like(f"creator_%:{each}:%") for each in invite_ids))
        for notice in await self._session.scalars(select(Notice).where(written)):
            notice.about = {**notice.about, "text": ""}

    def _note(self, subject: AdCode | Invite, *, tag: str, why: str = "") -> None:
        self._session.add(
            AuditEntry(
                id=new_id(),
                workspace_id=subject.workspace_id,
                at=self._now,
                tag=tag,
                actor="meta",
                subject_id=subject.id,
                before={},
                after={},
                labels={},
                why=why,
            )
        )
