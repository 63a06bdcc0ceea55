"""Lists, the Home tab and the campaign form: full to the brim, they still fit and say what was left out."""

from __future__ import annotations

from bot.permissions.reading.finding import MOST_CAMPAIGNS, MOST_CREATORS, Found, FoundCreator
from bot.permissions.reading.lists import MOST_LISTED, Page
from bot.permissions.status import State
from bot.words import say
from handlers.campaign.modal import Memory, draw_form
from handlers.find.card import draw_found
from handlers.help.card import draw_help
from handlers.home.card import draw_home
from handlers.manage.listing import SHOWN, ListMemory, Place, draw_list, list_button
from handlers.manage.modal import Filter
from handlers.request.memory import Choice
from handlers.request.memory import Memory as RequestMemory
from handlers.status.card import draw_status
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId
from storage.tables import Campaign, Health
from storage.wanted import Mark
from tests.handlers.builders import NOON, facts, home, profile
from tests.handlers.desk import words_of
from tests.handlers.limits import MESSAGE, VIEW, broken_limits

STATES = list(State)
CROWD = [
    facts(
        request_id=RequestId(f"{number:032}"),
        creator_username=f"{'c' * 26}{number:04}",
        profile_username="p" * 30,
        campaign_name="&" * 80,
        state=STATES[number % len(STATES)],
        profile_health=Health.LOGIN_DEAD,
    )
    for number in range(MOST_LISTED)
]
LINKS = {each.request_id: f"https://a-long-workspace-name.slack.com/archives/C0SPRING/p{'1' * 16}" for each in CROWD}


def campaign(name: str) -> Campaign:
    return Campaign(id=CampaignId("c1"), name=name, channel_id=ChannelId("C0SPRING"), created_by=PersonId("U0ANA"))


def test_a_full_status_list_fits_in_one_message_and_says_that_it_is_cut() -> None:
    status = draw_status(
        Page(rows=CROWD),
        head=say("status.of_all", count=len(CROWD)),
        hint="",
        links=LINKS,
        memory=ListMemory(),
        as_of=NOON,
    )

    assert broken_limits(status.blocks, most_blocks=MESSAGE) == []
    listed = words_of(status.blocks).count("|card>")
    assert 0 < listed < MOST_LISTED
    assert f"Only the {listed} that changed last are listed" in words_of(status.blocks)


def test_a_short_status_list_counts_states_in_words_and_is_not_called_cut() -> None:
    status = draw_status(
        Page(rows=[facts(), facts(request_id=RequestId("r2"), state=State.APPROVED)]),
        memory=ListMemory(),
        head=say("status.of_all", count=2),
        hint="",
        links={},
        as_of=NOON,
    )

    assert "Waiting for the creator: 1 · :white_check_mark: Approved: 1" in words_of(status.blocks)
    assert "Only the" not in words_of(status.blocks)
    assert status.text.startswith("*2 requests* of every campaign you can see")


def test_a_dead_login_is_named_only_where_it_still_matters() -> None:
    dead = [facts(state=state, profile_health=Health.LOGIN_DEAD) for state in (State.WAITING, State.DECLINED)]
    status = draw_status(
        Page(rows=dead), head=say("status.of_all", count=2), hint="", links={}, memory=ListMemory(), as_of=NOON
    )

    assert words_of(status.blocks).count("login no longer works") == 1


def test_a_full_page_of_the_list_fits_with_every_filter_set_and_leads_on_in_both_directions() -> None:
    here = Mark(changed_at=NOON, request_id=CROWD[0].request_id, is_backward=True)
    there = Mark(changed_at=NOON, request_id=CROWD[SHOWN].request_id)
    memory = ListMemory(
        channel_id=ChannelId("C0SPRING"),
        profile_id=ProfileId("p" * 32),
        profile="@" + "p" * 30,
        campaign_id=CampaignId("c" * 32),
        campaign="é" * 80,
        asked_by=PersonId("U0ANA"),
        text="é" * 60,
        chosen=Filter.OVER,
        place=Place.of(there),
        round=1000,
    )

    view = draw_list(Page(rows=CROWD[:SHOWN], before=here, after=there), memory=memory)

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert len(view["private_metadata"]) <= 3000
    assert ListMemory.model_validate_json(view["private_metadata"]) == memory
    assert sum(block.get("block_id", "").startswith("row:") for block in view["blocks"]) == SHOWN
    ways = [Place.model_validate_json(each["value"]).mark for each in view["blocks"][-1]["elements"]]
    assert ways == [here, there]


