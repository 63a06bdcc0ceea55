"""What there is to say about a request: the facts that cards, threads and lists are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.campaigns.rules import rules_of
from bot.letters.facts import LetterFacts, letter_facts
from bot.permissions.nudging.expecting import planned
from bot.permissions.nudging.rules import Due
from bot.permissions.signing.waiting import SignOffFacts, waiting_of, waiting_of_all
from bot.permissions.status import State
from bot.permissions.terms.lasting import term_of
from bot.slack.calls import Words
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId
from storage.letters import Letter
from storage.tables import AuditEntry, Campaign, Health, Message, Origin, Profile, Request
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """One request as a person should see it."""

    request_id: RequestId
    state: State
    state_words: str | None
    meta_status: str | None
    creator_username: str
    profile_id: ProfileId
    profile_username: str
    profile_health: Health
    profile_health_words: str | None
    unreadable_since: datetime | None
    campaign_id: CampaignId | None
    campaign_name: str | None
    origin: Origin
    asked_by: PersonId | None
    asked_at: datetime
    changed_at: datetime
    answered_at: datetime | None
    last_checked_at: datetime | None
    is_ending: bool
    """Somebody asked to cancel or revoke it, and Meta has not confirmed it yet."""
    letter: LetterFacts | None = None
    """The newest letter to the creator."""
    channel_id: ChannelId | None
    card_ts: str | None
    other_ig_id: str | None = None
    """Whose the handle turned out to be: a person has to say whether that account is meant."""
    moved_to: ChannelId | None = None
    """Where its campaign is by now, if not in the channel of its card."""
    is_left_behind: bool = False
    """Its campaign is in a private channel by now, and its card stayed where others read it."""
    leaves_at: datetime | None = None
    """Until then it is held back and can be undone: the ask, or where it is being ended the revoke."""
    sign_off: SignOffFacts | None = None
    """What about it waits for a second person."""
    until: date | None = None
    """The last day of its use."""
    ends_at: datetime | None = None
    """When that day is over, in the zone of its campaign."""
    nudges: int = 0
    """How often the creator was nudged."""
    nudged_at: datetime | None = None
    """When the newest step about a creator who does not answer was taken."""
    is_handed_off: bool = False
    """A person has taken over."""
    next_nudge: Due | None = None
    """What is done next about a creator who does not answer."""
    is_as_found: bool = False
    """It stands as it was found at Meta, which does not say since when."""


@dataclass(frozen=True, kw_only=True)
class HistoryFacts:
    """One line of a request's history, to be told in its thread."""

    request: RequestFacts
    tag: str
    actor: str
    at: datetime
    why: str
    to_state: State
    called: PersonId | None = None
    """Who is mentioned."""
    letter: LetterFacts | None = None
    """The letter it is about."""
    together: Sequence[tuple[RequestFacts, LetterFacts]] = ()
    """The letters that one entry tells of, where these are several: to creators of one list."""
    is_the_same: bool = False
    """The state was so before already: Meta has confirmed it, or there is another reason."""


DrawCard = Callable[[RequestFacts, datetime], Words]
"""Draws a card as of a moment."""
DrawHistory = Callable[[HistoryFacts], Words]


async def facts_of(uow: UnitOfWork, request: Request) -> RequestFacts:
    """Gather the facts of one request."""
    profile = await uow.profiles.get(request.profile_id)
    assert profile is not None, "a request's profile is never deleted"
    campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
    card, letter = await uow.messages.card_for(request), await uow.letters.newest_of(request.id)
    sign_off = await waiting_of(uow, request, campaign=campaign)
    return gathered(request, profile=profile, campaign=campaign, card=card, sign_off=sign_off, letter=letter)


async def facts_of_all(uow: UnitOfWork, requests: Sequence[Request]) -> list[RequestFacts]:
    """Gather the facts of many requests in a few questions, however many they are."""
    profiles = await uow.profiles.of_ids({each.profile_id for each in requests})
    campaigns = await uow.campaigns.of_ids({each.campaign_id for each in requests if each.campaign_id})
    cards = await uow.messages.cards_for(requests)
    sign_offs = await waiting_of_all(uow, requests)
    return [
        gathered(
            each,
            profile=profiles[each.profile_id],
            campaign=campaigns[each.campaign_id] if each.campaign_id else None,
            card=cards.get(each.id),
            sign_off=sign_offs.get(each.id),
        )
        for each in requests
    ]


def gathered(
    request: Request,
    *,
    profile: Profile,
    campaign: Campaign | None,
    card: Message | None,
    sign_off: SignOffFacts | None = None,
    letter: Letter | None = None,
) -> RequestFacts:
    """Put the facts of one request together from its rows."""
    moved_to = campaign.channel_id if campaign and card and campaign.channel_id != card.channel_id else None
    return RequestFacts(
        request_id=request.id,
        state=State(request.state),
        state_words=request.state_words,
        meta_status=request.meta_status,
        creator_username=request.creator_username,
        profile_id=profile.id,
        profile_username=profile.username,
        profile_health=Health(profile.health),
        profile_health_words=profile.health_words,
        unreadable_since=profile.unreadable_since,
        campaign_id=campaign.id if campaign else None,
        campaign_name=campaign.name if campaign else None,
        origin=Origin(request.origin),
        asked_by=request.asked_by,
        asked_at=request.asked_at,
        changed_at=request.changed_at,
        is_as_found=request.is_as_found,
        answered_at=request.answered_at,
        last_checked_at=request.last_checked_at,
        is_ending=request.ending_by is not None,
        letter=letter_facts(letter) if letter else None,
        other_ig_id=request.other_ig_id,
        channel_id=card.channel_id if card else None,
        card_ts=card.ts if card else None,
        moved_to=moved_to,
        is_left_behind=moved_to is not None and campaign is not None and campaign.is_private,
        leaves_at=request.leaves_at,
        sign_off=sign_off,
        until=request.until,
        ends_at=_ends_at(request, campaign),
        nudges=request.nudges,
        nudged_at=request.nudged_at,
        is_handed_off=request.is_handed_off,
        next_nudge=planned(request, campaign=campaign),
    )


async def letters_told(uow: UnitOfWork, letter: Letter, request: Request) -> Sequence[tuple[RequestFacts, LetterFacts]]:
    """Gather the letters of the entry that one of them is told in; none where it is alone there."""
    letters = await uow.letters.told_with(letter, request) if letter.told_key is not None else ()
    if len(letters) < 2:
        return ()
    requests = await facts_of_all(uow, await uow.requests.of_ids([each.request_id for each in letters]))
    found = {each.request_id: each for each in requests}
    return [(found[each.request_id], letter_facts(each)) for each in letters]


def history_of(
    entry: AuditEntry,
    request: RequestFacts,
    *,
    called: PersonId | None,
    letter: LetterFacts | None = None,
    together: Sequence[tuple[RequestFacts, LetterFacts]] = (),
) -> HistoryFacts:
    """Put one line of history together; `called` is who is mentioned."""
    return HistoryFacts(
        request=request,
        tag=entry.tag,
        actor=entry.actor,
        at=entry.at,
        why=entry.why,
        to_state=State(entry.after.get("state") or request.state),
        called=called,
        letter=letter,
        together=together,
        is_the_same=entry.before.get("state") == entry.after.get("state"),
    )


def _ends_at(request: Request, campaign: Campaign | None) -> datetime | None:
    term = term_of(request, rules=rules_of(campaign)) if campaign is not None and request.until is not None else None
    return term.ends_at() if term is not None else None
