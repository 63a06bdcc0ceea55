"""The list of profiles and how their logins stand; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import Shown, linked, moment, told
from storage.tables import Health, Profile

ADD = 'printf %s "$TOKEN" | greenlight profiles add --ig-id … --username … --token-stdin'

HEALTH = {
    Health.NEW: Shown(icon=":hourglass_flowing_sand:", key="profiles.health.new"),
    Health.OK: Shown(icon=":white_check_mark:", key="profiles.health.ok"),
    Health.UNREADABLE: Shown(icon=":warning:", key="profiles.health.unreadable"),
    Health.LOGIN_DEAD: Shown(icon=":no_entry:", key="profiles.health.login_dead"),
}


def draw_profiles(profiles: Sequence[Profile]) -> Words:
    """Draw a line for each profile, and how to add or reconnect one."""
    head = f"*{say('profiles.connected', count=len(profiles))}*" if profiles else say("profiles.none")
    lines = blocks.fitting([_line(each) for each in profiles])
    drawn = [blocks.section(head), *blocks.paragraphs(lines)]
    if len(lines) < len(profiles):
        drawn.append(blocks.context(say("profiles.first_listed", count=len(lines))))
    drawn.append(blocks.section(say("profiles.how_to_add", command=ADD)))
    return Words(text=head, blocks=drawn)


def _line(profile: Profile) -> str:
    health = HEALTH[Health(profile.health)]
    parts = [f"{health.icon} *{health.word}*", linked(profile.username)]
    if profile.unreadable_since is not None:
        parts.append(say("profiles.since", moment=moment(profile.unreadable_since)))
    if profile.last_read_at is not None:
        parts.append(say("profiles.last_read", moment=moment(profile.last_read_at)))
    else:
        parts.append(say("profiles.never_read"))
    if profile.health_words and profile.health != Health.OK:
        parts.append(told(profile.health_words, most=500))
    return " · ".join(parts)
