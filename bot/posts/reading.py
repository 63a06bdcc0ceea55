"""From what Meta says of a post to the facts that people see."""

from __future__ import annotations

from bot.graph import Content, Media, PublicPost
from bot.posts.address import key_of
from bot.posts.eligibility import Standing, standing_of
from bot.posts.facts import CodeFacts, Connected, PostFacts
from storage.codes import AdCode, CodeStage, CodeVerdict

_KNOWN = frozenset({"AD_READY", "INELIGIBLE", "NEEDS_ATTENTION", "EXCLUDED"})
LONGEST_CAPTION = 300


def opens_post(code: AdCode | None) -> bool:
    """Tell whether a code is a permission as far as anybody knows: it is there, and Meta has not said otherwise."""
    return (
        code is not None
        and code.stage is CodeStage.LIVE
        and code.verdict
        in (
            CodeVerdict.UNCHECKED,
            CodeVerdict.OPENS,
        )
    )


def key_of_content(content: Content) -> str:
    """Return what makes it the same post."""
    return key_of(media_id=content.id, permalink=content.permalink)


def of_content(
    content: Content,
    *,
    brand_ig_id: str,
    username: str,
    code: AdCode | None,
    code_facts: CodeFacts | None,
    connected: Connected | None,
) -> PostFacts:
    """Read a row of advertisable content, as the brand stands in it."""
    held = content.partnership_with(ig_id=brand_ig_id)
    word = held.eligibility if held else ""
    problems = held.problems if held else ()
    standing = standing_of(
        eligibility=word,
        permission=held.permission_status if held else "",
        is_permitted=held.is_permitted if held else None,
        problems=problems,
        has_code=opens_post(code),
    )
    meta_words = list(problems) if word.upper() in _KNOWN or not word else [word, *problems]
    return PostFacts(
        media_id=content.id,
        key=key_of_content(content),
        permalink=content.permalink,
        creator_ig_id=content.author.ig_id if content.author else None,
        creator_username=username,
        kind=content.post_type or content.media_type,
        caption=content.caption[:LONGEST_CAPTION],
        created_on=content.created_on,
        picture_url=None,
        standing=standing,
        meta_words=meta_words,
        permission=(held.permission_type or held.permission_status) if held else "",
        usage=content.ad_usage,
        is_recommended=bool(content.is_recommended),
        connected=connected,
        code=code_facts,
    )


def of_own(
    media: Media | PublicPost,
    *,
    creator_ig_id: str,
    username: str,
    code: AdCode | None,
    code_facts: CodeFacts | None,
    connected: Connected | None,
) -> PostFacts:
    """Read a post that does not name the brand, or that Meta does not show the brand: an ad code would let it in."""
    return PostFacts(
        media_id=media.id,
        key=key_of(media_id=media.id, permalink=media.permalink),
        permalink=media.permalink,
        creator_ig_id=creator_ig_id,
        creator_username=username,
        kind=media.kind,
        caption=(media.caption or "")[:LONGEST_CAPTION],
        created_on=media.posted_at.date() if media.posted_at else None,
        picture_url=media.picture_url,
        standing=Standing.READY if opens_post(code) else Standing.NEEDS_PERMISSION,
        connected=connected,
        code=code_facts,
    )