def test_the_button_of_a_list_fits_however_narrow_the_list_is() -> None:
    button = list_button("More", memory=ListMemory(campaign_id=CampaignId("c" * 32), campaign="é" * 80, text="é" * 60))

    assert len(button["value"]) <= 2000
    assert ListMemory.model_validate_json(button["value"]).campaign == "é" * 80


def test_an_empty_list_says_what_to_do() -> None:
    assert "/partnership request @handle" in words_of(draw_list(Page(rows=[]), memory=ListMemory()))
    narrow = words_of(draw_list(Page(rows=[]), memory=ListMemory(chosen=Filter.OPEN)))
    assert "Take a filter away" in narrow
    assert "Show all" in narrow


def test_home_fits_however_much_is_open_failed_and_broken() -> None:
    sick = [profile(number, health=Health.LOGIN_DEAD, unreadable_since=NOON) for number in range(40)]
    shown = draw_home(home(open_=CROWD, failed=CROWD, sick=sick))

    assert broken_limits(shown["blocks"], most_blocks=VIEW) == []
    assert words_of(shown).count("40 more") == 2
    assert "Login no longer works: connect it again" in words_of(shown)


def test_what_home_leaves_out_is_one_button_away() -> None:
    shown = draw_home(home(failed=CROWD))
    (button,) = [
        element
        for block in shown["blocks"]
        if str(block.get("block_id")).startswith("home:more")
        for element in block["elements"]
    ]

    memory = ListMemory.model_validate_json(button["value"])
    assert (memory.asked_by, memory.chosen) == ("U0ANA", Filter.FAILED)


def test_home_on_the_first_day_says_what_is_missing() -> None:
    assert "No Instagram profile is connected yet" in words_of(draw_home(home(has_profiles=False)))


def test_help_names_this_channels_campaigns_and_cannot_be_made_to_shout() -> None:
    shown = draw_help([campaign("<!channel>"), *[campaign("Spring")] * 9], has_profiles=True)

    assert broken_limits(shown.blocks, most_blocks=MESSAGE) == []
    assert "*&lt;!channel&gt;*" in words_of(shown.blocks)
    assert "and 5 more" in words_of(shown.blocks)


def test_the_campaign_form_remembers_the_request_form_it_came_from() -> None:
    request = RequestMemory(campaign=Choice(id="c" * 32, text="é" * 80), profile=Choice(id="p" * 32, text="@" * 31))
    memory = Memory(channel_id=ChannelId("C0SPRING"), request=request, request_view_id="V0")

    view = draw_form(memory, of_channel=[campaign("&" * 80)] * 40)

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert len(view["private_metadata"]) <= 3000
    assert Memory.model_validate_json(view["private_metadata"]) == memory


def test_a_direct_message_is_not_offered_as_a_campaigns_channel() -> None:
    channel = draw_form(Memory(channel_id=ChannelId("D0ANA")), of_channel=[])["blocks"][1]

    assert "initial_conversation" not in channel["element"]


def test_whatever_is_found_fits_into_one_message() -> None:
    creators = [
        FoundCreator(username=each.creator_username, former="f" * 30, requests=CROWD[:9])
        for each in CROWD[:MOST_CREATORS]
    ]
    campaigns = [campaign("&" * 80)] * MOST_CAMPAIGNS

    shown = draw_found(Found(creators=creators, campaigns=campaigns, has_more=True), typed="<" * 80, as_of=NOON)

    assert broken_limits(shown.blocks, most_blocks=MESSAGE) == []
    assert words_of(shown.blocks).count("and 7 more") == MOST_CREATORS
