"""Filling the campaign's template into the form's message, as long as nobody has changed it by hand."""

from __future__ import annotations

from bot.campaigns.template import default_template, filled
from bot.creators.handles import read_handles
from bot.services import Services
from handlers.caller import Caller
from handlers.request.memory import Form, seal

CREATOR = "{creator}"


async def with_message(form: Form, *, caller: Caller, services: Services) -> Form:
    """Return the form with the template of its campaign in the message field; a message edited by hand stays.

    Raises NotFound, NotAllowed and SlackError.
    """
    if not form.memory.wants_message or not form.is_message_untouched:
        return form
    template, campaign_name, username = default_template(), "{campaign}", "{profile}"
    if form.campaign_id is not None:
        campaign, _person = await services.campaigns.get(
            caller.workspace_id, form.campaign_id, person_id=caller.person_id
        )
        template, campaign_name = campaign.template, campaign.name
    if form.profile_id is not None:
        profile = await services.profiles.get(caller.workspace_id, form.profile_id)
        username = profile.username if profile else username
    creator = only_creator(form.handles)
    message = filled(template, creator=creator or CREATOR, profile=username, campaign=campaign_name)
    if message == form.message:
        return form
    # A new round makes Slack take the new text: under the same block id it would keep what stood there.
    fresh = form.remembering(message_round=form.memory.message_round + 1, filled_seal=seal(message), filled_for=creator)
    return fresh.model_copy(update={"message": message})


def only_creator(handles: str) -> str | None:
    """Return the handle when there is exactly one."""
    reading = read_handles(handles)
    return reading.handles[0] if len(reading.handles) == 1 and not reading.misread else None


def message_for(form: Form, *, creators: tuple[str, ...]) -> str | None:
    """Return the message to keep with a submission: with a place for the handle where several creators get it."""
    if not form.memory.wants_message or not form.message.strip():
        return None
    filled_for = form.memory.filled_for
    if filled_for is not None and creators != (filled_for,) and form.is_message_untouched:
        return form.message.strip().replace(filled_for, CREATOR)
    return form.message.strip()
