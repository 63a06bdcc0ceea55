"""How it is said how a profile stands, and what is the matter with its login; pure."""

from __future__ import annotations

from datetime import datetime

from bot.connections.clocks import Clocks, days_left
from bot.connections.facts import LoginFacts, ProfileFacts
from bot.connections.sentences import lacked, mended
from bot.words import say
from handlers.phrases import Shown, escaped, linked, moment, named, told
from storage.logins import Source
from storage.tables import Health, Kind

HEALTH = {
    Health.NEW: Shown(icon=":hourglass_flowing_sand:", key="profiles.health.new"),
    Health.OK: Shown(icon=":white_check_mark:", key="profiles.health.ok"),
    Health.UNREADABLE: Shown(icon=":warning:", key="profiles.health.unreadable"),
    Health.LOGIN_DEAD: Shown(icon=":no_entry:", key="profiles.health.login_dead"),
    Health.DISCONNECTED: Shown(icon=":electric_plug:", key="profiles.health.disconnected"),
}
LACKING = Shown(icon=":warning:", key="profiles.health.lacking")
ENDING = Shown(icon=":calendar:", key="profiles.health.ending")


def health_of(facts: ProfileFacts, *, now: datetime) -> Shown:
    """Return the one word for how a profile stands: the worst of what there is to say."""
    if facts.health in (Health.OK, Health.NEW):
        if facts.login is not None and facts.login.lacks:
            return LACKING
        if facts.is_ending(now=now):
            return ENDING
    return HEALTH[facts.health]


def name_of(facts: ProfileFacts) -> str:
    """Name a profile in mrkdwn: an Instagram account by its link, a Page by its name."""
    if facts.kind is Kind.INSTAGRAM:
        return linked(facts.name)
    return say("profiles.page", name=escaped(facts.name, most=200))


def plain_name_of(facts: ProfileFacts) -> str:
    """Name a profile in plain text."""
    return named(facts.name) if facts.kind is Kind.INSTAGRAM else facts.name


def line_of(facts: ProfileFacts, *, now: datetime) -> str:
    """Say in a line or two how a profile stands."""
    is_read = facts.last_read_at is not None and facts.kind is Kind.INSTAGRAM
    return f"{standing_of(facts, now=now)} · {read_of(facts)}" if is_read else standing_of(facts, now=now)


def standing_of(facts: ProfileFacts, *, now: datetime) -> str:
    """Say which profile it is, and how it stands."""
    since = say("profiles.since", moment=moment(facts.unreadable_since)) if facts.unreadable_since else ""
    return f"*{name_of(facts)}*\n{health_of(facts, now=now)}{f' · {since}' if since else ''}"


def read_of(facts: ProfileFacts) -> str:
    """Say when it was read last."""
    if facts.last_read_at is None:
        return say("profiles.never_read")
    return say("profiles.last_read", moment=moment(facts.last_read_at))


def troubles_of(facts: ProfileFacts, *, now: datetime) -> list[str]:
    """Say what is the matter, and what to do about each."""
    troubles = []
    if facts.health_words and facts.health not in (Health.OK, Health.DISCONNECTED):
        troubles.append(told(facts.health_words, most=900))
    if facts.login is not None:
        troubles += [f"{lacked(lack)} {mended(lack)}" for lack in facts.login.lacks]
    if facts.login is not None and facts.is_ending(now=now) and facts.health is not Health.LOGIN_DEAD:
        troubles.append(_ending(facts.login.clocks, now=now))
    return troubles


def login_of(login: LoginFacts) -> str:
    """Say whose login it is, and who connected it."""
    if login.source is Source.PASTED:
        return say("profiles.pasted")
    name = escaped(login.name, most=200) or say("profiles.nameless")
    if login.granted_by is None:
        return name
    return say("profiles.login", name=name, person=f"<@{login.granted_by}>", moment=moment(login.granted_at))


def ends_of(at: datetime | None, *, is_checked: bool) -> str:
    """Say when one of the clocks runs out."""
    if at is not None:
        return moment(at)
    return say("profiles.no_end") if is_checked else say("profiles.not_asked")


def _ending(clocks: Clocks, *, now: datetime) -> str:
    assert clocks.ends_at is not None, "what ends has an end"
    left = days_left(clocks.ends_at, now=now)
    return say("profiles.ends_in", count=left) if left else say("profiles.ended")
