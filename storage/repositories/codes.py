"""Ad codes, and the campaigns that use them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.codes import STANDING_STAGES, AdCode, CodeUse
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.repositories.locking import locked
from storage.repositories.taken import is_taken
from storage.sight import Sight
from storage.tables import Campaign


class Codes:
    """The ad codes of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add_unless_there(self, code: AdCode) -> bool:
        """Add a code; return False, and add nothing, when its post has one, or may have one. The database decides."""
        code.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(code)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    async def get(self, code_id: str, *, lock: bool = False) -> AdCode | None:
        """Return one code; `lock` keeps others from changing it until the commit."""
        found = self._ours().where(AdCode.id == code_id)
        return await self._session.scalar(locked(found) if lock else found)

    async def of_post(self, post_key: str, *, lock: bool = False) -> AdCode | None:
        """Return the code that a post has, or may have."""
        found = self._standing().where(AdCode.post_key == post_key)
        return await self._session.scalar(locked(found) if lock else found)

    async def of_posts(self, post_keys: Collection[str], *, sight: Sight) -> dict[str, AdCode]:
        """Return the codes of several posts that are there for a person, by post."""
        if not post_keys:
            return {}
        found = self._standing().where(AdCode.post_key.in_(post_keys), _seen(sight))
        return {each.post_key: each for each in await self._session.scalars(found)}

    async def of_campaign(self, campaign_id: CampaignId) -> Sequence[AdCode]:
        """Return the codes that a campaign uses, the newest first."""
        found = self._standing().join(CodeUse, CodeUse.code_id == AdCode.id).where(CodeUse.campaign_id == campaign_id)
        return (await self._session.scalars(found.order_by(AdCode.got_at.desc(), AdCode.id))).all()

    async def of_creator(self, creator_ig_id: str, *, post_keys: Collection[str]) -> Sequence[AdCode]:
        """Return the codes of posts that are one creator's, whoever may see them: for the creator alone.

        A code that somebody typed in may not say yet whose post it is of.
        """
        theirs = or_(AdCode.creator_ig_id == creator_ig_id, AdCode.creator_ig_id.is_(None))
        found = self._standing().where(AdCode.post_key.in_(post_keys), theirs)
        return (await self._session.scalars(found.order_by(AdCode.got_at.desc(), AdCode.id))).all()

    async def is_seen(self, code_id: str, *, sight: Sight) -> bool:
        """Tell whether a code is there for a person."""
        return await self._session.scalar(self._ours().where(AdCode.id == code_id, _seen(sight))) is not None

    async def use(self, code: AdCode, *, campaign_id: CampaignId, by: PersonId | None, at: datetime) -> bool:
        """Note that a campaign uses a code; return False where it does already."""
        if await self._session.get(CodeUse, (code.id, campaign_id)) is not None:
            return False
        use = CodeUse(code_id=code.id, campaign_id=campaign_id, by=by, used_at=at)
        use.workspace_id = self._workspace_id
        self._session.add(use)
        await self._session.flush()
        return True

    async def users_of(self, code_id: str, *, sight: Sight | None = None) -> Sequence[Campaign]:
        """Return the campaigns that use a code, by name: all, or those there for a person."""
        found = select(Campaign).join(CodeUse, CodeUse.campaign_id == Campaign.id)
        found = found.where(CodeUse.workspace_id == self._workspace_id, CodeUse.code_id == code_id)
        if sight is not None:
            found = found.where(sight.campaigns())
        return (await self._session.scalars(found.order_by(Campaign.name))).all()

    def _ours(self) -> Select[AdCode]:
        return select(AdCode).where(AdCode.workspace_id == self._workspace_id)

    def _standing(self) -> Select[AdCode]:
        return self._ours().where(AdCode.stage.in_(STANDING_STAGES))


def _seen(sight: Sight) -> ColumnElement[bool]:
    """Match codes that a campaign uses which is there for the person; one that none uses is every member's to see."""
    by_theirs = exists().where(CodeUse.code_id == AdCode.id, Campaign.id == CodeUse.campaign_id, sight.campaigns())
    if sight.is_outsider:
        return by_theirs
    return or_(by_theirs, ~exists().where(CodeUse.code_id == AdCode.id))
