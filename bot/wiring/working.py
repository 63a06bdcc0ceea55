"""The durable work: every workflow, queue and schedule is registered here, before the engine starts."""

from __future__ import annotations

from bot.batches.settling import Settling
from bot.campaigns.leavers import Leavers
from bot.campaigns.moving import Moving
from bot.campaigns.telling import AboutCampaigns
from bot.codes.carrying import CarryingCodes
from bot.codes.checking import CheckingCodes
from bot.comments.catching_up import CatchingUp
from bot.comments.doing import DoingWithComments
from bot.comments.gathering import GatheringComments
from bot.comments.hearing import Hearing
from bot.comments.hooking import Hooking
from bot.comments.telling import TellingComments
from bot.connections.checking import Checking
from bot.connections.giving_back import GivingBack
from bot.connections.telling import AboutLogins
from bot.influencers.telling import AboutCreators
from bot.letters.sending import SendingLetters
from bot.letters.showing import ShowingLetters
from bot.notices.telling import Noticing
from bot.permissions.asking.attempt import Attempting
from bot.permissions.sweep import Sweeping
from bot.permissions.terms.reminding import Reminding
from bot.posts.telling import AboutDeeds, AboutTags
from bot.queues import QUEUES
from bot.services import Services
from bot.settings import hears_of_comments, mail_server
from bot.steps.completing import CompletingSteps
from bot.tags.carrying import Carrying as CarryingTags
from bot.wiring.listening import draw_code_now, naming_of
from bot.wiring.outside import Outside, utc_now
from bot.wiring.sharing import Shared
from handlers.campaign.notice import draw_news
from handlers.comments.card import draw_comments
from handlers.invite.notice import draw_creator_news
from handlers.posts.codes import draw_deed_notice
from handlers.profiles.notice import draw_notice
from handlers.request.card import draw_history
from handlers.tags.modal import draw_round, draw_round_notice


def register(outside: Outside, shared: Shared, services: Services) -> None:
    """Register what listeners begin, and what begins by itself."""
    for queue in QUEUES:
        outside.engine.queue(queue)
    means, logins, patient = shared.permissions, shared.logins, outside.patient
    hooking = Hooking(logins, is_heard=hears_of_comments(outside.settings))
    for use_case in (
        services.withdrawing,
        services.syncing,
        services.telling,
        services.carrying,
        services.deciding,
        services.chasing,
        services.steps,
        services.channels,
        services.reporting,
        services.digesting,
        services.homes,
        services.promoting,
        services.ending_assets,
        services.keeping_comments,
        Attempting(means),
        Settling(means, asking=services.asking),
        Reminding(means),
        Sweeping(means),
        SendingLetters(means, server=mail_server(outside.settings)),
        ShowingLetters(means, slack=patient, draw_history=draw_history),
        CompletingSteps(means, slack=patient, functions=outside.functions, plain=outside.plain),
        Moving(shared.campaigns),
        Leavers(shared.campaigns, slack=patient),
        naming_of(outside),
        CarryingTags(shared.posts, draw=draw_round),
        CarryingCodes(shared.posts, draw=draw_code_now),
        CheckingCodes(shared.posts, draw=draw_code_now),
        Checking(logins),
        GivingBack(logins, parting=hooking.part),
        _noticing(outside, shared),
        Hearing(storage=outside.storage, engine=outside.engine, now=utc_now),
        CatchingUp(logins),
        hooking,
        GatheringComments(logins),
        DoingWithComments(shared.creators),
        TellingComments(logins, patient=patient, draw=draw_comments),
    ):
        use_case.register()


def _noticing(outside: Outside, shared: Shared) -> Noticing:
    return Noticing(
        storage=outside.storage,
        engine=outside.engine,
        slack=outside.patient,
        people=shared.people,
        subjects=[
            AboutLogins(shared.logins, draw=draw_notice),
            AboutCampaigns(draw=draw_news),
            AboutTags(draw=draw_round_notice),
            AboutCreators(shared.creators, draw=draw_creator_news),
            AboutDeeds(draw=draw_deed_notice),
        ],
        now=utc_now,
    )
