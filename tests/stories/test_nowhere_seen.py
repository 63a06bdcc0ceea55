"""A private campaign is nowhere seen by who is not in its channel: not typed for, searched, pressed, nor guessed by id."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stories.campaigning import new_campaign, new_channel, opened
from tests.stories.office import Office, an_office, words_of
from tests.stories.prying import Prying

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(500)]

TYPED = ("opal", "onyx", "@onyx.kestrel")
"""None of this is a secret, because it is said again to who typed it; that a request of it is shown tells its id."""


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A private campaign with a request that waits, one that is approved, and a list."""

    channel: str
    campaign_id: str
    ids: list[str]
    words: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    folder: Path = tmp_path_factory.mktemp("office")
    async with an_office(services, folder=folder) as office:
        yield office


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def secret(office: Office) -> Secret:
    """What nobody but Ana may see. The longest list of what could be told: names, handles and ids."""
    channel = await new_channel(office, "the-vault", members=("ana", "greenlight"), is_private=True)
    assert (await new_campaign(office, "Opal Vault", channel=channel))["ok"]
    for creator in ("onyx.kestrel", "onyx.falcon", "onyx.heron"):
        await office.desk.meta.post("creator", username=creator, behaviour="manual")
    await office.asked("@onyx.kestrel\n@onyx.falcon", channel=channel)
    cards = [
        await office.desk.card(f"@{each}:", "Waiting", channel=channel) for each in ("onyx.kestrel", "onyx.falcon")
    ]
    await office.desk.meta.answer("onyx.falcon", "approve")
    await office.desk.card("@onyx.falcon:", "Approved", channel=channel)
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, channel, "import")
    form = await office.desk.top_view(office.ana, callback_id="import_form")
    tried = await office.desk.submit(office.ana, form, {"import_paste": {"import_paste": "@onyx.heron"}})
    assert (await office.desk.submit(office.ana, tried["view"], {}))["ok"]
    cards.append(await office.desk.card("1 of 1 sent", channel=channel))
    window = await opened(office, channel=channel)
    campaign_id = re.search(r'"campaign_id":"([^"]+)"', window["private_metadata"])
    assert campaign_id is not None
    await office.close_windows(office.ana)
    ids = [next(e["value"] for b in card["blocks"] if b["type"] == "actions" for e in b["elements"]) for card in cards]
    words = ["Opal", "Vault", "falcon", "heron", "the-vault", channel, campaign_id[1], *ids]
    return Secret(channel=channel, campaign_id=campaign_id[1], ids=[campaign_id[1], *ids], words=words)


async def _outsider(office: Office, kind: str) -> str:
    if kind == "a guest":
        guest = (await office.desk.slack.post("person", name="gita", is_restricted=True))["id"]
        await office.desk.slack.post("join", user=guest, channel=office.desk.spring)
        return str(guest)
    return office.ben if kind == "an owner of the workspace" else office.chloe


@pytest.mark.parametrize(
    ("kind", "typed"), [("a member", TYPED), ("an owner of the workspace", TYPED[2:]), ("a guest", TYPED[2:])]
)
async def test_what_an_outsider_types_searches_and_presses_tells_nothing(
    office: Office, secret: Secret, kind: str, typed: tuple[str, ...]
) -> None:
    prying = Prying(office, await _outsider(office, kind), private=[secret.channel])
    await prying.begin()

    await prying.type_everything(*typed)
    await prying.open_home()
    await prying.use_shortcuts()

    assert prying.count > 60, "there was something to read"
    assert prying.told_of(secret.words) == []


