"""Signing in: one person, one browser, once, and for a quarter of an hour; every other end has its words."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.connections.link import Links
from bot.connections.refused import (
    LinkFault,
    LinkRefused,
    NotConfigured,
    NotSignedIn,
    SignInOver,
    StateFault,
    StateRefused,
)
from bot.connections.scopes import ASKED
from bot.connections.signing_in import BACK, START
from bot.errors import NotAllowed
from tests.connections.house import BASE, ELSEWHERE, KEYS, SKIN, House

OTHER = "o" * 40
MINE = "b" * 40


def link_in(address: str) -> str:
    assert address.startswith(f"{BASE}{START}/")
    return address.rsplit("/", 1)[1]


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


async def test_a_link_says_whose_it_is_to_whoever_opens_it_and_is_not_used_up_by_that(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    for _scanner in range(3):
        invitation = await house.signing_in.invitation(link, browser="")
        assert (invitation.workspace_name, invitation.person_name) == ("Northlight", "ana")
    assert await house.signing_in.begin(link, browser=MINE)


async def test_a_link_tells_nothing_to_whoever_reads_it(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    assert house.ana not in link
    assert house.here not in link


async def test_the_dialog_is_asked_for_the_least_and_leads_back_to_us(house: House) -> None:
    query = query_of(await house.begin())
    assert query["scope"].split(",") == list(ASKED)
    assert query["redirect_uri"] == f"{BASE}{BACK}"
    assert query["response_type"] == "code"


async def test_a_link_works_once(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    await house.signing_in.begin(link, browser=MINE)
    for browser in (OTHER, ""):
        with pytest.raises(LinkRefused) as refused:
            await house.signing_in.begin(link, browser=browser)
        assert refused.value.fault is LinkFault.USED
        with pytest.raises(LinkRefused):
            await house.signing_in.invitation(link, browser=browser)


async def test_whoever_presses_back_or_twice_in_the_same_browser_goes_on_with_the_newest_round(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    old = await house.signing_in.begin(link, browser=MINE)
    assert (await house.signing_in.invitation(link, browser=MINE)).person_name == "ana"
    new = await house.signing_in.begin(link, browser=MINE)

    with pytest.raises(NotSignedIn, match="used already"):
        await house.signing_in.come_back(await house.answered(old), browser=MINE)
    sign_in_id = await house.signing_in.come_back(await house.answered(new), browser=MINE)
    assert (await house.picking.choices(sign_in_id, browser=MINE)).name == "Nora Lind"


async def test_a_link_by_which_accounts_were_connected_says_so_in_its_own_browser(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    address = await house.signing_in.begin(link, browser=MINE)
    sign_in_id = await house.signing_in.come_back(await house.answered(address), browser=MINE)
    await house.picking.choices(sign_in_id, browser=MINE)
    await house.picking.connect(sign_in_id, browser=MINE, picked=[SKIN])

    with pytest.raises(SignInOver, match="over"):
        await house.signing_in.invitation(link, browser=MINE)
    with pytest.raises(SignInOver):
        await house.signing_in.begin(link, browser=MINE)
    assert len(await house.connections()) == 1


async def test_a_link_works_for_a_quarter_of_an_hour(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    await house.wait(minutes=14)
    await house.signing_in.invitation(link, browser="")
    await house.wait(minutes=2)
    with pytest.raises(LinkRefused) as refused:
        await house.signing_in.begin(link, browser=MINE)
    assert refused.value.fault is LinkFault.EXPIRED


@pytest.mark.parametrize("change", ["", "x", "gAAAAA", "é" * 50, "a" * 5000])
async def test_a_link_that_was_not_made_here_opens_nothing(house: House, change: str) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    for foreign in (change, link[:-2] + change, change + link[1:]):
        if foreign != link:
            with pytest.raises(LinkRefused) as refused:
                await house.signing_in.invitation(foreign, browser="")
            assert refused.value.fault is LinkFault.FOREIGN


async def test_the_state_of_a_sign_in_is_no_link_and_a_link_no_state(house: House) -> None:
    state = query_of(await house.begin())["state"]
    with pytest.raises(LinkRefused):
        await house.signing_in.begin(state, browser=MINE)
    link = link_in(house.signing_in.link(house.here, house.ana))
    with pytest.raises(StateRefused):
        await house.signing_in.come_back({"code": "c", "state": link}, browser=MINE)


async def test_a_link_of_another_greenlight_opens_nothing(house: House) -> None:
    link = Links([type(KEYS[0])("another-key-of-more-than-32-characters")]).make(
        house.here, house.ana, nonce="n", now=house.now()
    )
    with pytest.raises(LinkRefused) as refused:
        await house.signing_in.begin(link, browser=MINE)
    assert refused.value.fault is LinkFault.FOREIGN


async def test_coming_back_in_another_browser_brings_nothing(house: House) -> None:
    query = await house.answered(await house.begin())
    for browser in (OTHER, ""):
        with pytest.raises(StateRefused) as refused:
            await house.signing_in.come_back(query, browser=browser)
        assert refused.value.fault is StateFault.OTHER_BROWSER
    assert await house.signing_in.come_back(query, browser=MINE)  # and spoils nothing for the right one


@pytest.mark.parametrize("state", ["", "nonsense", "é" * 2000])
async def test_a_foreign_state_is_refused_and_its_code_never_sent_to_meta(house: House, state: str) -> None:
    query = await house.answered(await house.begin())
    with pytest.raises(StateRefused) as refused:
        await house.signing_in.come_back({**query, "state": state}, browser=MINE)
    assert refused.value.fault is StateFault.FOREIGN
    assert await house.meta.calls("oauth") == []


async def test_the_same_return_again_in_the_same_browser_changes_nothing(house: House) -> None:
    query = await house.answered(await house.begin())
    first = await house.signing_in.come_back(query, browser=MINE)
    assert await house.signing_in.come_back(query, browser=MINE) == first
    assert len(await house.meta.calls("oauth")) == 1


async def test_a_return_that_was_cut_off_by_a_crash_loses_the_sign_in_only_and_says_so(house: House) -> None:
    query = await house.answered(await house.begin())
    sign_in_id = house.sign_in_ids[-1]
    async with house.storage.across_workspaces() as everywhere:
        row = await everywhere.sign_in(sign_in_id)
        assert row is not None
        row.returned = 1  # as a crash leaves it between the way back and the token
    with pytest.raises(NotSignedIn, match="Greenlight was interrupted") as refused:
        await house.signing_in.come_back(query, browser=MINE)
    dialog = await house.signing_in.again(refused.value.sign_in_id, browser=MINE)
    assert refused.value.sign_in_id == sign_in_id
    assert await house.signing_in.come_back(await house.answered(dialog), browser=MINE) == sign_in_id


async def test_a_sign_in_ends_after_a_quarter_of_an_hour(house: House) -> None:
    query = await house.answered(await house.begin())
    await house.wait(minutes=16)
    with pytest.raises(StateRefused) as refused:
        await house.signing_in.come_back(query, browser=MINE)
    assert refused.value.fault is StateFault.EXPIRED


async def test_what_a_sign_in_held_is_forgotten_when_its_time_is_over(house: House) -> None:
    choices = await house.choosing()
    assert await house.sign_in(choices.sign_in_id) is not None
    await house.wait(minutes=16)
    await house.engine.tick("tend")
    assert await house.sign_in(choices.sign_in_id) is None
    with pytest.raises(SignInOver):
        await house.picking.choices(choices.sign_in_id, browser=MINE)


async def test_two_tabs_of_one_browser_sign_in_beside_each_other(house: House) -> None:
    one, other = await house.begin(), await house.begin(person=house.ben)
    first = await house.signing_in.come_back(await house.answered(one), browser=MINE)
    second = await house.signing_in.come_back(await house.answered(other, who="maya"), browser=MINE)
    assert first != second
    assert (await house.picking.choices(first, browser=MINE)).name == "Nora Lind"
    assert (await house.picking.choices(second, browser=MINE)).name == "Maya Ferreira"


async def test_an_older_round_of_the_dialog_brings_nothing_once_a_newer_was_opened(house: House) -> None:
    old = await house.begin()
    query = await house.answered(old, answer="decline")
    with pytest.raises(NotSignedIn) as declined:
        await house.signing_in.come_back(query, browser=MINE)
    await house.signing_in.again(declined.value.sign_in_id, browser=MINE)
    with pytest.raises(NotSignedIn, match="used already"):
        await house.signing_in.come_back(await house.answered(old), browser=MINE)


async def test_declining_is_said_as_it_is_and_can_be_done_over(house: House) -> None:
    query = await house.answered(await house.begin(), answer="decline")
    with pytest.raises(NotSignedIn, match="You did not let Greenlight in") as declined:
        await house.signing_in.come_back(query, browser=MINE)
    dialog = await house.signing_in.again(declined.value.sign_in_id, browser=MINE)
    assert query_of(dialog)["auth_type"] == "rerequest"


async def test_a_failure_that_meta_explains_is_told_in_its_words(house: House) -> None:
    state = query_of(await house.begin())["state"]
    query = {"state": state, "error_code": "200", "error_message": "Permissions error", "code": ""}
    with pytest.raises(NotSignedIn, match="It says: “Permissions error”"):
        await house.signing_in.come_back(query, browser=MINE)


async def test_a_code_that_is_too_old_or_nonsense_can_be_asked_for_again(house: House) -> None:
    query = await house.answered(await house.begin())
    with pytest.raises(NotSignedIn, match="could not be finished") as refused:
        await house.signing_in.come_back({**query, "code": "AQnonsense"}, browser=MINE)
    assert "button below" in refused.value.todo


@pytest.mark.parametrize("fault", [{"kind": "lost"}, {"kind": "garbage"}, {"kind": "status", "status": 500}])
async def test_meta_failing_while_the_code_is_traded_says_so_and_offers_another_try(
    house: House, fault: dict[str, str]
) -> None:
    query = await house.answered(await house.begin())
    await house.meta.post("fault", on="oauth", **fault)
    with pytest.raises(NotSignedIn) as refused:
        await house.signing_in.come_back(query, browser=MINE)
    assert query["code"] not in refused.value.sentence
    dialog = await house.signing_in.again(refused.value.sign_in_id, browser=MINE)
    assert await house.signing_in.come_back(await house.answered(dialog), browser=MINE)


async def test_a_guest_and_somebody_who_left_cannot_use_the_link_they_have(house: House) -> None:
    link = link_in(house.signing_in.link(house.here, house.ana))
    await house.slack.post("person", user=house.ana, deleted=True)
    with pytest.raises(NotAllowed, match="Ask a member"):
        await house.signing_in.begin(link, browser=MINE)


async def test_without_its_settings_nobody_signs_in_and_the_words_name_them(house: House) -> None:
    bare = house.configured(app_id="", public_url="")
    assert bare.missing == ("GREENLIGHT_META_APP_ID", "GREENLIGHT_PUBLIC_URL")
    with pytest.raises(NotConfigured, match="GREENLIGHT_META_APP_ID, GREENLIGHT_PUBLIC_URL"):
        bare.link(house.here, house.ana)


async def test_a_link_of_one_workspace_connects_to_that_one(house: House) -> None:
    choices = await house.choosing(ws=ELSEWHERE)
    row = await house.sign_in(choices.sign_in_id)
    assert row is not None
    assert row.workspace_id == ELSEWHERE
