"""The buttons of a list's card: its results as a file, put into the thread; with addresses, to who asked for it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers.bulk.file import draw_file, draw_shared_file, is_private
from handlers.bulk.ids import Action
from handlers.caller import caller_of
from handlers.phrases import escaped
from storage.ids import BatchId


async def on_file(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Put the rows, or those that failed, as they stand now into the card's thread.

    Creators' addresses are not for the whole channel: the file with them goes to who pressed, by a direct message, and is for
    those who bring letters to creators.
    """
    await ack()
    caller, pressed = caller_of(body), body["actions"][0]
    batch_id = BatchId(pressed["value"])
    campaign_id = await services.results.campaign_of(caller.workspace_id, batch_id)
    campaign, _person = await services.campaigns.get(
        caller.workspace_id, campaign_id, person_id=caller.person_id, act=Act.WRITE
    )
    results = await services.results.of(caller.workspace_id, batch_id)
    is_failures = pressed["action_id"] == Action.FAILURES
    rows = [each for each in results if each.is_failed] if is_failures else results
    name = "failed.csv" if is_failures else "results.csv"
    comments = [say("import.file_failed" if is_failures else "import.file_all", count=len(rows))]
    if is_private(rows):  # this one first: the thread says that it was sent
        await services.slack.share_file(
            draw_file(rows),
            name=name,
            comment=" ".join([*comments, say("import.file_private", campaign=escaped(campaign.name))]),
            channel_id=await services.slack.direct_channel(caller.person_id),
        )
        comments.append(say("import.file_shared", person=f"<@{caller.person_id}>"))
    await services.slack.share_file(
        draw_shared_file(rows),
        name=name,
        comment=" ".join(comments),
        channel_id=body["channel"]["id"],  # where the card is: its campaign may have moved
        thread_ts=body["message"]["ts"],
    )
