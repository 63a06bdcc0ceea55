"""What is drawn of invites and of creators' accounts, once for each way it can look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.comments.batching import SHOWN, News
from bot.comments.facts import (
    CommentFacts,
    DeedFacts,
    EditsFacts,
    EndFacts,
    ForgottenFacts,
    HeadFacts,
    NewsFacts,
    UnreadFacts,
)
from bot.comments.listing import CommentList
from bot.comments.ruling import MOST_COUNTED, FloodFacts, Rules, RulesFacts
from bot.influencers.facts import (
    AnsweredFacts,
    AssetFacts,
    CodeDoneFacts,
    CreatorFacts,
    EndedFacts,
    InviteFacts,
    JoinedFacts,
    MonitoredFacts,
)
from bot.influencers.inviting import MadeInvite
from bot.influencers.readers import ReaderFacts
from bot.influencers.refused import MoreNeeded
from bot.influencers.ruling import RuledFacts
from bot.influencers.status import AssetState, InviteState
from bot.influencers.trying import MOST_TRIED, TriedFacts
from bot.influencers.wishes import Rules as InviteRules
from handlers.comments.card import draw_comments
from handlers.comments.listing import draw_list
from handlers.comments.memory import ListMemory
from handlers.comments.modal import draw_assign, draw_reply
from handlers.comments.reader import draw_reader
from handlers.comments.rules import draw_rules
from handlers.invite.assets import MoveMemory, draw_assets, draw_move
from handlers.invite.listing import ListMemory as InvitesMemory
from handlers.invite.listing import draw_invites
from handlers.invite.modal import FormMemory, draw_form, draw_made
from handlers.invite.notice import draw_creator_news
from handlers.invite.rules import RulesMemory, draw_asset_rules, draw_more_needed
from handlers.profiles.modal import Way
from handlers.request.memory import Choice
from storage.comment_deeds import AT_META, DeedKind, DeedStage
from storage.hooks import Lack
from storage.ids import CampaignId, PersonId, ProfileId
from storage.influencers import Ending
from storage.wanted import CommentPlace
from tests.words.given import NUMBER, Drawing

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANA = PersonId("U0ANA")
SPRING = CampaignId("c1")
ALL = MonitoredFacts(
    hears_ads=True,
    hears_organic=True,
    profiles=["northlight.skin"],
    domains=["1.2"],
    link_contains="3",
    caption_contains="4",
)
SOME_RULES = InviteRules(
    hears_ads=True,
    hears_organic=True,
    profile_ids=("p1",),
    domains=("1.2",),
    link_contains="3",
    caption_contains="4",
)
NOTHING = MonitoredFacts(
    hears_ads=False, hears_organic=False, profiles=[], domains=[], link_contains="", caption_contains=""
)


def creator_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    for campaign in (None, Choice(id=SPRING, text=NUMBER)):
        yield "invite/modal:draw_form", partial(draw_form, FormMemory(campaign=campaign))
    made = MadeInvite(facts=an_invite(InviteState.OPEN), link="1")
    yield "invite/modal:draw_made", partial(draw_made, made)
    for count in (0, 1, 40):
        ways = list(itertools.product(InviteState, (None, NOON)))[:10] * count
        invites = [an_invite(state, opened=opened, number=number) for number, (state, opened) in enumerate(ways)]
        invites += [replace(an_invite(InviteState.REVOKED, number=11), is_forgotten=True)] * count
        listed = partial(draw_invites, invites, memory=InvitesMemory(campaign_id=SPRING), campaign=NUMBER, as_of=NOON)
        yield "invite/listing:draw_invites", listed
        stands = list(itertools.product(AssetState, (None, *Ending))) * count
        assets = [an_asset(state, ending=ending, number=number) for number, (state, ending) in enumerate(stands)]
        yield "invite/assets:draw_assets", partial(draw_assets, assets, as_of=NOON)
        yield "invite/assets:draw_assets", partial(draw_assets, heard_somehow(), as_of=NOON)
    yield "invite/assets:draw_assets", partial(draw_assets, [], as_of=NOON, note="1")
    moved = MoveMemory(profile_id=ProfileId("p1"), name="northlight.skin")
    for chosen in (None, Choice(id=SPRING, text=NUMBER)):
        yield "invite/assets:draw_move", partial(draw_move, moved, campaign=chosen)
    for held, profiles, is_agreed in ((InviteRules(), [], False), (SOME_RULES, [(ProfileId("p1"), NUMBER)], True)):
        ruled = RuledFacts(asset_id="a1", username="maya.makes", rules=held, profiles=profiles, is_agreed=is_agreed)
        yield "invite/rules:draw_asset_rules", partial(draw_asset_rules, ruled)
        for let, out, unknown in ((0, 0, 0), (1, 0, 1), (MOST_TRIED, 2, 3)):
            tried = some_tried(let=let, out=out, unknown=unknown)
            yield "invite/rules:draw_asset_rules", partial(draw_asset_rules, replace(ruled, tried=tried))
    yield (
        "invite/rules:draw_more_needed",
        lambda: draw_more_needed(MoreNeeded("maya.makes"), memory=RulesMemory(asset_id="a1", rules=SOME_RULES)),
    )
    told: list[CreatorFacts] = [
        JoinedFacts(username="maya.makes", name=NUMBER, state=state, ends_at=NOON, made_by=by)
        for state, by in itertools.product(AssetState, (None, ANA))
    ]
    told += [
        AnsweredFacts(name=NUMBER, is_decline=is_decline, text=text, made_by=ANA)
        for is_decline, text in itertools.product((True, False), ("", "12"))
    ]
    told += [EndedFacts(username="maya.makes", name=NUMBER, ending=each, words="21") for each in Ending]
    told += [
        CodeDoneFacts(username="maya.makes", permalink=permalink, is_made=is_made)
        for permalink, is_made in itertools.product((None, "https://www.instagram.com/p/1/"), (True, False))
    ]
    for each in told:
        yield "invite/notice:draw_creator_news", partial(draw_creator_news, each)
    yield "comments/card:draw_comments", partial(draw_comments, HeadFacts(username="1", name=NUMBER, campaign=NUMBER))
    yield "comments/card:draw_comments", partial(draw_comments, ForgottenFacts())
    for waiting in (0, 1, 2):
        unread = UnreadFacts(asset_id="a1", username="maya.makes", waiting=waiting)
        yield "comments/card:draw_comments", partial(draw_comments, unread)
        for is_lacking, way in itertools.product(
            (True, False), (Way(link="https://1"), Way(missing=("1",)), Way(refusal="1"))
        ):
            for brands in ([], [(ProfileId("p1"), "northlight.skin")]):
                wanted = ReaderFacts(
                    asset_id="a1", username="maya.makes", waiting=waiting, is_lacking=is_lacking, profiles=brands
                )
                yield "comments/reader:draw_reader", partial(draw_reader, wanted, way=way, note="1")
    for count in (1, 2):
        edits = EditsFacts(campaign_id=SPRING, ig_id="1", username="1", count=count)
        yield "comments/card:draw_comments", partial(draw_comments, edits)
    for ending in (None, *Ending):
        for untold in (0, 1, 2):
            ended = EndFacts(username="1", ending=ending, days=1, untold=untold)
            yield "comments/card:draw_comments", partial(draw_comments, ended)
    for comment in (None, a_comment()):
        given = DeedFacts(
            campaign_id=SPRING,
            kind=DeedKind.ASSIGN,
            stage=DeedStage.DONE,
            by=ANA,
            text="",
            words=None,
            assigned_to=ANA,
            comment=comment,
        )
        yield "comments/card:draw_comments", partial(draw_comments, given)
    for kind, stage, comment in itertools.product(AT_META, (DeedStage.DONE, DeedStage.FAILED), (None, a_comment())):
        words = "1" if comment else None
        deed = DeedFacts(campaign_id=SPRING, kind=kind, stage=stage, by=ANA, text="", words=words, comment=comment)
        yield "comments/card:draw_comments", partial(draw_comments, deed)
    for looked_at, rules in (
        (0, Rules()),
        (1, Rules(keywords=[NUMBER], most=1, minutes=1)),
        (40, Rules()),
        (MOST_COUNTED, Rules(most=1, minutes=1)),
    ):
        facts = some_rules(rules, looked_at=looked_at)
        yield "comments/rules:draw_rules", partial(draw_rules, facts, note="1" if looked_at else None)
    yield "comments/modal:draw_reply", partial(draw_reply, a_comment())
    yield "comments/modal:draw_assign", partial(draw_assign, a_comment(assigned_to=ANA))
    for page, memory in (
        (a_comment_list(), ListMemory(campaign_id=SPRING)),
        (a_comment_list(rows=[]), ListMemory(campaign_id=SPRING)),
        (a_comment_list(rows=[]), ListMemory(campaign_id=SPRING, assigned_to=ANA)),
    ):
        yield "comments/listing:draw_list", partial(draw_list, page, memory=memory)
    for count, matched, most in ((1, 0, None), (1, 1, 1), (40, 2, 30)):
        yield "comments/card:draw_comments", partial(draw_comments, some_news(count=count, matched=matched, most=most))
    for begin in range(0, len(comments_of_all_kinds()), SHOWN):
        yield "comments/card:draw_comments", partial(draw_comments, some_news(count=SHOWN, begin=begin))


def a_comment(number: int = 1, **given: Any) -> CommentFacts:
    """Make a comment as the team sees it."""
    values: dict[str, Any] = {
        "asset_id": "a1",
        "id": f"{number}",
        "username": "maya.makes",
        "author": "passing.reader",
        "text": NUMBER,
        "former_texts": (),
        "is_hidden": False,
        "is_gone": False,
        "is_on_ad": False,
        "is_on_facebook": False,
        "is_reply": False,
        "written_at": NOON,
        "permalink": "https://www.instagram.com/p/1/",
        "caption": NUMBER,
    }
    return CommentFacts(**(values | given))


def comments_of_all_kinds() -> list[CommentFacts]:
    """Make a comment of each kind."""
    return [
        a_comment(1, keywords=(NUMBER,), is_hidden=True),
        a_comment(2, former_texts=("1",), is_on_ad=True, is_reply=True),
        a_comment(3, author=None, text="", permalink=None, caption=""),
        a_comment(4, author=None),
        a_comment(5, is_gone=True, text=""),
        a_comment(5, is_on_facebook=True, is_on_ad=True, author=NUMBER),
        *[
            a_comment(6 + number, last_deed=kind, last_stage=stage, last_by=ANA)
            for number, (kind, stage) in enumerate(itertools.product(sorted(AT_META), DeedStage))
        ],
        a_comment(30, last_deed=DeedKind.HIDE, last_stage=DeedStage.WANTED, last_by=ANA, leaves_at=NOON),
        a_comment(31, last_deed=DeedKind.SHOW, last_stage=DeedStage.WANTED, last_by=ANA, leaves_at=NOON),
        a_comment(32, last_deed=DeedKind.REPLY, last_stage=DeedStage.WANTED, last_by=ANA, leaves_at=NOON),
        a_comment(33, assigned_to=ANA),
        a_comment(34, assigned_to=ANA, is_finished=True),
    ]


def a_comment_list(**given: Any) -> CommentList:
    """Make a page in the middle of a campaign's comments."""
    place = CommentPlace(written_at=NOON, comment_id="1", asset_id="a1")
    values: dict[str, Any] = {
        "campaign_id": SPRING,
        "campaign": NUMBER,
        "rows": [each for each in comments_of_all_kinds() if not each.is_gone][-8:],
        "before": place,
        "after": place,
        "creators": [("1", "maya.makes")],
        "posts": [("1", ""), ("2", NUMBER)],
    }
    return CommentList(**(values | given))


