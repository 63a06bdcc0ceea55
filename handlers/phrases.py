"""How the same thing is said everywhere: states, moments, handles; and text of others made safe for Slack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.creators.handles import Misread, profile_url, read_handle
from bot.permissions.facts import RequestFacts
from bot.permissions.status import State
from bot.words import say, written

LONGEST_QUOTE = 600
"""Characters shown of a text that somebody else wrote (Meta's words, a name), escapes counted."""

_OUR_MENTIONS = re.compile(r"&lt;(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!subteam\^S[A-Z0-9]+)&gt;")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A state as people see it: the word carries the meaning, the icon only helps the eye."""

    icon: str
    key: str

    @property
    def word(self) -> str:
        """The word, or a few, in the language spoken here."""
        return say(self.key)

    def __str__(self) -> str:
        return f"{self.icon} {self.word}"


STATES = {
    State.SIGNING: Shown(icon=":pencil2:", key="state.signing"),
    State.QUEUED: Shown(icon=":outbox_tray:", key="state.queued"),
    State.CHECKING: Shown(icon=":mag:", key="state.checking"),
    State.WAITING: Shown(icon=":hourglass_flowing_sand:", key="state.waiting"),
    State.UNSURE: Shown(icon=":grey_question:", key="state.unsure"),
    State.APPROVED: Shown(icon=":white_check_mark:", key="state.approved"),
    State.DECLINED: Shown(icon=":no_entry:", key="state.declined"),
    State.CANCELLED: Shown(icon=":leftwards_arrow_with_hook:", key="state.cancelled"),
    State.REVOKED: Shown(icon=":rotating_light:", key="state.revoked"),
    State.FAILED: Shown(icon=":warning:", key="state.failed"),
    State.UNSIGNED: Shown(icon=":no_entry_sign:", key="state.unsigned"),
}


def within(state: State) -> str:
    """Say a state in the middle of a sentence."""
    return say(f"state.within.{state}")


def escaped(text: str, *, most: int = LONGEST_QUOTE) -> str:
    """Make text of others safe to stand in mrkdwn, in at most `most` characters; what was cut ends in “…”.

    https://docs.slack.dev/messaging/formatting-message-text (escaping)
    """
    whole = _escape(text)
    if len(whole) <= most:
        return whole
    kept = ""
    for character in text:
        piece = _escape(character)
        if len(kept) + len(piece) >= most:
            break
        kept += piece
    return f"{kept}…"


def told(sentence: str, *, most: int = LONGEST_QUOTE * 2) -> str:
    """Escape a sentence of ours that may name things of others; mentions of people, groups and channels stay mentions."""
    return _OUR_MENTIONS.sub(r"<\1>", escaped(sentence, most=most))


def cut(text: str, most: int) -> str:
    """Shorten plain text to `most` characters; what was cut ends in “…”."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def moment(at: datetime) -> str:
    """Write a moment in the reader's own time zone; where tokens are not read, in UTC."""
    utc = at.astimezone(UTC)
    token = say("phrases.moment", date="{date_short_pretty}", time="{time}")
    return f"<!date^{int(utc.timestamp())}^{token}|{written(utc, say('phrases.moment_written'))}>"


def since(facts: RequestFacts) -> str:
    """Say since when a request stands as it does; of what was found so at Meta nobody here knows more than when it was found."""
    at = moment(facts.changed_at)
    return say("phrases.found_at", moment=at) if facts.is_as_found else at


def clock_time(at: datetime) -> str:
    """Write the time of day of a moment in the reader's own time zone."""
    utc = at.astimezone(UTC)
    return f"<!date^{int(utc.timestamp())}^{{time}}|{written(utc, say('phrases.time_written'))}>"


def named(username: str) -> str:
    """Name an account in plain text; an adopted one may be known by its id only, which is no handle."""
    return username if isinstance(read_handle(username), Misread) else f"@{username}"


def linked(username: str) -> str:
    """Name an account as a link to its public page."""
    if isinstance(read_handle(username), Misread):
        return escaped(username, most=100)
    return f"<{profile_url(username)}|@{username}>"


def clock_time_exactly(at: datetime) -> str:
    """Write the time of day of a moment, to the second, in the reader's own time zone."""
    utc = at.astimezone(UTC)
    return f"<!date^{int(utc.timestamp())}^{{time_secs}}|{written(utc, say('phrases.time_exactly_written'))}>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
