"""The list of profiles and how their logins stand; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.calls import Words
from handlers import blocks
from handlers.phrases import Shown, counted, linked, moment, told
from storage.tables import Health, Profile

ADD = 'printf %s "$TOKEN" | greenlight profiles add --ig-id … --username … --token-stdin'

HEALTH = {
    Health.NEW: Shown(icon=":hourglass_flowing_sand:", word="New: not read yet"),
    Health.OK: Shown(icon=":white_check_mark:", word="Works"),
    Health.UNREADABLE: Shown(icon=":warning:", word="Cannot be read just now"),
    Health.LOGIN_DEAD: Shown(icon=":no_entry:", word="Login no longer works: connect it again"),
}


def draw_profiles(profiles: Sequence[Profile]) -> Words:
    """Draw a line for each profile, and how to add or reconnect one."""
    head = f"*{counted(len(profiles), 'profile')} connected*"
    if not profiles:
        head = "*No profile is connected yet.* A request is sent from a brand's Instagram profile."
    lines = blocks.fitting([_line(each) for each in profiles])
    drawn = [blocks.section(head), *blocks.paragraphs(lines)]
    if len(lines) < len(profiles):
        drawn.append(blocks.context(f"The first {len(lines)} are listed."))
    drawn.append(
        blocks.section(
            "*To add one, or to connect one again:* whoever runs Greenlight runs this, with the access token on "
            f"standard input so that it stays out of the shell's history:\n`{ADD}`"
        )
    )
    return Words(text=head, blocks=drawn)


def _line(profile: Profile) -> str:
    health = HEALTH[Health(profile.health)]
    parts = [f"{health.icon} *{health.word}*", linked(profile.username)]
    if profile.unreadable_since is not None:
        parts.append(f"since {moment(profile.unreadable_since)}")
    parts.append(f"last read {moment(profile.last_read_at)}" if profile.last_read_at else "never read")
    if profile.health_words and profile.health != Health.OK:
        parts.append(told(profile.health_words, most=500))
    return " · ".join(parts)
