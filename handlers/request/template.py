"""The campaign's template in the form's message, as long as nobody has changed it by hand, and what becomes of it."""

from __future__ import annotations

from bot.creators.handles import read_handles
from bot.letters.template import Place, Values, filled, in_braces
from bot.policy import Act
from bot.services import Services
from handlers.caller import Caller
from handlers.request.memory import Form, seal
from handlers.request.preview import draw_preview


async def with_message(form: Form, *, caller: Caller, services: Services) -> Form:
    """Return the form with its message and the preview of it; a message edited by hand stays as it is.

    Raises NotFound, NotAllowed and SlackError.
    """
    if not form.memory.wants_message:
        return form.model_copy(update={"preview": []})
    campaign_name = in_braces(Place.CAMPAIGN)
    if form.campaign_id is None:
        template = await services.usual_template.get(caller.workspace_id, person_id=caller.person_id, act=Act.SEE)
    else:
        campaign, _person = await services.campaigns.get(
            caller.workspace_id, form.campaign_id, person_id=caller.person_id, act=Act.ASK
        )
        template, campaign_name = campaign.template, campaign.name
    if form.is_message_untouched and template != form.message:
        # A new round makes Slack take the new text: under the same block id it would keep what stood there.
        form = form.remembering(message_round=form.memory.message_round + 1, filled_seal=seal(template))
        form = form.model_copy(update={"message": template})
    profile = await services.profiles.get(caller.workspace_id, form.profile_id) if form.profile_id else None
    creators = read_handles(form.handles).handles
    values = Values(
        creator=creators[0] if creators else in_braces(Place.CREATOR),
        profile=profile.username if profile else in_braces(Place.PROFILE),
        campaign=campaign_name,
        sender=await services.people.name_of(caller.person_id),
    )
    only = creators[0] if len(creators) == 1 and form.is_mailed else ""
    known = await services.letters.hint(caller.workspace_id, only) if only else None
    form = form.remembering(known_of=only if known else "", known_address=known or "")
    preview = draw_preview(filled(form.message, values), creator=creators[0] if creators else None)
    return form.model_copy(update={"preview": preview})


def message_of(form: Form) -> str | None:
    """Return the template to keep with a submission; None where no message is wanted."""
    return (form.message.strip() or None) if form.memory.wants_message else None
