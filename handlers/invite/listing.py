"""The invites of a campaign, with what can be done about each; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from bot.influencers.facts import InviteFacts
from bot.influencers.status import InviteState
from bot.words import say
from handlers import blocks
from handlers.invite.ids import Action, View
from handlers.phrases import Shown, escaped, linked, moment
from storage.ids import CampaignId

SHOWN = 30
INVITES = {
    InviteState.OPEN: Shown(icon=":hourglass_flowing_sand:", key="invite.state.open"),
    InviteState.USED: Shown(icon=":white_check_mark:", key="invite.state.used"),
    InviteState.DECLINED: Shown(icon=":x:", key="invite.state.declined"),
    InviteState.REVOKED: Shown(icon=":no_entry:", key="invite.state.revoked"),
    InviteState.EXPIRED: Shown(icon=":alarm_clock:", key="invite.state.expired"),
}


class ListMemory(BaseModel):
    """Whose invites are shown."""

    campaign_id: CampaignId


def draw_invites(
    found: Sequence[InviteFacts],
    *,
    memory: ListMemory,
    campaign: str,
    as_of: datetime,
    first: Sequence[blocks.Block] = (),
) -> blocks.Block:
    """Draw them, the newest first; `first` is what has just been done."""
    drawn = list(first)
    doors = [
        blocks.button(say("invite.new"), action_id=Action.FORM, value=memory.campaign_id, style="primary"),
        blocks.button(say("influencers.open"), action_id=Action.SHOW_ASSETS),
    ]
    name = escaped(campaign, most=200)
    head = say("invite.of_campaign", campaign=name) if found else say("invite.none", campaign=name)
    drawn.append(blocks.section(head))
    drawn.append(blocks.actions(doors, block_id="invite_doors"))
    for each in found[:SHOWN]:
        drawn.append(blocks.section(_line(each), block_id=f"invite:{each.id}"))
        if buttons := _buttons(each):
            drawn.append(blocks.actions(buttons, block_id=f"invite-do:{each.id}"))
    if len(found) > SHOWN:
        drawn.append(blocks.context(say("invite.more", count=len(found) - SHOWN)))
    drawn.append(blocks.context(say("profiles.as_of", moment=moment(as_of))))
    return blocks.modal(say("invite.list_title"), drawn, callback_id=View.LIST, memory=memory.model_dump_json())


def _line(facts: InviteFacts) -> str:
    name = escaped(facts.name, most=200)
    who = f"*{name}* · {linked(facts.username)}" if facts.username else f"*{name}*"
    standing = [str(INVITES[facts.state])]
    if facts.last_opened_at is not None:
        standing.append(say("invite.opened", count=facts.opens, moment=moment(facts.last_opened_at)))
    elif facts.state is not InviteState.USED:  # somebody whose browser looks like a robot can have used it
        standing.append(say("invite.unopened"))
    if facts.is_forgotten:
        standing.append(say("invite.is_forgotten"))
    if facts.state is InviteState.OPEN:
        standing.append(say("invite.link_until", moment=moment(facts.link_ends_at)))
    made = say("invite.made_by", person=f"<@{facts.made_by}>", count=facts.days)
    return f"{who}\n{' · '.join(standing)}\n{made}"


def _buttons(facts: InviteFacts) -> list[blocks.Block]:
    if facts.state is InviteState.USED or facts.is_forgotten:
        return []
    name = facts.name
    drawn = [
        blocks.button(
            say("invite.resend"), action_id=Action.RESEND, value=facts.id, label=say("invite.resend_label", name=name)
        )
    ]
    if facts.state in (InviteState.OPEN, InviteState.EXPIRED):
        label = say("invite.extend_label", name=name)
        drawn.append(blocks.button(say("invite.extend"), action_id=Action.EXTEND, value=facts.id, label=label))
    if facts.state is InviteState.OPEN:
        drawn.append(
            blocks.button(
                say("invite.revoke"),
                action_id=Action.REVOKE,
                value=facts.id,
                style="danger",
                label=say("invite.revoke_label", name=name),
                confirm=blocks.confirmation(
                    say("invite.revoke_title"),
                    text=say("invite.revoke_text", name=name),
                    confirm=say("invite.revoke"),
                    deny=say("invite.keep"),
                    is_danger=True,
                ),
            )
        )
    return drawn
