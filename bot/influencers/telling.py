"""What a campaign's channel is told of creators' connections, each thing once."""

from __future__ import annotations

from bot.influencers.facts import (
    AnsweredFacts,
    CodeDoneFacts,
    CreatorFacts,
    DrawCreatorNews,
    EndedFacts,
    JoinedFacts,
    asset_facts,
)
from bot.influencers.means import InfluencerMeans
from bot.influencers.notices import Kind
from bot.notices.telling import Whom
from bot.slack.calls import Words
from storage.codes import CodeStage
from storage.ids import CampaignId, PersonId
from storage.influencers import Ending
from storage.logins import Notice
from storage.unit_of_work import UnitOfWork


class AboutCreators:
    """The subject of these notices."""

    kinds = frozenset(Kind)

    def __init__(self, means: InfluencerMeans, *, draw: DrawCreatorNews) -> None:
        self._means = means
        self._draw = draw

    async def facts(self, uow: UnitOfWork, notice: Notice) -> CreatorFacts | None:
        """Gather what there is to say; None when it is gone."""
        about, kind = notice.about, Kind(notice.kind)
        if kind in (Kind.DECLINED, Kind.ASKED):
            invite = await uow.invites.get(about["invite"])
            if invite is None:
                return None
            return AnsweredFacts(
                name=invite.name, is_decline=kind is Kind.DECLINED, text=about["text"], made_by=invite.made_by
            )
        if kind is Kind.CODE:
            code = await uow.codes.get(about["code"])
            if code is None:
                return None
            is_made = CodeStage(about["stage"]) is CodeStage.LIVE
            return CodeDoneFacts(username=code.creator_username, permalink=code.permalink, is_made=is_made)
        asset = await uow.assets.get(about["asset"])
        if asset is None:
            return None
        if kind is Kind.ENDED:
            ending = asset.ending or Ending.EXPIRED
            return EndedFacts(username=asset.username, name=asset.name, ending=ending, words=asset.words)
        invite = await uow.invites.get(asset.invite_id) if asset.invite_id else None
        facts = await asset_facts(uow, asset, now=self._means.logins.now())
        return JoinedFacts(
            username=facts.username,
            name=facts.name,
            state=facts.state,
            ends_at=facts.ends_at,
            made_by=invite.made_by if invite is not None else None,
        )

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Say which channel hears it: the campaign's, wherever that is by now."""
        campaign = await uow.campaigns.get(CampaignId(notice.about["campaign"]))
        return Whom(candidates=(), else_admin=False, channel=campaign.channel_id if campaign is not None else None)

    def waits(self, notice: Notice, facts: CreatorFacts) -> bool:
        """Nothing is waited for."""
        return False

    def draw(self, facts: CreatorFacts, *, to: PersonId | None) -> Words:
        """Draw the message."""
        return self._draw(facts)
