"""What a card says, and offers, about a creator who has not answered; pure."""

from __future__ import annotations

from bot.permissions.facts import RequestFacts
from bot.permissions.nudging.rules import Step
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.phrases import moment, named
from handlers.request.ids import Action


def nudge_fields(facts: RequestFacts) -> list[tuple[str, str]]:
    """Return the fields of a card that say how often the creator was nudged, and what comes next; none once they answered."""
    if facts.state is not State.WAITING:
        return []
    said = []
    if facts.is_handed_off and facts.nudged_at is not None:
        said.append((say("nudge.handed_off"), moment(facts.nudged_at)))
    elif facts.nudges and facts.nudged_at is not None:
        last = moment(facts.nudged_at)
        said.append((say("nudge.nudged"), say("nudge.nudged_times", count=facts.nudges, moment=last)))
    if (due := facts.next_nudge) is not None:
        is_nudge = due.step is Step.NUDGE
        said.append((say("nudge.next" if is_nudge else "nudge.next_hand_off"), moment(due.at)))
    return said


def can_be_nudged(facts: RequestFacts) -> bool:
    """Tell whether the button makes sense."""
    return facts.state is State.WAITING and not facts.is_ending and facts.campaign_id is not None


def nudge_button(facts: RequestFacts) -> blocks.Block:
    """Return the button that writes a nudge now."""
    label = say("nudge.now_label", creator=named(facts.creator_username))
    return blocks.button(say("nudge.now"), action_id=Action.NUDGE, value=facts.request_id, label=label)
