"""A campaign's life: made, changed, moved, closed, opened again; and what people meet who come too late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.databases import KINDS, PostgresServer, fresh_url
from tests.stories.campaigning import fill, new_campaign, new_channel, opened, pressed, top_where
from tests.stories.office import Office, View, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=KINDS)
async def office(
    request: pytest.FixtureRequest,
    services: tuple[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    postgres: PostgresServer,
) -> AsyncIterator[Office]:
    """One office for all stories of this file; on SQLite, then on PostgreSQL."""
    folder = tmp_path_factory.mktemp("office")
    with fresh_url(request.param, folder=folder, postgres=postgres, is_ready=True) as url:
        async with an_office(services, folder=folder, database_url=url) as office:
            yield office


def row_of(view: View, words: str) -> str:
    return str(next(block["block_id"] for block in view["blocks"] if words in words_of(block)))


async def test_a_campaign_is_changed_closed_and_opened_again_by_who_made_it(office: Office) -> None:
    channel = await new_channel(office, "launch")
    assert (await new_campaign(office, "Launch", channel=channel))["ok"]

    window = await opened(office, channel=channel)
    form = await pressed(office, window, "campaign_show_edit", then="campaign_edit")
    assert (await fill(office, form, campaign_name="  Big   Launch ", campaign_template="Dear {creator}"))["ok"]
    window = await office.view("Big Launch* is changed", "Nobody was asked yet")
    await office.press_in(window, "campaign_close")
    await office.view("Big Launch* is closed.", f"Closed by <@{office.ana}>")

    await office.close_windows(office.ana)
    await office.desk.type(office.ana, channel, "campaign Big Launch")
    listed = await office.view("No campaign that you can see is called “Big Launch”")
    await office.press_in(listed, "campaign_standing", value="closed")
    listed = await top_where(office, memory='"is_closed":true')
    await office.press_in(listed, "campaign_open", block_id=row_of(listed, "*Big Launch*"))
    window = await office.view("Open again")
    await office.press_in(window, "campaign_reopen")
    await office.view("Big Launch* is open again.")

    creator = await office.creator()
    await office.asked(f"@{creator}", channel=channel)
    await office.desk.card(f"@{creator}", "Waiting", channel=channel)


async def test_a_channel_has_several_campaigns_and_each_is_found(office: Office) -> None:
    channel = await new_channel(office, "many")
    for name in ("Many One", "Many Two"):
        assert (await new_campaign(office, name, channel=channel))["ok"]

    await office.close_windows(office.ana)
    await office.desk.type(office.ana, channel, "campaign")
    listed = await office.view("*Many One*", "*Many Two*")
    await office.press_in(listed, "campaign_open", block_id=row_of(listed, "*Many One*"))
    window = await office.view("*Many One*", "Managed by")
    await office.press_in(window, "campaign_all")
    await office.view("*Many Two*")
    assert "*Many Two*" in words_of(await opened(office, channel=channel, name="many two"))


async def test_creators_are_listed_page_by_page_each_once_and_lead_to_their_details(office: Office) -> None:
    channel = await new_channel(office, "crowd")
    assert (await new_campaign(office, "Crowd", channel=channel))["ok"]
    creators = [await office.creator() for _each in range(12)]
    await office.asked("\n".join(f"@{each}" for each in creators), channel=channel)
    for creator in creators:
        await office.desk.card(f"@{creator}", "Waiting", channel=channel)
    await office.desk.meta.answer(creators[0], "decline")
    await office.desk.card(f"@{creators[0]}:", "Declined", channel=channel)

    window = await opened(office, channel=channel)
    assert "*12 creators*" in words_of(window)
    assert ":hourglass_flowing_sand: Waiting for the creator: 11" in words_of(window)
    assert f"@{creators[0]}" in words_of(window), "what changed last comes first"
    await office.press_in(window, "campaign_page", block_id="campaign_page:10")
    window = await office.view("11–12 of 12")
    await office.press_in(window, "campaign_filter", value="over")
    window = await top_where(office, memory='"chosen":"over"')
    row = row_of(window, f"@{creators[0]}")
    await office.press_in(window, "manage_inspect", block_id=row)
    detail = await office.view("Ask again")
    assert f"@{creators[0]}" in words_of(detail)

    await office.asked(f"@{creators[0]}", channel=channel)
    await office.desk.eventually(
        lambda: _shows(office, channel, "*12 creators*", "Waiting for the creator: 12"), about="the newer request"
    )


async def _shows(office: Office, channel: str, *words: str) -> bool:
    said = words_of(await opened(office, channel=channel))
    return all(word in said for word in words)


async def test_a_moved_campaign_tells_its_news_where_it_is_now_and_old_cards_say_so(office: Office) -> None:
    before, after = await new_channel(office, "before"), await new_channel(office, "after")
    assert (await new_campaign(office, "Mover", channel=before))["ok"]
    creator, later = await office.creator(), await office.creator()
    await office.asked(f"@{creator}", channel=before)
    await office.desk.card(f"@{creator}", "Waiting", channel=before)

    window = await opened(office, channel=before)
    form = await pressed(office, window, "campaign_show_edit", then="campaign_edit")
    assert (await fill(office, form, campaign_channel=after))["ok"]
    await office.view("Mover* is changed", f"<#{after}>")

    async def moved() -> bool:
        cards = await office.desk.cards(channel=before)
        return any(f"The campaign has moved to <#{after}>" in words_of(each) for each in cards)

    await office.desk.eventually(moved, about="the old card says where the campaign went")
    await office.desk.meta.answer(creator, "approve")
    await office.desk.card(f"<@{office.ana}> Approved", f"@{creator}", channel=after)
    assert not any("Approved:" in each["text"] for each in await office.desk.thread_in(before))
    await office.desk.card(f"@{creator}: Approved", channel=before)
    await office.asked(f"@{later}", channel=after)
    await office.desk.card(f"@{later}", "Waiting", channel=after)


async def test_what_goes_to_a_private_channel_leaves_cards_that_say_nothing_until_it_comes_back(office: Office) -> None:
    before, after = await new_channel(office, "open-plan"), await new_channel(office, "closed-door", is_private=True)
    assert (await new_campaign(office, "Hider", channel=before))["ok"]
    creator, ended = await office.creator(), await office.creator()
    listed = await office.creator()
    await office.asked(f"@{creator}\n@{ended}", channel=before)
    for each in (creator, ended):
        await office.desk.card(f"@{each}", "Waiting", channel=before)
    await office.desk.meta.answer(ended, "decline")
    await office.desk.card(f"@{ended}:", "Declined", channel=before)
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, before, "import")
    form = await office.desk.top_view(office.ana, callback_id="import_form")
    tried = await office.desk.submit(office.ana, form, {"import_paste": {"import_paste": f"@{listed}"}})
    assert (await office.desk.submit(office.ana, tried["view"], {}))["ok"]
    await office.desk.card("1 of 1 sent", "Hider", channel=before)

    async def moved_to(place: str) -> None:
        window = await opened(office, channel=before, name="Hider")
        form = await pressed(office, window, "campaign_show_edit", then="campaign_edit")
        assert (await fill(office, form, campaign_channel=place))["ok"]

    async def says(*, secret: bool) -> bool:
        cards = [words_of(each) for each in await office.desk.cards(channel=before)]
        known = [any(f"@{each}" in card for card in cards) for each in (creator, ended)]
        return not any(known) and "Hider" not in str(cards) if secret else all([*known, "1 of 1 sent" in str(cards)])

    await moved_to(after)
    await office.desk.eventually(lambda: says(secret=True), about="cards that say nothing")
    await office.desk.meta.answer(creator, "approve")
    await office.desk.card(f"<@{office.ana}> Approved", f"@{creator}", channel=after)
    assert await says(secret=True)

    await moved_to(before)
    await office.desk.eventually(lambda: says(secret=False), about="cards that say it all again")


async def test_a_card_that_was_held_follows_the_campaign_to_its_new_channel(office: Office) -> None:
    before, after = await new_channel(office, "shut"), await new_channel(office, "ajar")
    assert (await new_campaign(office, "Held", channel=before))["ok"]
    bot = (await office.desk.slack.get("world"))["bot_user_id"]
    await office.desk.slack.post("join", user=bot, channel=before, member=False)
    creator = await office.creator()
    await office.asked(f"@{creator}", channel=before)
    await office.written_to(office.ana, f"Your request to @{creator} goes on, but its card could not be posted.")

    window = await opened(office, channel=before)
    form = await pressed(office, window, "campaign_show_edit", then="campaign_edit")
    assert (await fill(office, form, campaign_channel=after))["ok"]

    await office.desk.card(f"@{creator}", "Waiting", channel=after)
    assert len(await office.desk.meta.on_phone(creator)) == 1


async def test_a_deleted_channel_is_told_by_a_message_whose_button_leads_to_moving_the_campaign(office: Office) -> None:
    slack, doomed, after = office.desk.slack, await new_channel(office, "razed"), await new_channel(office, "refuge")
    assert (await new_campaign(office, "Razed", channel=doomed))["ok"]
    creator = await office.creator()
    await slack.post("channel", id=doomed, deleted=True)
    await office.written_to(office.ana, "#razed was deleted. Cards and answers of *Razed* are held back")

    letter = next(each for each in await office.direct_messages(office.ana) if "#razed was deleted" in each["text"])
    world = await slack.get("world")
    place = next(each["id"] for each in world["channels"] if each["is_im"] and office.ana in each["members"])
    await office.close_windows(office.ana)
    await slack.post(
        "interact", type="block_actions", user=office.ana, channel=place, message_ts=letter["ts"],
        action_id="campaign_open",
    )  # fmt: skip
    window = await office.view("*Razed*", "was deleted, or is private without Greenlight in it")
    form = await pressed(office, window, "campaign_show_edit", then="campaign_edit")
    assert (await fill(office, form, campaign_channel=after))["ok"]

    await office.asked(f"@{creator}", channel=after)
    await office.desk.card(f"@{creator}", "Waiting", channel=after)


async def test_the_channel_hears_what_was_chosen_and_nobody_is_mentioned_who_need_not_be(office: Office) -> None:
    channel = await new_channel(office, "quiet")
    assert (await new_campaign(office, "Quiet", channel=channel))["ok"]
    window = await opened(office, channel=channel)
    form = await pressed(office, window, "campaign_show_telling", then="campaign_telling")
    assert (await fill(office, form, campaign_told=["declined"], campaign_mentions=[]))["ok"]
    await office.view("Quiet* is changed", "Declined")

    yes, no = await office.creator(), await office.creator()
    await office.asked(f"@{yes}\n@{no}", channel=channel)
    cards = {each: await office.desk.card(f"@{each}:", "Waiting", channel=channel) for each in (yes, no)}
    await office.desk.meta.answer(yes, "approve")
    await office.desk.meta.answer(no, "decline")

    async def told(creator: str) -> list[View]:
        thread = await office.desk.thread(cards[creator], channel=channel)
        return [each for each in thread if f"@{creator}" in each["text"]]

    approved = (await office.desk.eventually(lambda: told(yes), about="the approval in the thread"))[0]
    declined = (await office.desk.eventually(lambda: told(no), about="the refusal in the thread"))[0]
    assert approved.get("subtype") is None, "in the thread alone"
    assert declined["subtype"] == "thread_broadcast"
    assert f"<@{office.ana}>" not in words_of([approved, declined])


async def test_of_two_who_change_a_campaign_at_once_the_second_is_told_and_nothing_is_lost(office: Office) -> None:
    channel = await new_channel(office, "two-at-once")
    assert (await new_campaign(office, "Both", channel=channel))["ok"]
    forms = []
    for user in (office.ana, office.ben):
        window = await opened(office, channel=channel, user=user)
        forms.append(await pressed(office, window, "campaign_show_edit", then="campaign_edit", user=user))

    assert (await fill(office, forms[0], campaign_name="By Ana"))["ok"]
    late = await fill(office, forms[1], user=office.ben, campaign_name="By Ben")

    assert "Nothing was saved: By Ana is not as this window showed it." in late["errors"]["name"]
    assert "*By Ana*" in words_of(await opened(office, channel=channel))


async def test_of_two_who_close_a_campaign_at_once_the_second_reads_who_did(office: Office) -> None:
    channel = await new_channel(office, "closing")
    assert (await new_campaign(office, "Closing", channel=channel))["ok"]
    windows = [await opened(office, channel=channel, user=user) for user in (office.ana, office.ben)]

    await asyncio.gather(
        office.press_in(windows[0], "campaign_close"),
        office.press_in(windows[1], "campaign_close", user=office.ben),
    )

    said = []
    for user in (office.ana, office.ben):
        said.append(words_of((await office.desk.slack.views(user))[-1]))

    async def both() -> bool:
        seen = [words_of((await office.desk.slack.views(user))[-1]) for user in (office.ana, office.ben)]
        done = [any(words in each for words in ("Closing* is closed.", "has closed Closing already")) for each in seen]
        return all(done) and any("has closed Closing already" in each for each in seen)

    await office.desk.eventually(both, about="one closed it, the other reads so")


async def test_a_form_that_was_open_while_the_campaign_closed_asks_nobody_and_says_so(office: Office) -> None:
    channel = await new_channel(office, "too-late")
    assert (await new_campaign(office, "Too Late", channel=channel))["ok"]
    creator = await office.creator()
    form = await office.open_form(user=office.chloe, channel=channel)
    edit_window = await opened(office, channel=channel, user=office.ben)
    edit = await pressed(office, edit_window, "campaign_show_edit", then="campaign_edit", user=office.ben)
    window = await opened(office, channel=channel)
    await office.press_in(window, "campaign_close")
    await office.view("Too Late* is closed.")

    asked = await office.desk.submit(office.chloe, form, {"handles": {"request_handles": f"@{creator}"}})
    changed = await fill(office, edit, user=office.ben, campaign_name="Later Still")

    assert "You cannot ask in Too Late. The campaign is closed." in asked["errors"]["campaign"]
    assert "You cannot change Too Late. The campaign is closed." in changed["errors"]["name"]
    assert not await office.desk.meta.on_phone(creator)


async def test_a_name_that_is_taken_is_refused_beside_it_also_when_a_campaign_is_opened_again(office: Office) -> None:
    channel = await new_channel(office, "names")
    for name in ("Taken", "Other"):
        assert (await new_campaign(office, name, channel=channel))["ok"]
    window = await opened(office, channel=channel, name="Other")
    form = await pressed(office, window, "campaign_show_edit", then="campaign_edit")
    refused = await fill(office, form, campaign_name="TAKEN")
    assert "An open campaign of that channel is called TAKEN already." in refused["errors"]["name"]

    window = await opened(office, channel=channel, name="Taken")
    await office.press_in(window, "campaign_close")
    await office.view("Taken* is closed.")
    assert (await new_campaign(office, "Taken", channel=channel))["ok"]
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, channel, "campaign nothing like it")
    listed = await office.view("No campaign that you can see")
    await office.press_in(listed, "campaign_standing", value="closed")
    listed = await top_where(office, memory='"is_closed":true')
    await office.press_in(listed, "campaign_open", block_id=row_of(listed, "*Taken*"))
    await office.press_in(await office.view("Open again"), "campaign_reopen")
    await office.view("is called Taken already")


async def test_a_channel_that_was_deleted_while_the_form_was_open_is_named_beside_its_field(office: Office) -> None:
    here, doomed = await new_channel(office, "here"), await new_channel(office, "doomed")
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, doomed, "campaign new")
    form = await office.desk.top_view(office.ana, callback_id="campaign_form")
    await office.desk.slack.post("channel", id=doomed, deleted=True)

    refused = await fill(office, form, campaign_name="Homeless")
    assert "Greenlight cannot write to that channel." in refused["errors"]["channel"]
    assert (await fill(office, form, campaign_name="Homeless", campaign_channel=here))["ok"]


async def test_who_does_not_manage_a_campaign_may_look_and_is_offered_no_change(office: Office) -> None:
    channel = await new_channel(office, "looking")
    assert (await new_campaign(office, "Looking", channel=channel))["ok"]

    window = await opened(office, channel=channel, user=office.chloe)

    assert "requester" in words_of(window)
    assert not any(action in str(window) for action in ("show_edit", "show_roles", "campaign_close"))
