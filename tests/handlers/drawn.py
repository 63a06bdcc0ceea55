"""Everything with an element that Slack sends to the app, drawn once: messages, windows and forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.batches.facts import BatchFacts
from bot.batches.trying import Trial
from bot.bulk.identity import Entry
from bot.bulk.table import Row
from bot.bulk.verdicts import Ready
from bot.comments.ruling import Rules
from bot.connections.leaving import Stake
from bot.influencers.readers import ReaderFacts
from bot.influencers.refused import MoreNeeded
from bot.influencers.ruling import RuledFacts
from bot.influencers.status import AssetState, InviteState
from bot.influencers.wishes import Rules as AssetRules
from bot.permissions.reading.lists import Page
from bot.permissions.reading.past import PAST_SHOWN, PastPage
from bot.permissions.record import TERM_OVER
from bot.permissions.status import State
from bot.permissions.terms.agreeing import Offer
from bot.policy import Role, Roles
from bot.slack.calls import UserGroup
from bot.tags.rows import Outcome
from handlers.bulk.card import draw_batch
from handlers.bulk.modal import draw_form as draw_import_form
from handlers.bulk.modal import draw_trial
from handlers.campaign.listing import ListMemory as CampaignsMemory
from handlers.campaign.listing import draw_list as draw_campaigns
from handlers.campaign.modal import Memory as CampaignMemory
from handlers.campaign.modal import draw_edit as draw_campaign_edit
from handlers.campaign.modal import draw_form as draw_campaign_form
from handlers.campaign.modal import draw_telling
from handlers.campaign.rules import draw_rules
from handlers.campaign.window import WindowMemory, draw_window
from handlers.comments.card import draw_comments
from handlers.comments.listing import draw_list as draw_comment_list
from handlers.comments.memory import ListMemory as CommentsMemory
from handlers.comments.modal import draw_assign, draw_reply
from handlers.comments.reader import draw_reader
from handlers.comments.rules import draw_rules as draw_comment_rules
from handlers.find.modal import draw_form as draw_find_form
from handlers.help.card import draw_window as draw_help_window
from handlers.home.card import draw_home
from handlers.invite.assets import MoveMemory, draw_assets
from handlers.invite.assets import draw_move as draw_asset_move
from handlers.invite.listing import ListMemory as InvitesMemory
from handlers.invite.listing import draw_invites
from handlers.invite.modal import FormMemory as InviteMemory
from handlers.invite.modal import draw_form as draw_invite_form
from handlers.invite.rules import RulesMemory, draw_asset_rules, draw_more_needed
from handlers.letters.card import draw_letter
from handlers.letters.several import draw_letters
from handlers.manage.listing import ListMemory, draw_list
from handlers.manage.modal import DetailMemory, Filter, draw_detail
from handlers.manage.moving import draw_move
from handlers.manage.past import draw_past
from handlers.posts.codes import draw_code, draw_collect
from handlers.posts.memory import CollectMemory, PostMemory
from handlers.posts.memory import ListMemory as PostsMemory
from handlers.posts.modal import draw_list as draw_posts
from handlers.posts.modal import draw_post
from handlers.posts.readiness import draw_readiness
from handlers.profiles.modal import ListMemory as ProfilesMemory
from handlers.profiles.modal import Way
from handlers.profiles.modal import draw_detail as draw_profile
from handlers.profiles.modal import draw_list as draw_profiles
from handlers.report.modal import Memory as ReportMemory
from handlers.report.modal import draw_form as draw_report_form
from handlers.request.card import draw_card
from handlers.request.history import draw_history
from handlers.request.memory import Choice, Form, Memory
from handlers.request.modal import draw_form
from handlers.settings.modal import RolesMemory, draw_role_form, draw_roles, draw_template_form, draw_usual_rules
from handlers.signing.modal import RefusalMemory, draw_refusal
from handlers.status.card import draw_status
from handlers.tags.modal import Memory as TagsMemory
from handlers.tags.modal import draw_form as draw_tags_form
from handlers.tags.modal import draw_round, draw_round_notice
from handlers.terms.modal import TermMemory, draw_term
from storage.batches import Stage
from storage.codes import CodeOrigin, CodeStage
from storage.ids import BatchId, CampaignId, ChannelId, PersonId, ProfileId, RequestId, SignOffId
from storage.influencers import Ending as AssetEnding
from storage.letters import LetterState
from storage.tags import TagStage, TagWish
from storage.wanted import Mark
from tests.handlers.builders import NOON, facts, history, home, letter, profile, sign_off
from tests.handlers.campaigns import campaign_facts, creators, standing
from tests.handlers.posts import CONNECTED, a_code, a_list, a_post, a_readiness, a_round, rows
from tests.words.creator_views import a_comment, a_comment_list, an_asset, an_invite, some_news, some_rules

MAILED = {"is_mail_set_up": True, "known_of": "maya.makes", "known_address": "m…@example.com"}
FORM = draw_form(Form(memory=Memory(has_campaigns=False, wants_message=True, **MAILED)))
LETTERS = [draw_letter(facts(), letter(state=state)).blocks for state in LetterState]
LETTERS.append(draw_letters([(facts(), letter()), (facts(), letter())]).blocks)
CAMPAIGN_FORM = draw_campaign_form(CampaignMemory(), of_channel=[])
CARDS = [
    *[draw_card(facts(state=state), NOON).blocks for state in State],
    draw_card(facts(state=State.FAILED, other_ig_id="901"), NOON).blocks,
    draw_card(facts(state=State.QUEUED, leaves_at=NOON), NOON).blocks,
]
REMINDER = draw_history(history(State.APPROVED, tag=TERM_OVER)).blocks
INVITE_FORM = draw_invite_form(InviteMemory(campaign=Choice(id="c1", text="Spring")))
READER = ReaderFacts(asset_id="a1", username="maya.makes", waiting=2, is_lacking=True, profiles=[])
RULED = RuledFacts(asset_id="a1", username="maya.makes", rules=AssetRules(hears_ads=True), profiles=[], is_agreed=True)
MOVE_FORM = draw_asset_move(MoveMemory(profile_id=ProfileId("p1"), name="northlight.skin"))
TERM = draw_term(
    Offer(creator_username="maya.makes", until=None, suggested=NOON.date()),
    memory=TermMemory(request_id=RequestId("r1")),
)
REFUSAL = draw_refusal(RefusalMemory(sign_off_id=SignOffId("s1")))
IMPORT_FORM = draw_import_form(Memory())
TRIAL = draw_trial(
    Trial(
        batch_id=BatchId("b1"),
        verdicts=[Ready(row=Row(number=1, creator="@maya.makes"), entry=Entry(handle="maya.makes"))],
        encoding=None,
        is_headed=False,
        unread=[],
        unused=[],
    )
)
BATCH_CARD = draw_batch(
    BatchFacts(
        batch_id=BatchId("b1"),
        stage=Stage.RUNNING,
        profile_username="northlight.skin",
        campaign_name="Spring",
        channel_id=ChannelId("C0SPRING"),
        asked_by=PersonId("U0ANA"),
        confirmed_at=NOON,
        wanted=1,
        faulty=1,
        outcomes={},
        states={},
        sign_off=sign_off(is_of_list=True),
    ),
    NOON,
)
ROLE_FORM = draw_role_form(
    Role.MANAGER, Roles(), groups=[UserGroup(id="S0TEAM", handle="team", name="Team")], memory=RolesMemory()
)
HERE = Mark(changed_at=NOON, request_id=RequestId("r1"))
FULL_PAGE = Page(rows=[facts()], before=HERE, after=HERE)
FORMS = (
    draw_move("maya.makes", memory=DetailMemory(request_id=RequestId("r1"))),
    draw_list(FULL_PAGE, memory=ListMemory(chosen=Filter.OPEN)),
    FORM,
    CAMPAIGN_FORM,
    draw_campaign_edit(campaign_facts()),
    draw_telling(campaign_facts()),
    draw_rules(campaign_facts()),
    ROLE_FORM,
    draw_template_form("Hi"),
    draw_usual_rules(campaign_facts()),
    IMPORT_FORM,
    TRIAL,
    REFUSAL,
    draw_report_form(ReportMemory()),
    draw_find_form(),
    TERM,
    draw_tags_form(TagsMemory()),
    draw_collect(CollectMemory()),
    INVITE_FORM,
    MOVE_FORM,
    draw_asset_rules(RULED),
    draw_reply(a_comment()),
    draw_assign(a_comment()),
    draw_comment_rules(some_rules(Rules(), looked_at=1)),
)
POST_MEMORY = PostMemory.of(a_post(), profile_id=facts().profile_id, campaign_id=CampaignId("c1"))
POST_WINDOWS = [
    draw_posts(a_list([a_post(number) for number in range(30)]), memory=PostsMemory(offset=8)),
    *[
        draw_post(each, memory=POST_MEMORY, profile="northlight.skin")
        for each in (a_post(), *(a_post(connected=each) for each in CONNECTED), a_post(code=a_code()))
    ],
    draw_code(a_code(origin=CodeOrigin.MADE), now=NOON),
    draw_code(a_code(stage=CodeStage.UNSURE), now=NOON),
    draw_readiness(a_readiness()),
]
TAG_WINDOWS = [
    draw_round(a_round(rows(Outcome.APPROVED) + rows(Outcome.NOT_APPROVED))),
    draw_round(a_round(rows(Outcome.UNDECIDED), wish=TagWish.APPROVE, stage=TagStage.REFUSED)),
    draw_round_notice(a_round()).blocks,
]
CAMPAIGN_WINDOW = WindowMemory(campaign_id=CampaignId("c1"))
DRAWN: list[Any] = [
    *FORMS,
    BATCH_CARD.blocks,
    *CARDS,
    REMINDER,
    *LETTERS,
    *TAG_WINDOWS,
    *POST_WINDOWS,
    draw_window(campaign_facts(), creators(10, offset=10, total=30), memory=CAMPAIGN_WINDOW),
    draw_window(campaign_facts(closed_at=NOON), creators(), memory=CAMPAIGN_WINDOW),
    draw_campaigns([standing()], has_more=True, memory=CampaignsMemory()),
    draw_roles(Roles(everybody=Role.REQUESTER), memory=RolesMemory(), comment_days=90),
    draw_status(FULL_PAGE, head="1", hint="", links={}, memory=ListMemory(), as_of=NOON).blocks,
    draw_detail(facts(), as_of=NOON),
    draw_past(PastPage(request=facts(), entries=(), skipped=PAST_SHOWN, is_more=True)),
    draw_help_window(),
    draw_invites(
        [an_invite(InviteState.OPEN)], memory=InvitesMemory(campaign_id=CampaignId("c1")), campaign="Spring", as_of=NOON
    ),
    draw_assets(
        [
            replace(an_asset(AssetState.MONITORING), lacks_reader=True),
            an_asset(AssetState.EXPIRED, ending=AssetEnding.EXPIRED, number=2),
        ],
        as_of=NOON,
    ),
    draw_more_needed(MoreNeeded("maya.makes"), memory=RulesMemory(asset_id="a1")),
    draw_reader(READER, way=Way(link="https://greenlight.example/x")),
    draw_comments(some_news(count=40, matched=1, most=30)).blocks,
    draw_comment_list(a_comment_list(), memory=CommentsMemory(campaign_id=CampaignId("c1"))),
    draw_home(home(open_=[facts()], has_profiles=False)),
    draw_profiles([profile()], way=Way(link="https://greenlight.example/x"), memory=ProfilesMemory(), as_of=NOON),
    draw_profile(profile(), way=Way(link="https://greenlight.example/x"), stake=Stake(open=1, approved=1), as_of=NOON),
]


def elements(shown: Any, *, sends: bool = True) -> Iterator[tuple[dict[str, Any], bool]]:
    """Go through everything with an action id, with whether using it is sent to the app at once."""
    if isinstance(shown, dict):
        if shown.get("type") == "input":
            sends = bool(shown.get("dispatch_action"))
        if "action_id" in shown:
            yield shown, sends
        for value in shown.values():
            yield from elements(value, sends=sends)
    if isinstance(shown, list):
        for each in shown:
            yield from elements(each, sends=sends)
