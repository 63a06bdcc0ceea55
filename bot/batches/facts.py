"""What there is to say about a list: the facts that its card is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.permissions.signing.waiting import SignOffFacts, waiting_of
from bot.permissions.status import State
from bot.slack.calls import Words
from storage.batches import Batch, Outcome, Stage
from storage.ids import BatchId, ChannelId, PersonId
from storage.repositories.messages import card_key
from storage.unit_of_work import UnitOfWork

NOT_SENT = frozenset({State.SIGNING, State.QUEUED, State.CHECKING})
"""States of requests that Meta was not asked about to the end."""


@dataclass(frozen=True, kw_only=True)
class BatchFacts:
    """One list that was confirmed, as a person should see it."""

    batch_id: BatchId
    stage: Stage
    profile_username: str
    campaign_name: str
    channel_id: ChannelId
    asked_by: PersonId
    confirmed_at: datetime
    wanted: int
    """Creators that were to be asked."""
    faulty: int
    """Rows that could not be used as they were."""
    outcomes: Mapping[Outcome | None, int]
    """What became of those rows; None is still to be taken in."""
    states: Mapping[State, int]
    """Where the requests of this list stand; only states that some have."""
    moved_to: ChannelId | None = None
    """Where its campaign is by now, if not in the channel of its card."""
    is_left_behind: bool = False
    """Its campaign is in a private channel by now, and its card stayed where others read it."""
    leaves_at: datetime | None = None
    """Until then its requests are held back, and can be undone together."""
    sign_off: SignOffFacts | None = None
    """It waits for a second person."""
    end_words: str | None = None
    """Why nobody of it is asked any more."""

    @property
    def sent(self) -> int:
        """How many are through: asked, or known not to be asked."""
        return self.wanted - self.outcomes.get(None, 0) - sum(self.states.get(state, 0) for state in NOT_SENT)

    @property
    def failed(self) -> int:
        """How many rows somebody has to mend before these creators can be asked."""
        return self.faulty + self.outcomes.get(Outcome.REFUSED, 0) + self.states.get(State.FAILED, 0)

    @property
    def is_through(self) -> bool:
        """Whether nothing is left to be sent."""
        return self.sent == self.wanted


DrawBatch = Callable[[BatchFacts, datetime], Words]
"""Draws the card of a list as of a moment."""


async def batch_facts_of(uow: UnitOfWork, batch: Batch) -> BatchFacts:
    """Gather the facts of one list that was confirmed, by counting."""
    profile = await uow.profiles.get(batch.profile_id)
    campaign = await uow.campaigns.get(batch.campaign_id)
    assert profile is not None, "a list's profile is never deleted"
    assert campaign is not None, "a list's campaign is never deleted"
    card = await uow.messages.get(card_key(batch.id))
    moved_to = campaign.channel_id if card is not None and card.channel_id != campaign.channel_id else None
    outcomes = await uow.batches.outcomes(batch.id)
    states = await uow.batches.states(batch.id)
    return BatchFacts(
        batch_id=batch.id,
        stage=batch.stage,
        profile_username=profile.username,
        campaign_name=campaign.name,
        channel_id=campaign.channel_id,
        asked_by=batch.made_by,
        confirmed_at=batch.confirmed_at or batch.made_at,
        wanted=sum(outcomes.values()),
        faulty=(await uow.batches.verdicts(batch.id)).get("faulty", 0),
        outcomes=outcomes,
        leaves_at=batch.leaves_at,
        sign_off=await waiting_of(uow, batch, campaign=campaign),
        end_words=batch.end_words,
        states={state: states[state] for state in State if states.get(state)},
        moved_to=moved_to,
        is_left_behind=moved_to is not None and campaign.is_private,
    )
