"""The windows and messages about profiles: every health in words, what is missing with its mend, within Slack's limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.connections.clocks import Clocks
from bot.connections.facts import AdoptedFacts, ConnectedFacts, LeftFacts, NoticeFacts, ProfileFacts, ReconnectFacts
from bot.connections.lacks import Kind as Lacking
from bot.connections.lacks import Lack
from bot.connections.leaving import Left, Stake
from bot.connections.notices import Ending
from handlers.profiles.ids import Action
from handlers.profiles.modal import SHOWN, DetailMemory, ListMemory, Way, draw_detail, draw_list, left_words
from handlers.profiles.notice import draw_notice
from storage.ids import ProfileId
from storage.logins import Source
from storage.tables import Health, Kind
from tests.handlers.builders import ANA, NOON, login, profile
from tests.handlers.desk import words_of
from tests.handlers.limits import MESSAGE, VIEW, broken_limits

LINK = "https://greenlight.example/connect/start/" + "x" * 400
OPEN = Way(link=LINK)
STAKE = Stake(open=3, approved=9)


def listed(*found: ProfileFacts, way: Way = OPEN, text: str = "") -> dict[str, Any]:
    return draw_list(list(found), way=way, memory=ListMemory(text=text), as_of=NOON)


def detail(facts: ProfileFacts, *, way: Way = OPEN, stake: Stake = STAKE) -> dict[str, Any]:
    return draw_detail(facts, way=way, stake=stake, as_of=NOON)


def buttons(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return {each["action_id"]: each for row in rows for each in row}


@pytest.mark.parametrize("health", list(Health))
def test_a_profile_tells_its_health_in_words(health: Health) -> None:
    is_gone = health is Health.DISCONNECTED
    shown = profile(
        health=health, health_words="Because <of this>.", last_read_at=None, login=None if is_gone else login()
    )
    view = detail(shown)

    assert ("never read" in words_of(view)) != is_gone
    is_told = health not in (Health.OK, Health.DISCONNECTED)
    assert ("Because &lt;of this&gt;." in words_of(view)) == is_told
    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert (Action.DISCONNECT in buttons(view)) != is_gone


def test_very_many_profiles_fit_and_it_is_said_how_to_find_the_others() -> None:
    crowd = [profile(number, name="&" * 64, health=Health.UNREADABLE, unreadable_since=NOON) for number in range(300)]
    view = listed(*crowd)

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert f"{300 - SHOWN} more" in words_of(view)
    assert "300 profiles connected" in words_of(view)


def test_without_the_settings_it_is_said_what_whoever_runs_greenlight_must_set() -> None:
    view = listed(way=Way(missing=("GREENLIGHT_META_APP_ID", "GREENLIGHT_PUBLIC_URL")))

    assert "`GREENLIGHT_META_APP_ID`, `GREENLIGHT_PUBLIC_URL`" in words_of(view)
    assert "greenlight profiles add" in words_of(view)
    assert Action.CONNECT not in buttons(view)


def test_whoever_may_not_connect_reads_along_and_is_told_whom_to_ask() -> None:
    refused = Way(refusal="You cannot connect a profile here. Ask <@U0BEN>.")
    for view in (listed(profile(), way=refused), detail(profile(), way=refused)):
        assert "Ask <@U0BEN>" in words_of(view)
    assert set(buttons(detail(profile(), way=refused))) == {Action.REQUESTS}


def test_the_link_is_in_the_button_and_nowhere_else() -> None:
    view = listed(profile())

    assert buttons(view)[Action.CONNECT]["url"] == LINK
    assert LINK not in view["private_metadata"]
    assert LINK not in words_of(view)


def test_what_is_missing_stands_with_how_to_mend_it() -> None:
    lacks = (Lack(kind=Lacking.ROLE), Lack(kind=Lacking.SCOPE, scopes=("instagram_basic", "business_management")))
    words = words_of(detail(profile(login=login(lacks=lacks))))

    assert "Something is missing" in words
    assert "The role on it does not include ads. Ask whoever manages it" in words
    assert "Greenlight is not allowed instagram_basic and business_management. Sign in again" in words


@pytest.mark.parametrize(("days", "is_said"), [(30, False), (14, True), (7, True), (1, True)])
def test_an_end_that_is_near_is_said_in_days(days: int, is_said: bool) -> None:
    clocks = Clocks(token_ends_at=NOON + timedelta(days=days), data_ends_at=NOON + timedelta(days=80))
    words = words_of(detail(profile(login=login(clocks=clocks))))

    assert ("Login ends soon: connect it again" in words) == is_said
    assert (f"ends within {days} day" in words) == is_said


def test_an_end_that_is_near_alarms_nobody_while_another_login_can_stand_in() -> None:
    clocks = Clocks(token_ends_at=NOON + timedelta(days=1))
    words = words_of(detail(profile(login=login(clocks=clocks, others=1))))

    assert "Works" in words
    assert "1 other person's login" in words


def test_both_clocks_are_shown_and_an_end_nobody_knows_is_not_invented() -> None:
    assert "Meta names no end" in words_of(detail(profile(login=login(clocks=Clocks()))))
    pasted = login(source=Source.PASTED, granted_by=None, clocks=Clocks(), checked_at=None)
    words = words_of(detail(profile(login=pasted)))
    assert words.count("Not asked yet") == 2
    assert "An access token that whoever runs Greenlight gave it" in words


def test_disconnecting_asks_first_and_names_what_stops() -> None:
    confirm = buttons(detail(profile()))[Action.DISCONNECT]["confirm"]

    assert "3 open, 9 approved" in confirm["text"]["text"]
    assert not confirm["text"]["text"].endswith("…")
    nothing = detail(profile(), stake=Stake(open=0, approved=0))
    assert "nothing is open or approved" in buttons(nothing)[Action.DISCONNECT]["confirm"]["text"]["text"]


@pytest.mark.parametrize(
    ("left", "words"),
    [(Left(is_told=True), "in a direct message"), (Left(is_kept=True), "other profiles use"), (Left(), "")],
)
def test_what_becomes_of_the_login_is_said_and_no_message_is_promised_that_does_not_come(
    left: Left, words: str
) -> None:
    said = left_words(profile(name="northlight.skin"), left)

    assert "|@northlight.skin> is disconnected." in said
    assert words in said
    assert ("direct message" in said) == left.is_told


def test_a_window_can_be_looked_at_again_once_the_browser_is_done() -> None:
    for view in (listed(profile()), detail(profile())):
        assert Action.FRESH in buttons(view)
        assert "works once" in words_of(view)
    assert Action.FRESH not in buttons(detail(profile(), way=Way(refusal="No.")))


def test_a_page_is_named_as_one_and_has_no_requests_yet() -> None:
    view = detail(profile(kind=Kind.PAGE, name="Northlight Skin"))

    assert "Northlight Skin (Facebook Page)" in words_of(view)
    assert Action.REQUESTS not in buttons(view)


def test_a_name_cannot_be_made_to_shout() -> None:
    page = profile(kind=Kind.PAGE, name="<!channel>")

    assert "<!channel>" not in words_of(listed(page, text="<!here>"))
    assert "<!here>" not in words_of(listed(page, text="<!here>"))


def test_the_window_of_a_profile_remembers_which_one() -> None:
    assert DetailMemory.model_validate_json(detail(profile(7))["private_metadata"]).profile_id == "p7"


NOTICES: list[NoticeFacts] = [
    ConnectedFacts(
        profiles=[
            AdoptedFacts(name="northlight.skin", kind=Kind.INSTAGRAM, adopted={"approved": 9, "waiting": 3}),
            AdoptedFacts(name="northlight.home", kind=Kind.INSTAGRAM, adopted={}),
            AdoptedFacts(name="northlight.late", kind=Kind.INSTAGRAM, adopted=None),
            AdoptedFacts(name="<!channel>", kind=Kind.PAGE, adopted=None),
        ]
    ),
    *(
        ReconnectFacts(
            profiles=["northlight.skin", "<!channel>"],
            profile_id=ProfileId("p1"),
            name="<!here>",
            when=when,
            ends_at=NOON,
            words="Meta <!here> says no.",
            granted_by=ANA,
            is_yours=is_yours,
        )
        for when in (14, 7, 1, 0, Ending.DEAD, Ending.REMOVED)
        for is_yours in (True, False)
    ),
    *(
        LeftFacts(profiles=["northlight.skin", "<!channel>"], name="Nora", is_given_back=given, is_shared=shared)
        for given, shared in ((True, False), (False, True), (False, False))
    ),
]


@pytest.mark.parametrize("facts", NOTICES)
def test_a_message_fits_and_cannot_be_made_to_shout(facts: NoticeFacts) -> None:
    words = draw_notice(facts)

    assert broken_limits(words.blocks, most_blocks=MESSAGE) == []
    for text in (words.text, words_of(words.blocks)):
        assert "<!channel>" not in text
        assert "<!here>" not in text


def test_what_was_adopted_is_counted_by_state() -> None:
    words = words_of(draw_notice(NOTICES[0]).blocks)

    assert "12 permissions adopted: 3 waiting, 9 approved." in words
    assert "Nothing to adopt: Meta lists no permission that is not here already." in words
    assert "Meta's list is still being read." in words


def test_whoever_is_asked_to_reconnect_has_a_button_for_it_and_knows_whose_login_it_is() -> None:
    def drawn(is_yours: bool) -> list[dict[str, Any]]:
        return draw_notice(
            ReconnectFacts(
                profiles=["northlight.skin"],
                profile_id=ProfileId("p1"),
                name="Nora Lind",
                when=7,
                ends_at=NOON,
                words=None,
                granted_by=ANA,
                is_yours=is_yours,
            )
        ).blocks

    (button,) = next(block["elements"] for block in drawn(True) if block["type"] == "actions")
    assert (button["action_id"], button["value"]) == (Action.SHOW, "p1")
    assert "you connected it" in words_of(drawn(True))
    assert f"Nora Lind, connected by <@{ANA}>" in words_of(drawn(False))
