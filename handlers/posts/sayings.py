"""How a post and a code stand, in words and icons; pure."""

from __future__ import annotations

from datetime import datetime

from bot.permissions.terms.lasting import day_words
from bot.posts.eligibility import Standing
from bot.posts.facts import CodeFacts, PostFacts
from bot.words import say
from handlers.phrases import cut, linked, moment
from handlers.verbatim import one_line, verbatim
from storage.codes import CodeStage, CodeVerdict

STANDINGS = {
    Standing.READY: ":white_check_mark:",
    Standing.NEEDS_PERMISSION: ":lock:",
    Standing.NEEDS_ATTENTION: ":mag:",
    Standing.INELIGIBLE: ":no_entry:",
    Standing.EXCLUDED: ":no_entry_sign:",
    Standing.UNKNOWN: ":grey_question:",
}
CODES = {
    CodeStage.MAKING: ":hourglass_flowing_sand:",
    CodeStage.SENT: ":hourglass_flowing_sand:",
    CodeStage.UNSURE: ":grey_question:",
    CodeStage.LIVE: ":label:",
    CodeStage.DELETING: ":hourglass_flowing_sand:",
    CodeStage.GONE: ":wastebasket:",
    CodeStage.FAILED: ":warning:",
}
_SHORT_CAPTION = 80


def stands(post: PostFacts) -> str:
    """Say how a post stands."""
    return f"{STANDINGS[post.standing]} *{say(f'posts.standing.{post.standing}')}*"


def in_a_line(post: PostFacts) -> str:
    """Say which post it is, by whom and of when."""
    parts = [stands(post), linked(post.creator_username)]
    if post.created_on is not None:
        parts.append(day_words(post.created_on))
    caption = verbatim(cut(one_line(post.caption), _SHORT_CAPTION), most=160)
    lines = [" · ".join(parts), *([f"_{caption}_"] if caption else [])]
    if post.code is not None:
        lines.append(code_line(post.code))
    return "\n".join(lines)


def code_line(code: CodeFacts) -> str:
    """Say that a post has an ad code, and how that stands; never the code."""
    words = say(f"codes.stage.{code.stage}")
    shown = f"{CODES[code.stage]} {words}" + (f" `{code.masked}`" if code.masked else "")
    return f"{shown} · {say(f'codes.verdict.{code.verdict}')}" if code.stage is CodeStage.LIVE else shown


def age_of(code: CodeFacts, *, now: datetime) -> str:
    """Say since when a code is there."""
    return say("codes.age", count=max((now - code.got_at).days, 0), moment=moment(code.got_at))


def is_amiss(code: CodeFacts) -> bool:
    """Tell whether something is wrong with a code."""
    return code.stage is CodeStage.UNSURE or code.verdict in (CodeVerdict.NOTHING, CodeVerdict.OTHER_POST)
