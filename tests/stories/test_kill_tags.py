"""Kill the bot while Meta has a change of tag approval: it is done once, and whoever asked is told truly what was done."""

from __future__ import annotations

import pytest

from tests.stories.desk import Desk
from tests.stories.killing import killed_while_held, new_creator
from tests.stories.office import words_of

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

EDGE = "branded_content_tag_approval"


async def test_killed_after_meta_took_it_and_before_it_was_noted(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    creators = [await new_creator(desk, number) for number in range(3)]
    await desk.meta.post("fault", on=EDGE, kind="hold", when="after", method="POST", times=1)

    async def approve() -> None:
        await desk.close_windows(desk.ana)
        await desk.type(desk.ana, desk.spring, "tags " + " ".join(f"@{each}" for each in creators))
        form = await desk.top_view(desk.ana, callback_id="tags_form")
        assert not (await desk.submit(desk.ana, form, {"wish": {"tags_wish": "approve"}}))["errors"]

    await killed_while_held(desk, bot, "meta", EDGE, approve)

    async def told() -> str | None:
        views = await desk.slack.views(desk.ana)
        words = words_of(views[-1]) if views else ""
        return words if "Done now: 3" in words else None

    await desk.eventually(told, about="what was done is shown")
    changes = [each for each in await desk.meta.calls(EDGE) if each["method"] == "POST"]
    assert len(changes) == 1
