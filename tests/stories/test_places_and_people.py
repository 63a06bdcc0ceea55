"""Channels the bot is not in, people without the role, and campaigns that are nobody else's business."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.stories.office import Office, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


async def _make_campaign(
    office: Office, name: str, *, user: str, channel: str, typed_in: str | None = None, askers: tuple[str, ...] = ()
) -> dict[str, Any]:
    await office.close_windows(user)
    await office.desk.type(user, typed_in or channel, "campaign new")
    view = await office.desk.top_view(user, callback_id="campaign_form")
    values: dict[str, dict[str, Any]] = {"name": {"campaign_name": name}, "channel": {"campaign_channel": channel}}
    if askers:
        values["askers"] = {"campaign_askers": list(askers)}
    return await office.desk.submit(user, view, values)


async def test_a_public_channel_is_joined_by_making_a_campaign_in_it(office: Office) -> None:
    general = office.desk.slack.channel("general")
    made = await _make_campaign(office, "Everybody", user=office.ana, channel=general)
    assert made["ok"], made
    creator = await office.creator()
    await office.asked(f"@{creator}", channel=general)
    await office.desk.card(f"@{creator}", "Waiting", channel=general)


async def test_a_private_channel_without_the_bot_is_refused_beside_the_field_until_it_is_invited(
    office: Office,
) -> None:
    finance = office.desk.slack.channel("finance")
    refused = await _make_campaign(office, "Money", user=office.ben, channel=finance)
    assert "It is private and Greenlight is not a member of it" in refused["errors"]["channel"]
    assert "Type /invite @Greenlight in the channel." in refused["errors"]["channel"]

    world = await office.desk.slack.get("world")
    await office.desk.slack.post("join", user=world["bot_user_id"], channel=finance)
    view = (await office.desk.slack.views(office.ben))[-1]
    made = await office.desk.submit(office.ben, view, {})
    assert made["ok"], made


async def test_somebody_the_campaign_does_not_name_cannot_ask_and_is_told_who_can(office: Office) -> None:
    made = await _make_campaign(
        office, "Named few", user=office.ana, channel=office.desk.slack.channel("general"), askers=(office.ben,)
    )
    assert made["ok"], made
    creator = await office.creator()
    for user, is_allowed in ((office.chloe, False), (office.ben, True)):
        view = await office.open_form(f"@{creator}", user=user)
        campaign = (await _suggestions(office, user, "Named few", view=view))[0]["value"]
        answered = await office.desk.submit(user, view, {"campaign": {"request_campaign": campaign}})
        if is_allowed:
            assert answered["ok"], answered
        else:
            words = answered["errors"]["campaign"]
            assert "Your role here is viewer, and it takes the role requester." in words
            assert "Ask @ana or @ben to do it, or to give you the role." in words.replace(
                "Ana Producer", "ana"
            ).replace("Ben Manager", "ben")
            assert not await office.desk.meta.on_phone(creator)
    general = office.desk.slack.channel("general")
    card = await office.desk.card(f"@{creator}", "Waiting", channel=general)
    await office.asked_once(creator, channel=general)

    await office.desk.press(office.chloe, card, "request_cancel", channel=general)
    who_can = f"<@{office.ana}> or <@{office.ben}>"
    await office.whispered("You cannot cancel in Named few.", who_can, user=office.chloe, channel=general)
    assert [each["status"] for each in await office.desk.meta.on_phone(creator)] == ["PENDING"]


async def _suggestions(office: Office, user: str, text: str, *, view: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await office.desk.slack.post(
        "interact",
        type="block_suggestion",
        user=user,
        view_id=view["id"],
        action_id="request_campaign",
        block_id="campaign",
        value=text,
    )
    options: list[dict[str, Any]] = answer["ack"]["body"]["options"]
    return options


async def test_a_private_campaign_does_not_exist_for_people_outside_its_channel(office: Office) -> None:
    desk, secret_place = office.desk, office.desk.slack.channel("summer-sun")
    made = await _make_campaign(office, "Hush hush", user=office.ana, channel=secret_place)
    assert made["ok"], made
    creator = await office.creator()
    await office.asked(f"@{creator}", channel=secret_place)
    card = await desk.card(f"@{creator}", "Waiting", channel=secret_place)
    request_id = next(each["elements"][0]["value"] for each in card["blocks"] if each["type"] == "actions")

    # She searches for it, asks how it stands, and looks it up to manage it.
    view = await office.open_form(user=office.chloe)
    assert await _suggestions(office, office.chloe, "hush", view=view) == []
    mine = await office.open_form(user=office.ana)
    assert [each["text"]["text"] for each in await _suggestions(office, office.ana, "hush", view=mine)] == ["Hush hush"]
    for text in (f"status @{creator}", "status Hush hush"):
        await desk.type(office.chloe, desk.spring, text)
    await office.whispered("0 requests", f"Nobody here has asked @{creator}", user=office.chloe)
    await office.whispered("0 requests", "Hush hush", user=office.chloe)
    await office.close_windows(office.chloe)
    await desk.type(office.chloe, desk.spring, f"manage @{creator}")
    assert "There are none like that." in words_of(await office.view("Requests", user=office.chloe))

    # She guesses the request's id, and puts it into a button of her own.
    hers = await office.creator()
    await office.asked(f"@{hers}", user=office.chloe)
    own = await desk.card(f"@{hers}", "Waiting")
    for action in ("request_check_now", "request_cancel"):
        await desk.slack.post(
            "interact", type="block_actions", user=office.chloe, channel=desk.spring, message_ts=own["ts"],
            action_id=action, action={"value": request_id},
        )  # fmt: skip
        await office.whispered("That request is not there.", user=office.chloe)
    assert [each["status"] for each in await desk.meta.on_phone(creator)] == ["PENDING"]


async def test_a_channel_that_lost_the_bot_holds_the_card_tells_the_asker_and_gets_it_once_afterwards(
    office: Office,
) -> None:
    desk = office.desk
    bot = (await desk.slack.get("world"))["bot_user_id"]
    creator = await office.creator()
    await desk.slack.post("join", user=bot, channel=desk.spring, member=False)
    await office.asked(f"@{creator}")
    told = await office.written_to(office.ana, f"Your request to @{creator} goes on, but its card could not be posted.")
    assert (
        "Greenlight is not a member of it. Type `/invite @Greenlight` in the channel. What is held back is posted then."
        in told
    )
    assert len(await desk.meta.on_phone(creator)) == 1

    await desk.slack.post("join", user=bot, channel=desk.spring)
    await desk.card(f"@{creator}", "Waiting", seconds=10)
    await office.asked_once(creator)
