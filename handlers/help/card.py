"""What one can do here; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import escaped
from storage.tables import Campaign

NAMED_AT_MOST = 5
COMMANDS = (
    "request",
    "import",
    "status",
    "manage",
    "find",
    "campaign",
    "profiles",
    "posts",
    "tags",
    "invite",
    "comments",
    "report",
    "settings",
    "help",
)
"""In the order in which they are told."""


def draw_help(campaigns: Sequence[Campaign], *, has_profiles: bool, notice: str | None = None) -> Words:
    """Draw the commands, and above them what this place has and lacks."""
    drawn = [blocks.section(f":information_source: {notice}")] if notice else []
    drawn += [blocks.section(_here(campaigns, has_profiles=has_profiles)), *_commands()]
    return Words(text=notice or say("help.summary"), blocks=drawn)


def draw_window() -> blocks.Block:
    """Draw the commands as a window."""
    return blocks.modal(say("help.title"), [blocks.section(say("home.what_it_does")), *_commands()], callback_id="help")


def _commands() -> list[blocks.Block]:
    return blocks.paragraphs([say(f"help.command.{command}") for command in COMMANDS])


def _here(campaigns: Sequence[Campaign], *, has_profiles: bool) -> str:
    if not has_profiles:
        return say("help.no_profile")
    if not campaigns:
        return say("help.no_campaign")
    names = ", ".join(f"*{escaped(each.name, most=120)}*" for each in campaigns[:NAMED_AT_MOST])
    if len(campaigns) > NAMED_AT_MOST:
        return say("help.campaigns_and_more", campaigns=names, count=len(campaigns) - NAMED_AT_MOST)
    return say("help.campaigns", campaigns=names)
