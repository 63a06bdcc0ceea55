"""Campaigns' windows keep Slack's limits, show what is true, and offer only what the person may do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.permissions.status import State
from bot.policy import Role, Roles
from bot.slack.calls import UserGroup
from handlers.campaign.ids import Action
from handlers.campaign.listing import ListMemory, draw_list
from handlers.campaign.modal import draw_edit, draw_telling
from handlers.campaign.window import WindowMemory, draw_window
from handlers.settings.modal import RoleMemory, RolesMemory, draw_role_form, draw_roles
from storage.ids import CampaignId
from storage.tables import ChannelState
from tests.handlers.builders import NOON
from tests.handlers.campaigns import BEN, campaign_facts, creators, standing
from tests.handlers.desk import words_of
from tests.handlers.limits import VIEW, broken_limits

MEMORY = WindowMemory(campaign_id=CampaignId("c1"))


def actions(view: dict[str, Any]) -> list[str]:
    found = []
    for block in view["blocks"]:
        elements = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found += [str(each["action_id"]) for each in elements if isinstance(each, dict) and "action_id" in each]
    return found


def test_a_full_window_of_the_longest_names_fits_and_has_both_pages() -> None:
    longest = {"creator_username": "c" * 30, "profile_username": "p" * 30, "campaign_name": "&" * 80}
    page = creators(10, offset=10, total=45, **longest)
    facts = campaign_facts(
        name="&" * 80,
        profile="p" * 30,
        channel_state=ChannelState.ARCHIVED,
        is_shared=True,
        roles=Roles(given={f"U0{number:07}": Role.MANAGER for number in range(100)}),
        states=dict.fromkeys(State, 1000),
    )

    view = draw_window(facts, page, memory=MEMORY, note="n" * 500)

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert "11–20 of 45" in words_of(view)
    assert [block["elements"][0]["value"] for block in view["blocks"] if Action.PAGE in str(block)] == ["0", "20"]


@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.REQUESTER])
def test_who_does_not_manage_a_campaign_is_offered_no_change_of_it(role: Role | None) -> None:
    offered = actions(draw_window(campaign_facts(role=role), creators(), memory=MEMORY))

    assert not set(offered) & {Action.SHOW_EDIT, Action.SHOW_ROLES, Action.SHOW_TELLING, Action.CLOSE, Action.REOPEN}


def test_a_closed_campaign_can_be_opened_again_and_nothing_else() -> None:
    view = draw_window(campaign_facts(closed_at=NOON, closed_by=BEN), creators(), memory=MEMORY)

    assert Action.REOPEN in actions(view)
    assert not set(actions(view)) & {Action.SHOW_EDIT, Action.SHOW_ROLES, Action.SHOW_TELLING, Action.CLOSE}
    assert f"Closed by <@{BEN}>" in words_of(view)


def test_closing_asks_first_and_names_what_stays() -> None:
    view = draw_window(campaign_facts(), creators(), memory=MEMORY)

    assert "waiting: 8, approved: 4" in json.dumps(view)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ChannelState.ARCHIVED, "is archived"),
        (ChannelState.LEFT, "/invite @Greenlight"),
        (ChannelState.GONE, "was deleted"),
    ],
)
def test_a_channel_that_takes_nothing_is_named_with_what_to_do(state: ChannelState, words: str) -> None:
    said = words_of(draw_window(campaign_facts(channel_state=state), creators(), memory=MEMORY))

    assert words in said
    assert "move the campaign" in said


def test_a_list_of_campaigns_says_where_each_is_and_how_many_stand_where() -> None:
    view = draw_list(
        [standing(1), standing(2, is_private=True, name="&" * 80)], has_more=True, memory=ListMemory(offset=10)
    )

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert "*Campaign 1* · <#C0SPRING>" in words_of(view)
    assert "(private)" in words_of(view)
    assert "Waiting for the creator: 3" in words_of(view)
    assert len(view["private_metadata"]) <= 3000


def test_the_forms_are_filled_in_as_the_campaign_is() -> None:
    edit, telling = draw_edit(campaign_facts()), draw_telling(campaign_facts())

    assert broken_limits(edit["blocks"], most_blocks=VIEW) == []
    assert [block["element"].get("initial_value") for block in edit["blocks"]] == [
        "Spring Launch",
        None,
        None,
        "Hi {creator}",
    ]
    assert edit["blocks"][2]["element"]["initial_option"]["value"] == "p1"
    chosen = telling["blocks"][1]["element"]["initial_options"]
    assert [each["value"] for each in chosen] == ["approved", "declined"]


def test_a_hundred_holders_of_a_role_fit_into_the_form_and_its_memory() -> None:
    holders = {f"U0{number:09}": Role.REQUESTER for number in range(100)}
    group = UserGroup(id="S0123456789", handle="h" * 21, name="n")
    view = draw_role_form(
        Role.REQUESTER,
        Roles(given={**holders, group.id: Role.REQUESTER}),
        groups=[group],
        memory=RolesMemory(campaign_id=CampaignId("c" * 32), campaign="é" * 80),
    )

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert len(view["private_metadata"]) <= 3000
    assert len(RoleMemory.model_validate_json(view["private_metadata"]).before) == 101


def test_where_there_are_no_user_groups_nobody_is_asked_for_one() -> None:
    view = draw_role_form(Role.ADMIN, Roles(), groups=[], memory=RolesMemory())

    assert len(view["blocks"]) == 2


def test_the_roles_window_names_people_and_groups() -> None:
    roles = Roles(everybody=Role.REQUESTER, given={"U0BEN": Role.ADMIN, "S0TEAM": Role.MANAGER})
    said = words_of(draw_roles(roles, memory=RolesMemory()))

    assert "<@U0BEN>" in said
    assert "<!subteam^S0TEAM>" in said
    assert "Slack's own owners and administrators are always admins" in said