async def test_ids_that_somebody_guessed_lead_nowhere_and_change_nothing(office: Office, secret: Secret) -> None:
    desk, own = office.desk, await office.creator()
    await office.asked(f"@{own}", user=office.chloe)
    card = await desk.card(f"@{own}:", "Waiting")
    assert (await new_campaign(office, "Hers", channel=await new_channel(office, "hers"), user=office.chloe))["ok"]
    prying = Prying(office, office.chloe, private=[secret.channel])
    await prying.begin()

    await prying.press_with(secret.ids, card, channel=desk.spring)
    for line in ("campaign hers", "campaign", "manage", f"manage @{own}"):
        await office.close_windows(office.chloe)
        await desk.type(office.chloe, desk.spring, line)
        await prying.settle(line)
        for view in (await desk.slack.views(office.chloe))[-1:]:
            await prying.press_with(secret.ids, view)

    told = [each for each in prying.told_of(secret.words) if not any(each.endswith(known) for known in secret.ids)]
    assert told == []
    standing = [each["status"] for name in ("onyx.kestrel", "onyx.falcon") for each in await desk.meta.on_phone(name)]
    assert standing == ["PENDING", "APPROVED"]
    window = words_of(await opened(office, channel=secret.channel))
    assert "Opal Vault" in window
    assert "Closed by" not in window


async def test_windows_that_were_open_when_somebody_left_the_channel_tell_nothing_more(
    office: Office, secret: Secret
) -> None:
    desk = office.desk
    for line in ("campaign", "manage @onyx.kestrel", "manage", "settings", "request", "import"):
        await desk.slack.post("join", user=office.chloe, channel=secret.channel)
        await office.close_windows(office.chloe)
        await desk.type(office.chloe, secret.channel, line)
        prying = Prying(office, office.chloe, private=[secret.channel])
        await prying.settle(line)
        await desk.slack.post("join", user=office.chloe, channel=secret.channel, member=False)
        await prying.settle("leaving")

        chosen = line in ("request", "import")  # a form goes on to say what was chosen in it, and is refused at its end
        later = Prying(office, office.chloe, private=[secret.channel])
        await later.begin()
        await later.look_around(f"the window of {line}")
        await later.settle(f"the window of {line}")

        assert later.told_of(["falcon", "heron", *([] if chosen else ["Opal Vault", "kestrel"])]) == []


async def test_who_leaves_the_channel_sees_its_requests_on_the_home_tab_no_more(office: Office) -> None:
    channel = await new_channel(office, "leaving", members=("ana", "greenlight"), is_private=True)
    assert (await new_campaign(office, "Ruby Leaving", channel=channel))["ok"]
    await office.desk.slack.post("join", user=office.chloe, channel=channel)  # which is heard: she sees it from now on
    creator = await office.creator()
    await office.asked(f"@{creator}", user=office.chloe, channel=channel)
    await office.desk.card(f"@{creator}:", "Waiting", channel=channel)

    async def home() -> str:
        return words_of((await office.desk.slack.get(f"views/{office.chloe}"))["home"])

    async def is_shown() -> bool:
        await office.desk.slack.post("interact", type="home_opened", user=office.chloe)
        return creator in await home()

    async def is_hidden() -> bool:
        said = await home()
        return creator not in said and "Ruby Leaving" not in said

    await office.desk.eventually(is_shown, about="her request on the Home tab")
    await office.desk.slack.post("join", user=office.chloe, channel=channel, member=False)
    await office.desk.eventually(is_hidden, about="a Home tab without it, though nobody opened it again")


async def test_a_channel_that_is_made_private_takes_its_campaign_along_within_a_minute(office: Office) -> None:
    channel = await new_channel(office, "turning", members=("ana", "greenlight"))
    assert (await new_campaign(office, "Jade Turning", channel=channel))["ok"]

    async def chloe_finds() -> bool:
        await office.close_windows(office.chloe)
        await office.desk.type(office.chloe, office.desk.spring, "campaign jade")
        shown = await office.desk.eventually(lambda: office.desk.slack.views(office.chloe), about="a window")
        return "Jade Turning" in words_of(shown[-1])

    assert await chloe_finds()
    await office.desk.slack.post("channel", id=channel, is_private=True)

    await office.written_to(office.ana, "#turning was made private.", seconds=75)
    assert not await chloe_finds()
