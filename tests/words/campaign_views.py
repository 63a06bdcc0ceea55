"""The windows and forms of campaigns and roles, once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

from bot.campaigns.rules import Often
from bot.campaigns.standing import News
from bot.campaigns.team import IN_CAMPAIGN, IN_WORKSPACE
from bot.campaigns.telling import ChannelNews, Unmanaged
from bot.digests.planning import DigestPlan
from bot.permissions.signing.rules import Matter
from bot.permissions.status import State
from bot.policy import Role, Roles
from bot.slack.calls import UserGroup
from handlers.campaign.listing import ListMemory, draw_list
from handlers.campaign.modal import draw_edit, draw_telling
from handlers.campaign.notice import draw_news
from handlers.campaign.rules import draw_rules
from handlers.campaign.window import WindowMemory, draw_window
from handlers.settings.modal import RolesMemory, draw_role_form, draw_roles, draw_template_form, draw_usual_rules
from storage.ids import CampaignId
from storage.tables import ChannelState
from tests.handlers.builders import NOON
from tests.handlers.campaigns import BEN, campaign_facts, creators, standing
from tests.words.given import NUMBER, Drawing

CROWD = {f"U0{number}": Role.MANAGER for number in range(40)}


def campaign_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    memory = WindowMemory(campaign_id=CampaignId("c1"))
    for state, is_shared in itertools.product(ChannelState, (False, True)):
        shown = campaign_facts(name=NUMBER, channel_state=state, is_shared=is_shared, is_private=is_shared)
        page = creators(10, offset=10, total=45, campaign_name=NUMBER)
        yield "campaign/window:draw_window", partial(draw_window, shown, page, memory=memory, note="12")
    for role, closed_by in itertools.product((None, *Role), (None, BEN)):
        shown = campaign_facts(
            name=NUMBER,
            role=role,
            closed_at=NOON if closed_by else None,
            closed_by=closed_by,
            profile=None,
            profile_id=None,
            roles=Roles(everybody=role, given=CROWD),
            told_states=frozenset(),
            states={},
        )
        yield "campaign/window:draw_window", partial(draw_window, shown, creators(0), memory=memory)
    long_ago = campaign_facts(name=NUMBER, closed_at=NOON, roles=Roles())
    yield "campaign/window:draw_window", partial(draw_window, long_ago, creators(0), memory=memory)
    yield "campaign/modal:draw_edit", partial(draw_edit, campaign_facts(name=NUMBER, template=NUMBER))
    for told, mentions in ((frozenset(State), True), (frozenset(), False)):
        for often in Often:
            plan = DigestPlan(often=often)
            shown = campaign_facts(name=NUMBER, told_states=told, mentions_asker=mentions, digest=plan, zone=NUMBER)
            yield "campaign/modal:draw_telling", partial(draw_telling, shown, note="12" if mentions else None)
            yield "campaign/window:draw_window", partial(draw_window, shown, creators(0), memory=memory)
    for seconds, days, matters in itertools.product((0, 1, 10, 60), (None, 1, 90), (frozenset(), frozenset(Matter))):
        shown = campaign_facts(name=NUMBER, undo_seconds=seconds, term_days=days, signed_matters=matters, zone=NUMBER)
        yield "campaign/rules:draw_rules", partial(draw_rules, shown)
        yield "campaign/window:draw_window", partial(draw_window, shown, creators(0), memory=memory)
    for text, is_closed in itertools.product(("", NUMBER), (False, True)):
        of = ListMemory(text=text, is_closed=is_closed, offset=10)
        row = standing(name=NUMBER, is_private=is_closed)
        yield "campaign/listing:draw_list", partial(draw_list, [row], has_more=True, memory=of, notice="12")
    empty = partial(draw_list, [], has_more=False, memory=ListMemory())
    yield "campaign/listing:draw_list", empty
    gone = campaign_facts(name=NUMBER, template=NUMBER, channel_state=ChannelState.GONE)
    yield "campaign/modal:draw_edit", partial(draw_edit, gone)
    for news in (*((each,) for each in News), tuple(News)):
        told_of = ChannelNews(campaign_id=CampaignId("c1"), campaign=NUMBER, channel=NUMBER, news=news)
        yield "campaign/notice:draw_news", partial(draw_news, told_of)
    unmanaged = Unmanaged(campaign_id=CampaignId("c1"), campaign=NUMBER, person_id=BEN)
    yield "campaign/notice:draw_news", partial(draw_news, unmanaged)


def role_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    yield "settings/modal:draw_template_form", partial(draw_template_form, NUMBER)
    yield "settings/modal:draw_usual_rules", partial(draw_usual_rules, campaign_facts(name=NUMBER, zone=NUMBER))
    group = UserGroup(id="S0TEAM", handle=NUMBER, name=NUMBER)
    roles = Roles(everybody=Role.REQUESTER, given={**CROWD, "S0TEAM": Role.REQUESTER})
    of_campaign = RolesMemory(campaign_id=CampaignId("c1"), campaign=NUMBER)
    yield "settings/modal:draw_roles", partial(draw_roles, roles, memory=RolesMemory(), comment_days=45, note="12")
    for everybody in (None, Role.VIEWER, Role.REQUESTER):
        here = Roles(everybody=everybody)
        yield "settings/modal:draw_roles", partial(draw_roles, here, workspace=roles, memory=of_campaign)
    for role, memory in (
        *((role, of_campaign) for role in IN_CAMPAIGN),
        *((role, RolesMemory()) for role in IN_WORKSPACE),
    ):
        for groups in ([], [group]):
            draw = partial(draw_role_form, role, roles, groups=groups, memory=memory)
            yield "settings/modal:draw_role_form", draw
