"""The message to a creator, as a campaign's template has it; pure."""

from __future__ import annotations

from bot.errors import WrongInput
from bot.words import say

LONGEST_MESSAGE_BYTES = 1_000
"""Instagram's limit for one direct message, which is how the optional message travels most often."""


def check_message(message: str, *, field: str) -> None:
    """Raise WrongInput when a message to a creator is longer than Instagram takes in one direct message."""
    size = len(message.strip().encode())
    if size > LONGEST_MESSAGE_BYTES:
        raise WrongInput(
            field,
            say("campaign.message_too_long.happened", count=size, most=LONGEST_MESSAGE_BYTES),
            todo=say("campaign.message_too_long.todo", over=size - LONGEST_MESSAGE_BYTES),
        )


def default_template() -> str:
    """Return the message that a campaign begins with, its places still to be filled."""
    return say("campaign.default_template", creator="{creator}", profile="{profile}", campaign="{campaign}")


def filled(template: str, *, creator: str, profile: str, campaign: str) -> str:
    """Fill a template's `{creator}`, `{profile}` and `{campaign}`; any other braces stay as they were typed."""
    return template.replace("{creator}", creator).replace("{profile}", profile).replace("{campaign}", campaign)
