"""Workspaces, and the few questions that are asked across all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, delete, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from storage.batches import SEALED, Batch, BatchRow, Stage
from storage.comment_deeds import CommentDeed, DeedStage
from storage.comment_notes import CommentNote, CommentRules, NoteKind
from storage.comments import Comment, CommentRead, CommentState, Reading
from storage.digests import DigestRow
from storage.homes import Home
from storage.hooks import Hook, HookStage
from storage.ids import ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.influencers import Asset, Invite
from storage.letters import Letter, LetterState
from storage.logins import Connection, Life, Notice, SignIn, Way
from storage.names import KnownName
from storage.repositories.batches import sealed_of_nobody
from storage.repositories.erasing import Erasing
from storage.roles import GivenRole
from storage.sign_offs import SignOffRow
from storage.steps import Step, StepStage
from storage.tables import AuditEntry, Campaign, Message, Profile, Request, Workspace

_APART = {"synchronize_session": False}


class Workspaces:
    """Every workspace: for start-up and schedules only; a person's question goes through a workspace's own unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ensure(self, workspace_id: WorkspaceId, *, name: str, now: datetime) -> Workspace:
        """Find the workspace, or make it; its name follows Slack's."""
        workspace = await self._session.get(Workspace, workspace_id)
        if workspace is None:
            workspace = Workspace(id=workspace_id, name=name, created_at=now)
            self._session.add(workspace)
        workspace.name = name
        return workspace

    async def get(self, workspace_id: WorkspaceId) -> Workspace | None:
        """Return one workspace."""
        return await self._session.get(Workspace, workspace_id)

    async def only(self) -> Workspace | None:
        """Return the workspace if there is exactly one."""
        found = (await self._session.scalars(select(Workspace).limit(2))).all()
        return found[0] if len(found) == 1 else None

    async def profiles_due(self, *, before: datetime, limit: int) -> Sequence[Profile]:
        """Return profiles whose next look is due before that moment, the longest waiting first."""
        due = select(Profile).where(Profile.next_look_at < before).order_by(Profile.next_look_at).limit(limit)
        return (await self._session.scalars(due)).all()

    async def looks_under_way(self, *, since: datetime) -> int:
        """Return how many looks were begun since then and have not ended."""
        begun = select(func.count()).select_from(Profile).where(Profile.look_begun_at > since)
        return (await self._session.scalar(begun)) or 0

    async def homes_opened(self, *, since: datetime, limit: int) -> Sequence[Home]:
        """Return the Home tabs that were opened since then, the last one first."""
        opened = select(Home).where(Home.opened_at >= since).order_by(Home.opened_at.desc()).limit(limit)
        return (await self._session.scalars(opened)).all()

    async def businesses_of(self, profile_ids: Collection[ProfileId]) -> dict[ProfileId, str]:
        """Return the business of each of these profiles, as far as the login it uses named one."""
        in_use = (Way.profile_id == Profile.id) & (Way.connection_id == Profile.connection_id)
        named = select(Profile.id, Way.business_id).join(Way, in_use).where(Way.business_id.is_not(None))
        found = await self._session.execute(named.where(Profile.id.in_(profile_ids)))
        return {profile_id: business_id for profile_id, business_id in found if business_id}

    async def messages_unposted(self, *, now: datetime, limit: int) -> Sequence[Message]:
        """Return messages that should have been posted by now, the longest overdue first."""
        overdue = select(Message).where(Message.ts.is_(None), Message.sweep_at <= now)
        return (await self._session.scalars(overdue.order_by(Message.sweep_at).limit(limit))).all()

    async def cards_outdated(self, *, before: datetime, limit: int) -> Sequence[Request]:
        """Return requests whose posted card has not shown what changed before that moment."""
        outdated = (
            select(Request)
            .join(Message, Message.request_id == Request.id)
            .where(
                Message.key == literal("card:").concat(Request.id),  # one of its own: a list's card has many requests
                Message.ts.is_not(None),
                Message.shown_version < Request.version,
                Request.changed_at <= before,
            )
        )
        return (await self._session.scalars(outdated.order_by(Request.changed_at).limit(limit))).all()

    async def asks_stalled(self, *, now: datetime, limit: int) -> Sequence[Request]:
        """Return requests that should have been asked by now and that nobody wishes to end, the longest overdue first."""
        under_way = Request.state.in_(("queued", "checking", "unsure"))
        is_wanted = (Request.permission_id.is_(None), Request.ending_by.is_(None))
        stalled = select(Request).where(under_way, *is_wanted, Request.sweep_at <= now)
        return (await self._session.scalars(stalled.order_by(Request.sweep_at).limit(limit))).all()

    async def endings_stalled(self, *, now: datetime, limit: int) -> Sequence[Request]:
        """Return requests that somebody wished to end, and whose end should have come by now."""
        stalled = select(Request).where(Request.ending_by.is_not(None), Request.sweep_at <= now)
        return (await self._session.scalars(stalled.order_by(Request.sweep_at).limit(limit))).all()

    async def letters_stalled(self, *, now: datetime, limit: int) -> Sequence[Letter]:
        """Return letters that should have been sent by now, the longest overdue first."""
        stalled = select(Letter).where(Letter.state == LetterState.SENDING, Letter.sweep_at <= now)
        return (await self._session.scalars(stalled.order_by(Letter.sweep_at).limit(limit))).all()

    async def steps_stalled(self, *, now: datetime, limit: int) -> Sequence[Step]:
        """Return steps of workflows that should be further by now, the longest overdue first."""
        stalled = select(Step).where(Step.stage.in_([StepStage.BEGUN, StepStage.ENDING]), Step.sweep_at <= now)
        return (await self._session.scalars(stalled.order_by(Step.sweep_at).limit(limit))).all()

    async def forget_steps(self, *, before: datetime) -> None:
        """Delete the steps that were over at that time: a workflow has been told, and asks no more."""
        await self._session.execute(delete(Step).where(Step.stage == StepStage.DONE, Step.sweep_at < before))

    async def forget_lists(self, *, tried_before: datetime, confirmed_before: datetime) -> None:
        """Delete lists that nobody confirmed, and what is sealed in rows that asked nobody of those that somebody did."""
        old = select(Batch.id).where(Batch.stage == Stage.TRIED, Batch.made_at < tried_before)
        await self._session.execute(delete(BatchRow).where(BatchRow.batch_id.in_(old)), execution_options=_APART)
        await self._session.execute(delete(Batch).where(Batch.id.in_(old)), execution_options=_APART)
        done = select(Batch.id).where(Batch.stage != Stage.TRIED, Batch.confirmed_at < confirmed_before)
        faulty = select(BatchRow).where(BatchRow.batch_id.in_(done), *sealed_of_nobody())
        for row in await self._session.scalars(faulty):
            row.cells = {name: text for name, text in row.cells.items() if name != SEALED}

    async def campaigns(self) -> Sequence[Campaign]:
        """Return what every campaign keeps of its channel, and nothing else; closed ones too."""
        kept = load_only(
            Campaign.workspace_id,
            Campaign.channel_id,
            Campaign.channel_name,
            Campaign.channel_state,
            Campaign.is_private,
            Campaign.is_shared,
            raiseload=True,
        )
        return (await self._session.scalars(select(Campaign).options(kept).order_by(Campaign.id))).all()

    async def sign_offs_over(self, *, now: datetime, limit: int) -> Sequence[SignOffRow]:
        """Return sign-offs that nobody has settled and whose time is over, the longest over first."""
        over = select(SignOffRow).where(SignOffRow.stage == "open", SignOffRow.expires_at <= now)
        return (await self._session.scalars(over.order_by(SignOffRow.expires_at).limit(limit))).all()

    async def terms_due(self, *, now: datetime, limit: int) -> Sequence[Request]:
        """Return permissions of whose term somebody is to be told by now, the longest due first."""
        due = select(Request).where(Request.state == "approved", Request.term_at <= now)
        return (await self._session.scalars(due.order_by(Request.term_at).limit(limit))).all()

    async def nudges_due(self, *, now: datetime, limit: int) -> Sequence[Request]:
        """Return requests whose next nudge is due, or has to be thought about, the longest due first."""
        due = select(Request).where(Request.nudge_at <= now).order_by(Request.nudge_at).limit(limit)
        return (await self._session.scalars(due)).all()

    async def digests_due(self, *, now: datetime, limit: int) -> Sequence[Campaign]:
        """Return campaigns whose digest is due, the longest due first."""
        due = select(Campaign).where(Campaign.digest_at <= now).order_by(Campaign.digest_at).limit(limit)
        return (await self._session.scalars(due)).all()

    async def digests_unposted(self, *, now: datetime, limit: int) -> Sequence[DigestRow]:
        """Return digests that should have been posted by now, the longest overdue first."""
        overdue = select(DigestRow).where(DigestRow.ts.is_(None), DigestRow.sweep_at <= now)
        return (await self._session.scalars(overdue.order_by(DigestRow.sweep_at).limit(limit))).all()

    async def holders_of_roles(self) -> Sequence[tuple[WorkspaceId, PersonId]]:
        """Return every person who was given a role somewhere."""
        people = (
            select(GivenRole.workspace_id, GivenRole.holder_id).where(GivenRole.holder_id.not_like("S%")).distinct()
        )
        rows = await self._session.execute(people.order_by(GivenRole.workspace_id, GivenRole.holder_id))
        return [(workspace_id, PersonId(holder)) for workspace_id, holder in rows]

    async def connections_due(self, *, now: datetime, limit: int) -> Sequence[Connection]:
        """Return connections whose next check is due, the longest waiting first."""
        due = select(Connection).where(Connection.next_check_at <= now).order_by(Connection.next_check_at)
        return (await self._session.scalars(due.limit(limit))).all()

    async def connections_of(self, meta_user_id: str) -> Sequence[Connection]:
        """Return everything that one person at Meta granted, in whichever workspace."""
        theirs = select(Connection).where(Connection.meta_user_id == meta_user_id)
        return (await self._session.scalars(theirs.order_by(Connection.id))).all()

    async def unknown_grants(self) -> Sequence[Connection]:
        """Return the connections in use of which nobody knows whose they are."""
        unknown = select(Connection).where(Connection.meta_user_id.is_(None), Connection.life == Life.ALIVE)
        return (await self._session.scalars(unknown.order_by(Connection.id))).all()

    async def actors_unnamed(self, *, since: datetime, limit: int) -> Sequence[tuple[WorkspaceId, PersonId]]:
        """Return who in Slack has done something since that moment and has no name yet."""
        of_all = AuditEntry.workspace_id.in_(select(Workspace.id))  # so that the index by workspace and moment serves
        is_person = or_(AuditEntry.actor.like("U%"), AuditEntry.actor.like("W%"))
        is_known = exists().where(
            KnownName.workspace_id == AuditEntry.workspace_id, KnownName.subject_id == AuditEntry.actor
        )
        found = select(AuditEntry.workspace_id, AuditEntry.actor).distinct()
        found = found.where(of_all, AuditEntry.at >= since, is_person, ~is_known).limit(limit)
        return [(workspace_id, PersonId(actor)) for workspace_id, actor in await self._session.execute(found)]

    async def erase_person(
        self, meta_user_id: str, *, but: Collection[ConnectionId] = (), now: datetime, words: str
    ) -> int:
        """Erase what one person at Meta is called, in whichever workspace, and what they gave as a creator.

        What stands on the connections `but` stays. `words` say on ad codes why they are gone. Returns in how many places
        there was a name.
        """
        return await Erasing(self._session, meta_user_id, but=but, now=now).carry_out(words=words)

    async def notices_unsent(self, *, now: datetime, limit: int) -> Sequence[Notice]:
        """Return notices that should have been sent by now, the longest overdue first."""
        overdue = select(Notice).where(Notice.ts.is_(None), Notice.sweep_at <= now)
        return (await self._session.scalars(overdue.order_by(Notice.sweep_at).limit(limit))).all()

    async def invite_of(self, digest: str) -> Invite | None:
        """Return the invite of a link, by the digest of its token: whoever opens it does not say of which workspace."""
        return await self._session.scalar(select(Invite).where(Invite.digest == digest))

    async def assets_over(self, *, now: datetime, limit: int) -> Sequence[Asset]:
        """Return the influencer assets whose time is over and that were not ended yet, the longest over first."""
        over = select(Asset).where(Asset.ended_at.is_(None), Asset.ends_at <= now)
        return (await self._session.scalars(over.order_by(Asset.ends_at).limit(limit))).all()

    async def assets_monitoring(self, ig_ids: Collection[str], *, now: datetime) -> Sequence[Asset]:
        """Return whatever stands of those accounts and hears of comments, in whichever workspace."""
        stands = (Asset.ended_at.is_(None), Asset.ends_at > now, or_(Asset.hears_ads, Asset.hears_organic))
        found = select(Asset).where(Asset.ig_id.in_(ig_ids), *stands)
        return (await self._session.scalars(found.order_by(Asset.id))).all()

    async def assets_monitoring_pages(self, page_ids: Collection[str], *, now: datetime) -> Sequence[tuple[Asset, str]]:
        """Return whatever stands of accounts whose Page the app is on, and hears of comments; each with its Page's id."""
        stands = (Asset.ended_at.is_(None), Asset.ends_at > now, or_(Asset.hears_ads, Asset.hears_organic))
        found = select(Asset, Hook.page_id).join(Hook, Hook.asset_id == Asset.id).where(Hook.page_id.in_(page_ids))
        rows = await self._session.execute(found.where(Hook.stage == HookStage.ON, *stands).order_by(Asset.id))
        return [(asset, page_id) for asset, page_id in rows if page_id is not None]

    async def assets_to_read(self, *, now: datetime, limit: int) -> Sequence[Asset]:
        """Return what stands, hears of comments, and whose turn to be read back has come; new ones first."""
        turn = or_(CommentRead.next_at.is_(None), CommentRead.next_at <= now)
        stands = (Asset.ended_at.is_(None), Asset.ends_at > now, or_(Asset.hears_ads, Asset.hears_organic))
        found = select(Asset).outerjoin(CommentRead, CommentRead.asset_id == Asset.id).where(*stands, turn)
        return (
            await self._session.scalars(found.order_by(CommentRead.next_at.nulls_first(), Asset.id).limit(limit))
        ).all()

    async def assets_to_hook(self, *, now: datetime, limit: int) -> Sequence[Asset]:
        """Return assets of which it is to be looked at whether the app is on their Page; new ones first, then the longest due."""
        is_monitored = (Asset.ended_at.is_(None), Asset.ends_at > now, or_(Asset.hears_ads, Asset.hears_organic))
        is_new = and_(or_(Hook.asset_id.is_(None), Hook.stage == HookStage.OFF), Hook.next_at.is_(None), *is_monitored)
        found = select(Asset).outerjoin(Hook, Hook.asset_id == Asset.id).where(or_(is_new, Hook.next_at <= now))
        return (await self._session.scalars(found.order_by(Hook.next_at.nulls_first(), Asset.id).limit(limit))).all()

    async def assets_with_news(self, *, told_before: datetime, limit: int) -> Sequence[Asset]:
        """Return accounts with comments that their channel has not been told of, and whose last news is older than that."""
        is_recent = or_(CommentNote.ts.is_(None), CommentNote.created_at > told_before)
        told = exists().where(CommentNote.asset_id == Asset.id, CommentNote.kind == NoteKind.NEWS, is_recent)
        return (await self._session.scalars(_with_news().where(~told).order_by(Asset.id).limit(limit))).all()

    async def assets_with_news_to_sift(self, *, told_before: datetime, limit: int) -> Sequence[Asset]:
        """Return those whose turn is not yet, in campaigns with rules about comments."""
        of_news = (CommentNote.asset_id == Asset.id, CommentNote.kind == NoteKind.NEWS)
        waits = exists().where(*of_news, CommentNote.ts.is_(None))
        told = exists().where(*of_news, CommentNote.created_at > told_before)
        ruled = exists().where(CommentRules.campaign_id == Asset.campaign_id)
        found = _with_news().where(ruled, told, ~waits)
        return (await self._session.scalars(found.order_by(Asset.id).limit(limit))).all()

    async def comment_notes_unposted(self, *, now: datetime, limit: int) -> Sequence[CommentNote]:
        """Return messages about comments that should have been posted by now, the longest overdue first."""
        overdue = select(CommentNote).where(CommentNote.ts.is_(None), CommentNote.sweep_at <= now)
        overdue = overdue.where(CommentNote.kind != NoteKind.HEAD)  # it is posted with what follows it
        return (await self._session.scalars(overdue.order_by(CommentNote.sweep_at).limit(limit))).all()

    async def comment_deeds_stalled(self, *, now: datetime, limit: int) -> Sequence[CommentDeed]:
        """Return what is done with comments and should be over by now, the longest overdue first."""
        overdue = select(CommentDeed).where(CommentDeed.stage == DeedStage.WANTED, CommentDeed.sweep_at <= now)
        return (await self._session.scalars(overdue.order_by(CommentDeed.sweep_at).limit(limit))).all()

    async def comment_notes_outdated(self, *, now: datetime, limit: int) -> Sequence[CommentNote]:
        """Return posted messages about comments that do not show their newest version, the longest waiting first."""
        outdated = select(CommentNote).where(CommentNote.ts.is_not(None), CommentNote.sweep_at <= now)
        outdated = outdated.where(CommentNote.shown_version < CommentNote.version)
        return (await self._session.scalars(outdated.order_by(CommentNote.sweep_at).limit(limit))).all()

    async def comments_kept_for(self) -> Sequence[tuple[WorkspaceId, int]]:
        """Return for how many days each workspace keeps comments."""
        found = await self._session.execute(select(Workspace.id, Workspace.comment_days).order_by(Workspace.id))
        return [(workspace_id, days) for workspace_id, days in found]

    async def sign_in(self, sign_in_id: str) -> SignIn | None:
        """Return one sign-in, whose browser does not say of which workspace it is."""
        return await self._session.get(SignIn, sign_in_id)

    async def sign_ins_under_way(self, *, now: datetime) -> Sequence[SignIn]:
        """Return sign-ins that came back from Meta's dialog, and connected nothing yet."""
        came_back = select(SignIn).where(SignIn.ends_at > now, SignIn.sealed_token.is_not(None))
        return (await self._session.scalars(came_back.order_by(SignIn.id))).all()

    async def forget_sign_ins(self, *, before: datetime) -> None:
        """Remove sign-ins that ended before that moment, with what Meta told about them."""
        await self._session.execute(delete(SignIn).where(SignIn.ends_at < before))

    async def profile(self, profile_id: ProfileId) -> Profile | None:
        """Return one profile by id."""
        return await self._session.get(Profile, profile_id)


def _with_news() -> Select[Asset]:
    """Find accounts that stand, with comments that their channel has not been told of."""
    of_asset = Comment.asset_id == Asset.id
    may = (Comment.reading == Reading.LET, Comment.is_own.is_(False), Comment.state != CommentState.GONE)
    news = exists().where(of_asset, Comment.told_in.is_(None), *may)
    return select(Asset).where(Asset.ended_at.is_(None), news)