def some_rules(rules: Rules, *, looked_at: int) -> RulesFacts:
    """Make a campaign's rules, and what they find."""
    shown = comments_of_all_kinds()[:looked_at]
    floods = [FloodFacts(username="maya.makes", at=NOON)] * looked_at if rules.volume is not None else []
    return RulesFacts(
        campaign_id=SPRING,
        campaign=NUMBER,
        rules=rules,
        looked_at=looked_at,
        caught=len(shown),
        shown=shown,
        counted=looked_at,
        floods=len(floods),
        shown_floods=floods[:5],
    )


def some_tried(*, let: int, out: int, unknown: int) -> TriedFacts:
    """Make what rules do with kept comments."""
    some = comments_of_all_kinds()
    return TriedFacts(let=let, out=out, open=unknown, shown_let=some[: min(let, 3)], shown_out=some[: min(out, 3)])


def some_news(*, count: int, matched: int = 0, most: int | None = None, begin: int = 0) -> NewsFacts:
    """Make what a message of new comments tells; it shows those of all kinds from `begin` on."""
    comments = comments_of_all_kinds()[begin:][: min(count, SHOWN)]
    shown = [each.id for each in comments]
    news = News(
        shown=shown,
        keywords={},
        count=count,
        matched=matched,
        since=NOON,
        until=NOON,
        most=most,
        minutes=most,
    )
    return NewsFacts(
        campaign_id=SPRING,
        ig_id="1",
        username="maya.makes",
        news=news,
        comments=comments,
        forgotten=count % 3,
        pictures={"2": "https://1"},
    )


