"""The pre-flight lines under the handles: what Instagram and our own history know before anybody is asked; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.creators.handles import Reading
from bot.permissions.asking.preflight import Preflight, Verdict
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.phrases import Shown, cut, escaped, linked, moment, within
from handlers.request.ids import Block

FOUND = f"{Block.PREFLIGHT}:found"
BUSY = f"{Block.PREFLIGHT}:busy"

VERDICTS = {
    Verdict.READY: Shown(icon=":white_check_mark:", key="preflight.verdict.ready"),
    Verdict.PENDING: Shown(icon=":hourglass_flowing_sand:", key="preflight.verdict.pending"),
    Verdict.APPROVED: Shown(icon=":ballot_box_with_check:", key="preflight.verdict.approved"),
    Verdict.NOT_FOUND: Shown(icon=":x:", key="preflight.verdict.not_found"),
    Verdict.CHANGED_HANDS: Shown(icon=":busts_in_silhouette:", key="preflight.verdict.changed_hands"),
    Verdict.UNKNOWN: Shown(icon=":grey_question:", key="preflight.verdict.unknown"),
    Verdict.BLOCKED: Shown(icon=":warning:", key="preflight.verdict.blocked"),
}
_STANDING = frozenset({Verdict.PENDING, Verdict.APPROVED})
"""What stands at Meta now is newer than what we noted last."""


def draw_busy(reading: Reading) -> list[blocks.Block]:
    """Say that it is being looked up."""
    return [blocks.context(f":mag: {say('preflight.busy', count=len(reading.handles))}", block_id=BUSY)]


def draw_found(reading: Reading, found: Sequence[Preflight]) -> list[blocks.Block]:
    """Draw a line for each handle, then what was folded or could not be read."""
    lines = [_line(each) for each in found]
    for misread in reading.misread[:10]:
        typed, reason = escaped(cut(misread.typed, 60)), escaped(misread.why)
        lines.append(f":x: {say('preflight.misread', typed=typed, reason=reason)}")
    if len(reading.misread) > 10:
        lines.append(say("preflight.more_misread", count=len(reading.misread) - 10))
    if len(reading.handles) > len(found) > 0:
        lines.append(f":warning: {say('preflight.too_many', count=len(reading.handles), most=len(found))}")
    if reading.repeated:
        lines.append(say("preflight.repeated", count=reading.repeated))
    return blocks.paragraphs(lines, block_id=FOUND)


def draw_words(words: str) -> list[blocks.Block]:
    """Say why nothing was looked up."""
    return [blocks.section(words, block_id=FOUND)]


def kept(view_blocks: Sequence[blocks.Block]) -> list[blocks.Block]:
    """Return the pre-flight that stands in a view: what was found stays while other fields change."""
    return [block for block in view_blocks if str(block.get("block_id", "")).startswith(FOUND)]


def _line(found: Preflight) -> str:
    parts = [f"{VERDICTS[found.verdict].icon} *{VERDICTS[found.verdict].word}*", linked(found.creator_username)]
    if found.followers is not None:
        parts.append(say("preflight.followers", count=found.followers))
    if found.words:
        parts.append(escaped(found.words, most=300))
    if found.verdict is Verdict.UNKNOWN:
        parts.append(say("preflight.ask_all_the_same"))
    if found.last_state is not None and found.verdict not in _STANDING:
        parts.append(_last_time(found.last_state, found.last_changed_at))
    return " · ".join(parts)


def _last_time(state: State, changed_at: datetime | None) -> str:
    if changed_at is None:
        return say("preflight.last_time", state=within(state))
    return say("preflight.last_time_at", state=within(state), moment=moment(changed_at))
