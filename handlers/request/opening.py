"""Opening the request form: at once, within the three seconds Slack gives; what takes longer follows into it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import GreenlightError
from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.blocks import Block
from handlers.caller import Caller
from handlers.errors import error_view, explained
from handlers.request.check import check_handles
from handlers.request.memory import Choice, Form, Memory
from handlers.request.modal import LONGEST_TYPED, draw_form, draw_no_profile, draw_opening
from handlers.views import Opened, open_view, update_view
from storage.database import DatabaseDown
from storage.ids import CampaignId, ProfileId

FIRST_VIEW_SECONDS = 1.0
"""What is not known by then is put into a window that is open already."""

Open = Callable[..., Awaitable[Opened]]


async def open_form(
    caller: Caller,
    *,
    trigger_id: str,
    client: AsyncWebClient,
    services: Services,
    background: Background,
    handles: str = "",
    campaign_id: CampaignId | None = None,
    profile_id: ProfileId | None = None,
    open_with: Open = open_view,
) -> None:
    """Open the form for the caller, with what is known of the place and what was asked for filled in."""
    starting = asyncio.ensure_future(
        start_form(caller, services=services, handles=_fitting(handles), campaign_id=campaign_id, profile_id=profile_id)
    )
    notice = f":warning: {say('form.left_out')}" if len(handles) > LONGEST_TYPED else None
    await asyncio.wait({starting}, timeout=FIRST_VIEW_SECONDS)
    if starting.done():
        form = await starting
        shown: Opened | None = await open_with(client, _drawn(form, notice), trigger_id=trigger_id)
    else:
        opened = await open_with(client, draw_opening(), trigger_id=trigger_id)
        try:
            form = await starting
        except (GreenlightError, DatabaseDown) as error:
            await update_view(client, error_view(explained(error)), shown=opened)
            return
        shown = await update_view(client, _drawn(form, notice), shown=opened)
    if shown is not None and form is not None and form.handles and form.profile_id is not None:
        background.start(
            check_handles(form, shown=shown, caller=caller, client=client, services=services), name="pre-flight"
        )


async def start_form(
    caller: Caller,
    *,
    services: Services,
    handles: str,
    campaign_id: CampaignId | None,
    profile_id: ProfileId | None,
) -> Form | None:
    """Return the form as it opens, or None when no profile is connected.

    Raises NotAllowed for those who can have no role here, SlackError, DatabaseDown.
    """
    await services.campaigns.person(caller.workspace_id, None, person_id=caller.person_id, act=Act.SEE)
    campaigns = await services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, channel_id=caller.channel_id
    )
    wanted = (each for each in campaigns if each.id == campaign_id)
    of_channel = (each for each in campaigns if each.channel_id == caller.channel_id)
    campaign = next(wanted, None) or next(of_channel, None) or (campaigns[0] if len(campaigns) == 1 else None)
    first = profile_id or (campaign.default_profile_id if campaign else None)
    profiles = await services.profiles.suggest(caller.workspace_id, first=first)
    if not profiles:
        return None
    is_sure = profiles[0].id == first or len(profiles) == 1
    memory = Memory(
        channel_id=caller.channel_id,
        campaign=Choice(id=campaign.id, text=campaign.name) if campaign else None,
        profile=Choice(id=profiles[0].id, text=f"@{profiles[0].username}") if is_sure else None,
        is_profile_offered=profile_id is None,
        has_campaigns=bool(campaigns),
        is_mail_set_up=services.letters.is_mail_set_up,
    )
    return Form(memory=memory, handles=handles)


def _fitting(handles: str) -> str:
    """Keep what the field can hold, in whole handles."""
    return handles if len(handles) <= LONGEST_TYPED else handles[: LONGEST_TYPED + 1].rpartition("\n")[0]


def _drawn(form: Form | None, notice: str | None) -> Block:
    return draw_no_profile() if form is None else draw_form(form, notice=notice)
