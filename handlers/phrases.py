"""How the same thing is said everywhere: states, moments, handles; and text of others made safe for Slack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.creators.handles import Misread, profile_url, read_handle
from bot.permissions.status import State

LONGEST_QUOTE = 600
"""Characters shown of a text that somebody else wrote (Meta's words, a name), escapes counted."""

_OUR_MENTIONS = re.compile(r"&lt;(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+)&gt;")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A state as people see it: the word carries the meaning, the icon only helps the eye."""

    icon: str
    word: str

    def __str__(self) -> str:
        return f"{self.icon} {self.word}"


STATES = {
    State.QUEUED: Shown(icon=":outbox_tray:", word="Queued"),
    State.CHECKING: Shown(icon=":mag:", word="Checking"),
    State.WAITING: Shown(icon=":hourglass_flowing_sand:", word="Waiting for the creator"),
    State.UNSURE: Shown(icon=":grey_question:", word="Unsure"),
    State.APPROVED: Shown(icon=":white_check_mark:", word="Approved"),
    State.DECLINED: Shown(icon=":no_entry:", word="Declined"),
    State.CANCELLED: Shown(icon=":leftwards_arrow_with_hook:", word="Cancelled"),
    State.REVOKED: Shown(icon=":rotating_light:", word="Revoked"),
    State.FAILED: Shown(icon=":warning:", word="Failed"),
}


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
    """Escape a sentence of ours that may name things of others; mentions of people and channels stay mentions."""
    return _OUR_MENTIONS.sub(r"<\1>", escaped(sentence, most=most))


def cut(text: str, most: int) -> str:
    """Shorten plain text to `most` characters; what was cut ends in “…”."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def moment(at: datetime) -> str:
    """Write a moment in the reader's own time zone; where tokens are not read, in UTC."""
    utc = at.astimezone(UTC)
    return f"<!date^{int(utc.timestamp())}^{{date_short_pretty}} at {{time}}|{utc:%Y-%m-%d %H:%M} UTC>"


def clock_time(at: datetime) -> str:
    """Write the time of day of a moment in the reader's own time zone."""
    utc = at.astimezone(UTC)
    return f"<!date^{int(utc.timestamp())}^{{time}}|{utc:%H:%M} UTC>"


def named(username: str) -> str:
    """Name an account in plain text; an adopted one may be known by its id only, which is no handle."""
    return username if isinstance(read_handle(username), Misread) else f"@{username}"


def linked(username: str) -> str:
    """Name an account as a link to its public page."""
    if isinstance(read_handle(username), Misread):
        return escaped(username, most=100)
    return f"<{profile_url(username)}|@{username}>"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Say how many: `1 handle`, `3 handles`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
