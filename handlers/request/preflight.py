"""The pre-flight lines under the handles: what Instagram and our own history know before anybody is asked; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.creators.handles import Reading
from bot.permissions.preflight import Preflight, Verdict
from handlers import blocks
from handlers.phrases import STATES, Shown, counted, cut, escaped, linked, moment
from handlers.request.ids import Block

FOUND = f"{Block.PREFLIGHT}:found"
BUSY = f"{Block.PREFLIGHT}:busy"

VERDICTS = {
    Verdict.READY: Shown(icon=":white_check_mark:", word="Ready to ask"),
    Verdict.PENDING: Shown(icon=":hourglass_flowing_sand:", word="Already waiting at Meta"),
    Verdict.APPROVED: Shown(icon=":ballot_box_with_check:", word="Already approved"),
    Verdict.NOT_FOUND: Shown(icon=":x:", word="Not found, or not a professional account"),
    Verdict.UNKNOWN: Shown(icon=":grey_question:", word="Unknown"),
    Verdict.BLOCKED: Shown(icon=":warning:", word="This profile cannot ask"),
}
_STANDING = frozenset({Verdict.PENDING, Verdict.APPROVED})
"""What stands at Meta now is newer than what we noted last."""


def draw_busy(reading: Reading) -> list[blocks.Block]:
    """Say that it is being looked up."""
    return [blocks.context(f":mag: Checking {counted(len(reading.handles), 'handle')}…", block_id=BUSY)]


def draw_found(reading: Reading, found: Sequence[Preflight]) -> list[blocks.Block]:
    """Draw a line for each handle, then what was folded or could not be read."""
    lines = [_line(each) for each in found]
    for misread in reading.misread[:10]:
        lines.append(f":x: *Not a handle* · “{escaped(cut(misread.typed, 60))}”: {escaped(misread.why)}")
    if len(reading.misread) > 10:
        lines.append(f"and {len(reading.misread) - 10} more that are not handles")
    if len(reading.handles) > len(found) > 0:
        lines.append(
            f":warning: These are {len(reading.handles)} different handles; at most {len(found)} can be asked in one go."
        )
    if reading.repeated:
        lines.append(f"{counted(reading.repeated, 'repetition')} left out.")
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
        parts.append(counted(found.followers, "follower"))
    if found.words:
        parts.append(escaped(found.words, most=300))
    if found.verdict is Verdict.UNKNOWN:
        parts.append("you can ask all the same")
    if found.last_state is not None and found.verdict not in _STANDING:
        since = f" ({moment(found.last_changed_at)})" if found.last_changed_at else ""
        parts.append(f"last time: {STATES[found.last_state].word.lower()}{since}")
    return " · ".join(parts)
