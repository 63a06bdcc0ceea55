"""What is wrong with a request is said beside its field, in words, and nothing of it is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.stories.office import Office, an_office, block_of, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("maya makes!", "“makes!”: a handle has only letters, digits, dots and underscores, not “!”"),
        ("explore", "“explore”: Instagram keeps that word for itself; it is nobody's handle"),
        ("https://www.instagram.com/p/C0ffee/", "this is a link to a post; give the creator's handle or profile link"),
        ("https://tiktok.com/@maya.makes", "only links to instagram.com profiles are understood"),
        ("x" * 31, "it is 31 characters long, and a handle has at most 30"),
        ("...", "it has no letter or digit"),
        ("@", "there is no handle in it"),
        ("ma\u0443a.makes", "not “\u0443”"),
        (" ,; \n ", "Type at least one creator's handle, for example @maya.makes."),
    ],
)
async def test_what_is_no_handle_is_named_beside_the_field_with_the_reason(
    office: Office, typed: str, words: str
) -> None:
    answered = await office.submit(typed)
    assert words in answered["errors"]["handles"]
    stack = await office.desk.slack.views(office.ana)
    assert stack[-1]["state"]["values"]["handles"]["request_handles"]["value"] == typed
    assert not await office.desk.meta.calls("request")


async def test_nothing_typed_at_all_is_refused_by_the_form_itself(office: Office) -> None:
    view = await office.open_form()
    answered = await office.desk.submit(office.ana, view, {})
    assert list(answered["errors"]) == ["handles"]


async def test_one_wrong_handle_among_many_keeps_the_others_from_being_asked_until_it_is_mended(
    office: Office,
) -> None:
    first, second = await office.creator(), await office.creator()
    answered = await office.submit(f"@{first}, reels, @{second}")
    assert "1 entry is not a handle. “reels”" in answered["errors"]["handles"]
    assert not await office.desk.meta.on_phone(first)

    await office.asked(f"@{first}, @{second}")
    for creator in (first, second):
        await office.desk.card(f"@{creator}", "Waiting")
        await office.asked_once(creator)


@pytest.mark.parametrize("handle", ["private.pebble", "nobody.by.that.name"])
async def test_a_personal_and_an_unknown_account_are_told_alike_on_the_card_and_before_asking(
    office: Office, handle: str
) -> None:
    view = await office.open_form(f"@{handle}")
    await office.view("Not found, or not a professional account", "a personal account")

    await office.desk.submit(office.ana, view, {"handles": {"request_handles": handle}})
    card = await office.desk.card(f"@{handle}", "Failed")
    assert "Meta knows no professional Instagram account by that name." in words_of(card)
    told = await office.desk.told(card, "Failed", f"<@{office.ana}>")
    assert "ask the creator to switch to a creator or business account" in words_of(told)
    assert not [call for call in await office.desk.meta.calls("request") if handle in str(call["params"])]


async def test_two_hundred_handles_with_duplicates_and_blanks_are_folded_and_each_creator_is_asked_once(
    office: Office,
) -> None:
    creators = [await office.creator() for _ in range(5)]
    typed = "\n".join(f"{name.upper() if at % 2 else name} ,," for at in range(20) for name in creators)
    assert len(typed) < 3000
    answered = await office.submit(typed)
    assert answered["ok"], answered
    assert "Asking 5 creators" in words_of(answered["view"]).replace("*", "")
    for creator in creators:
        await office.desk.card(f"@{creator}", "Waiting", seconds=60)
        await office.asked_once(creator)


async def test_two_hundred_different_handles_are_refused_with_the_number_that_is_too_many(office: Office) -> None:
    answered = await office.submit("\n".join(f"name{number}" for number in range(200)))
    assert answered["errors"]["handles"] == (
        "These are 200 different handles; at most 50 can be asked in one go. Take 150 out, or ask all with /partnership import."
    )


async def test_a_message_over_the_limit_says_by_how_much_and_what_was_typed_stays(office: Office) -> None:
    creator = await office.creator()
    view = await office.open_form(f"@{creator}")
    await office.view("Ready to ask")
    await office.press_in(view, "request_wants_message", value=["yes"])
    view = await office.view("Message to the creator")
    block_id = block_of(view, "request_message")
    too_long = {block_id: {"request_message": "é" * 510}}
    answered = await office.desk.submit(office.ana, view, too_long)
    assert "The message is 1,020 bytes long; Instagram takes 1,000" in answered["errors"][block_id]
    assert "Shorten it by 20" in answered["errors"][block_id]
    assert not await office.desk.meta.on_phone(creator)

    view = (await office.desk.slack.views(office.ana))[-1]
    done = await office.desk.submit(office.ana, view, {block_id: {"request_message": "é" * 500}})
    assert done["ok"], done
    card = await office.desk.card(f"@{creator}", "Waiting")
    assert "é" * 500 in words_of(await office.desk.told(card, "is prepared, not sent"))
