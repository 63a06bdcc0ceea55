"""What one can do here; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.calls import Words
from handlers import blocks
from handlers.phrases import escaped
from storage.tables import Campaign

NAMED_AT_MOST = 5
COMMANDS = (
    ("request @handle …", "ask one or many creators for partnership-ad permission"),
    ("status", "what stands where; also `status @handle`, `status here`, `status` and a campaign's name"),
    ("manage", "check now, cancel, revoke or ask again; `manage @handle` goes to one creator"),
    ("campaign", "make a campaign: its channel hears the answers"),
    ("profiles", "the brand accounts that requests are sent from, and whether their logins work"),
    ("help", "this list"),
)


def draw_help(campaigns: Sequence[Campaign], *, has_profiles: bool, notice: str | None = None) -> Words:
    """Draw the commands, and above them what this place has and lacks."""
    lines = [f"`/partnership {command}` {what}" for command, what in COMMANDS]
    drawn = [blocks.section(f":information_source: {notice}")] if notice else []
    drawn += [blocks.section(_here(campaigns, has_profiles=has_profiles)), *blocks.paragraphs(lines)]
    text = notice or "Greenlight asks creators for partnership-ad permission and tells this channel their answers."
    return Words(text=text, blocks=drawn)


def _here(campaigns: Sequence[Campaign], *, has_profiles: bool) -> str:
    if not has_profiles:
        return (
            "*First of all:* no Instagram profile is connected yet. Whoever runs Greenlight connects one with "
            "`greenlight profiles add`; see `/partnership profiles`."
        )
    if not campaigns:
        return "*Here:* this channel has no campaign yet. Make one with `/partnership campaign`, then ask creators."
    names = ", ".join(f"*{escaped(each.name, most=120)}*" for each in campaigns[:NAMED_AT_MOST])
    more = f" and {len(campaigns) - NAMED_AT_MOST} more" if len(campaigns) > NAMED_AT_MOST else ""
    return f"*Here:* {names}{more}. Ask a creator with `/partnership request @handle`; the answer is told here."
