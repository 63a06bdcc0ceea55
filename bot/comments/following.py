"""What Meta tells of comments that are known: their messages follow it, and an edit that brings a keyword alarms the channel.

A message cannot be told a second time: what was edited shows it where it stands, and a line in its thread, sent to the
channel too, says that there is something to be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.comments.batching import News
from bot.comments.keywords import Keywords
from bot.comments.notes import show_again, tell_edits
from bot.comments.storing import standing_of
from bot.homes.wanting import want_moderators
from storage.comments import Comment, Reading
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork


async def follow(uow: UnitOfWork, asset: Asset, changed: Sequence[Comment], *, now: datetime) -> None:
    """Have the channel see what has changed of comments on one account. Lock the asset before."""
    await _alarm(uow, asset, changed, now=now)
    await show_again(uow, changed)


async def _alarm(uow: UnitOfWork, asset: Asset, changed: Sequence[Comment], *, now: datetime) -> None:
    rules = await uow.comment_notes.rules(asset.campaign_id)
    keywords = Keywords(rules.keywords if rules is not None else ())
    alarmed = told = 0
    for each in changed:
        if each.told_in is None or each.alarmed_at is not None or each.is_own or each.reading is not Reading.LET:
            continue  # nobody knows it yet, or everybody knows of it
        found = _brought(each, keywords)
        if not found:
            continue
        each.alarmed_at = now
        alarmed += 1
        note = await uow.comment_notes.get(each.told_in, lock=True)
        if note is not None:
            note.about = News.model_validate(note.about).with_keywords(each.comment_id, found).model_dump(mode="json")
        if note is None or note.tries:  # else its message is an alarm itself, once it is posted
            told += 1
    if alarmed:
        await want_moderators(uow, asset.campaign_id, now=now)
    if told:
        await tell_edits(uow, asset, count=told, now=now)


def _brought(comment: Comment, keywords: Keywords) -> Sequence[str]:
    """Return the keywords in a comment where its last edit brought one."""
    standing = standing_of(comment)
    if not standing.former_texts:
        return ()
    found = keywords.found_in(standing.text)
    return found if set(found) - set(keywords.found_in(standing.former_texts[-1])) else ()
