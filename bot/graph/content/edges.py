"""Which edge to ask: the new one first, the old ones only where it refuses and as long as they exist. Pure.

Meta removes the old edges on 2026-12-01 (both "Boost Existing ..." guides). Until then a login may have the scopes
of the old way and lack one that the new edge wants, which it tells with a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.graph.access import BusinessAccess
from bot.graph.content.answers import Content
from bot.graph.content.old_calls import MediaOfCode, MediaQuestion, PagePosts, PostOfCode, PostQuestion, Tagged
from bot.graph.content.wanted import AdCodes, Permalinks, Platform, Search, Wanted
from bot.graph.errors import GraphError, InputRefused, ScopeMissing

OLD_EDGES_END = datetime(2026, 12, 1, tzinfo=UTC)
# The object or the edge is not there for this login (100/33), or Meta cannot read the path (2500).
_NOT_THERE = frozenset({(100, 33), (2500, None)})
_AT_INSTAGRAM = re.compile(r"https://(?:www\.|m\.)?instagram\.com/(?:[\w.]+/)?(?:p|reels?|tv)/([\w-]+)")
_AT_FACEBOOK = re.compile(r"https://(?:[a-z-]+\.)?(?:facebook\.com|fb\.watch)/")


@dataclass(frozen=True)
class OldQuestions:
    """What to ask of the old edges, and which authors' posts to keep of their answers (none: all)."""

    media: Sequence[MediaQuestion] = ()
    posts: Sequence[PostQuestion] = ()
    authors: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.media or self.posts)

    def keeps(self, content: Content) -> bool:
        """Say whether a post is by one of the authors asked for: the old edges filter by handle, not by id."""
        by = content.author
        return not self.authors or (by is not None and bool(self.authors & {by.ig_id, by.page_id}))


def may_fall_back(refusal: GraphError, *, now: datetime) -> bool:
    """Say whether a refusal of the new edge is one that an old edge may not share.

    A dead login, a limit and an outage are shared; a question that Meta does not take stays a wrong question.
    """
    if now >= OLD_EDGES_END:
        return False
    is_absent = isinstance(refusal, InputRefused) and (refusal.code, refusal.subcode) in _NOT_THERE
    return is_absent or isinstance(refusal, ScopeMissing)


def translate(wanted: Wanted, access: BusinessAccess) -> OldQuestions:
    """Put a question to the old edges as they can be asked; none where they could not answer all of it.

    They know nothing of kinds, days, countries, keywords, usage and order, and nothing of a post's id.
    """
    match wanted:
        case Search():
            return _translate_search(wanted, access)
        case Permalinks(urls):
            return _translate_permalinks(urls, access)
        case AdCodes(codes):
            return OldQuestions(
                media=[MediaOfCode(code) for code in codes] if access.ig_id else (),
                posts=[PostOfCode(code) for code in codes] if access.page_id else (),
            )
        case _:
            return OldQuestions()


def _translate_search(search: Search, access: BusinessAccess) -> OldQuestions:
    untold = (
        search.media_types,
        search.post_types,
        search.content_types,
        search.eligibilities,
        search.usages,
        search.countries,
        search.start,
        search.keyword,
        search.sort,
    )
    if any(untold):
        return OldQuestions()
    authors = frozenset([*search.partner_ig_ids, *search.partner_page_ids])
    platforms = search.platforms or tuple(Platform)
    wants_media = Platform.INSTAGRAM in platforms and access.ig_id and (search.partner_ig_ids or not authors)
    wants_posts = Platform.FACEBOOK in platforms and access.page_id and (search.partner_page_ids or not authors)
    if wants_posts and search.only_recommended:
        return OldQuestions()
    return OldQuestions(
        media=[Tagged(only_recommended=search.only_recommended)] if wants_media else (),
        posts=[PagePosts()] if wants_posts else (),
        authors=authors,
    )


def _translate_permalinks(urls: Sequence[str], access: BusinessAccess) -> OldQuestions:
    codes = [found[1] for url in urls if (found := _AT_INSTAGRAM.match(url))]
    posts = [url for url in urls if _AT_FACEBOOK.match(url)]
    if len(codes) + len(posts) < len(urls) or (codes and not access.ig_id) or (posts and not access.page_id):
        return OldQuestions()
    return OldQuestions(
        media=[Tagged(shortcodes=codes)] if codes else (), posts=[PagePosts(permalinks=posts)] if posts else ()
    )