def an_invite(state: InviteState, *, opened: datetime | None = None, number: int = 1) -> InviteFacts:
    """Make an invite as the team sees it."""
    return InviteFacts(
        id=f"i{number}",
        campaign_id=SPRING,
        campaign=NUMBER,
        name=NUMBER,
        username="maya.makes" if opened else None,
        state=state,
        days=50,
        monitored=ALL,
        made_by=ANA,
        made_at=NOON,
        link_ends_at=NOON,
        opens=2 if opened else 0,
        last_opened_at=opened,
    )


def heard_somehow() -> list[AssetFacts]:
    """Make assets whose comments arrive by themselves, or do not for each reason there is."""
    found = [replace(an_asset(AssetState.MONITORING, number=100), is_heard_at_once=True, waiting=2)]
    found.append(replace(an_asset(AssetState.MONITORING, number=99), waiting=1, lacks_reader=True))
    for number, (lack, hears_ads) in enumerate(itertools.product(Lack, (True, False)), start=101):
        asset = an_asset(AssetState.MONITORING, number=number)
        found.append(replace(asset, lack=lack, monitored=replace(asset.monitored, hears_ads=hears_ads)))
    return found


def an_asset(state: AssetState, *, ending: Ending | None = None, number: int = 1) -> AssetFacts:
    """Make an asset as the team sees it."""
    return AssetFacts(
        id=f"a{number}",
        campaign_id=SPRING,
        campaign=NUMBER,
        name=NUMBER,
        username="maya.makes",
        state=state,
        ending=ending,
        words="21" if ending else None,
        is_login_dead=False,
        monitored=ALL if state is AssetState.MONITORING else NOTHING,
        connected_at=NOON,
        ends_at=NOON,
        ended_at=NOON if ending else None,
        profile_id=ProfileId("p1"),
    )
