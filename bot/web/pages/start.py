"""The page that the link in Slack opens: who signs in, for what, and the button; pure."""

from __future__ import annotations

import htpy as h

from bot.connections.sentences import purposes
from bot.connections.signing_in import Invitation
from bot.web.pages.frame import Place, button, form, page, terms
from bot.words import say


def draw_start(invitation: Invitation, *, address: str, place: Place) -> str:
    """Draw the page; `address` is where its button leads."""
    again = invitation.profile_name
    title = say("connect.page.start_again", profile=again) if again else say("connect.page.start")
    for_whom = say("connect.page.for_whom", person=invitation.person_name, workspace=invitation.workspace_name)
    return page(
        title,
        h.p(".lead")[for_whom],
        h.p[say("connect.page.not_you")],
        h.ol[
            h.li[say("connect.page.step_sign_in")],
            h.li[say("connect.page.step_choose")],
            h.li[say("connect.page.step_read")],
        ],
        form(address, button(say("connect.page.continue")), place=place),
        h.details[
            h.summary[say("connect.page.asked_for")],
            terms(purposes(invitation.scopes)),
        ],
        h.p(".small")[say("connect.page.promise")],
        place=place,
    )
